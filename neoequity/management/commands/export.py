"""`export DATASET`: writes a dataset to standard output, or to a file atomically."""

from argparse import ArgumentParser
from functools import partial
from typing import BinaryIO

from django.core.management.base import CommandError
from django.utils import timezone

from neoequity.books.exporting.query import ExportQuery, parse_day, parse_moment
from neoequity.books.management.output import add_force_option
from neoequity.books.management.plain import PlainCommand
from neoequity.books.management.sending import send
from neoequity.clock import today
from neoequity.datasets import DATASETS, Making, write_dataset, write_dataset_workbook

FORMATS = CSV, WORKBOOK = "csv", "xlsx"


def _as_workbook(dataset: str, asked: ExportQuery, out: BinaryIO) -> None:
    making = Making(by="the command export", at=timezone.now())
    write_dataset_workbook(dataset, asked, out, making)


class Command(PlainCommand):
    help = f"Writes a dataset as CSV or as a workbook: {', '.join(DATASETS)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset", metavar="DATASET", help=", ".join(DATASETS))
        parser.add_argument(
            "--format",
            dest="form",
            choices=FORMATS,
            default=CSV,
            help="CSV, or a workbook for Excel (default: csv)",
        )
        parser.add_argument("--agreement", metavar="SLUG", help="only this agreement")
        parser.add_argument("--issuer", metavar="SLUG", help="only this issuer")
        parser.add_argument(
            "--as-of", metavar="DATE", help="what had happened by this day (default: today)"
        )
        parser.add_argument(
            "--known-at",
            metavar="TIMESTAMP",
            help="what had been recorded by this moment; New York's time unless it names a zone",
        )
        parser.add_argument("--output", metavar="FILE", help="write to FILE")
        parser.add_argument(
            "--bom", action="store_true", help="begin the CSV with a byte order mark, for Excel"
        )
        add_force_option(parser)

    def handle(
        self,
        *_args: object,
        dataset: str,
        form: str,
        agreement: str | None,
        issuer: str | None,
        as_of: str | None,
        known_at: str | None,
        output: str | None,
        bom: bool,
        force: bool,
        **_options: object,
    ) -> None:
        # An empty text is an error, not a missing option: a script may have lost its date.
        try:
            asked = ExportQuery(
                as_of=today() if as_of is None else parse_day(as_of),
                known_at=None if known_at is None else parse_moment(known_at),
                agreement=agreement,
                issuer=issuer,
            )
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        write = _as_workbook if form == WORKBOOK else partial(write_dataset, bom=bom)
        if bom and form == WORKBOOK:
            raise CommandError("A workbook has no byte order mark: leave out --bom.")
        if output is None and form == WORKBOOK and self._is_for_people():
            raise CommandError("A workbook is not text: name a file with --output.")
        send(lambda out: write(dataset, asked, out), output, force=force, stdout=self.stdout)

    def _is_for_people(self) -> bool:
        """Whether what is printed is read on a screen or collected as text."""
        return self.stdout.isatty() or not hasattr(self.stdout, "buffer")
