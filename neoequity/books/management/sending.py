"""What a command writes: into a file, or to standard output once it is whole."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from django.core.management.base import CommandError, OutputWrapper

from neoequity.books.management.output import new_file


def send(
    write: Callable[[BinaryIO], object], output: str | None, *, force: bool, stdout: OutputWrapper
) -> None:
    """Write into the file `output`, or to standard output.

    Complete before the first byte is sent, so that a failure sends nothing.
    """
    if output is not None:
        with new_file(Path(output), force=force) as file:
            write(cast(BinaryIO, file))
        return
    with tempfile.TemporaryFile() as content:
        write(cast(BinaryIO, content))
        content.seek(0)
        _write_out(cast(BinaryIO, content), stdout)


def _write_out(content: BinaryIO, stdout: OutputWrapper) -> None:
    stdout.flush()
    binary: BinaryIO | None = getattr(stdout, "buffer", None)
    if binary is None:  # a caller that collects text
        stdout.write(content.read().decode(), ending="")
        return
    try:
        shutil.copyfileobj(content, binary)
        binary.flush()
    except OSError as error:
        # Without this Python would fail again at exit, on what is left in the buffer.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # a reader that has seen enough
            raise CommandError(f"Standard output: {error.strerror or error}.") from error
