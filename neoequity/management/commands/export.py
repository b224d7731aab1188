"""`export DATASET`: a dataset as CSV, to standard output or a file that appears whole."""

import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.core.management.base import CommandError

from neoequity.books.exporting.query import Asked, parse_day, parse_moment
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

    def handle(self, *_args: Any, **options: Any) -> None:
        # An empty text is not the same as no option: a script may have lost its date.
        day, moment = options["as_of"], options["known_at"]
        try:
            asked = Asked(
                as_of=today() if day is None else parse_day(day),
                known_at=None if moment is None else parse_moment(moment),
                agreement=options["agreement"],
            )
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        # Whole before the first byte leaves: a failure half way leaves nothing behind.
        with tempfile.TemporaryFile() as whole:
            write_dataset(options["dataset"], asked, whole)
            whole.seek(0)
            if options["output"] is not None:
                _write_file(whole, Path(options["output"]))
            else:
                self._write_out(whole)

    def _write_out(self, whole: IO[bytes]) -> None:
        self.stdout.flush()
        binary: BinaryIO | None = getattr(self.stdout, "buffer", None)
        if binary is None:  # a caller that collects text
            self.stdout.write(whole.read().decode(), ending="")
            return
        try:
            shutil.copyfileobj(whole, binary)
            binary.flush()
        except BrokenPipeError:
            # The reader has seen enough. Python would complain once more when it flushes at exit.
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_file(whole: IO[bytes], path: Path) -> None:
    """Write beside the file and rename, so that nobody ever sees half of it."""
    path = path.resolve()
    if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced
        with path.open("wb") as file:
            shutil.copyfileobj(whole, file)
        return
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(whole, file)
            os.fchmod(file.fileno(), _mode(path))
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, or that of any new one."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
