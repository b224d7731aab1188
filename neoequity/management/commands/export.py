"""`export DATASET`: writes a dataset as CSV to standard output, or to a file atomically."""

import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import IO, BinaryIO

from django.core.management.base import CommandError

from neoequity.books.exporting.query import ExportQuery, parse_day, parse_moment
from neoequity.books.management.plain import PlainCommand
from neoequity.clock import today
from neoequity.datasets import DATASETS, write_dataset


class Command(PlainCommand):
    help = f"Writes a dataset as CSV: {', '.join(DATASETS)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset", metavar="DATASET", help=", ".join(DATASETS))
        parser.add_argument("--agreement", metavar="SLUG", help="only this agreement")
        parser.add_argument(
            "--as-of", metavar="DATE", help="what had happened by this day (default: today)"
        )
        parser.add_argument(
            "--known-at",
            metavar="TIMESTAMP",
            help="what had been recorded by this moment; New York's time unless it names a zone",
        )
        parser.add_argument("--output", metavar="FILE", help="write to FILE")

    def handle(
        self,
        *_args: object,
        dataset: str,
        agreement: str | None,
        as_of: str | None,
        known_at: str | None,
        output: str | None,
        **_options: object,
    ) -> None:
        # An empty text is an error, not a missing option: a script may have lost its date.
        try:
            asked = ExportQuery(
                as_of=today() if as_of is None else parse_day(as_of),
                known_at=None if known_at is None else parse_moment(known_at),
                agreement=agreement,
            )
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        # Complete before the first byte is sent, so that a failure leaves nothing behind.
        with tempfile.TemporaryFile() as content:
            write_dataset(dataset, asked, content)
            content.seek(0)
            if output is not None:
                _write_file(content, Path(output))
            else:
                self._write_out(content)

    def _write_out(self, content: IO[bytes]) -> None:
        self.stdout.flush()
        binary: BinaryIO | None = getattr(self.stdout, "buffer", None)
        if binary is None:  # a caller that collects text
            self.stdout.write(content.read().decode(), ending="")
            return
        try:
            shutil.copyfileobj(content, binary)
            binary.flush()
        except BrokenPipeError:
            # The reader has closed the pipe; without this Python would fail again at exit.
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_file(content: IO[bytes], path: Path) -> None:
    """Write beside the file and rename, so that an incomplete file is never seen."""
    path = path.resolve()
    if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced
        with path.open("wb") as file:
            shutil.copyfileobj(content, file)
        return
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(content, file)
            os.fchmod(file.fileno(), _mode(path))
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """The mode of the file replaced, or that of a new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
