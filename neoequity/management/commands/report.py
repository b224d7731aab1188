"""`report NAME`: writes a report as CSV, PDF or workbook."""

from argparse import ArgumentParser

from django.core.management.base import CommandError
from django.utils import timezone

from neoequity.books.approvals.rules import COMMAND_LINE
from neoequity.books.exporting.query import parse_day, parse_moment
from neoequity.books.management.output import add_force_option
from neoequity.books.management.plain import PlainCommand
from neoequity.books.management.sending import send
from neoequity.books.snapshot import one_snapshot
from neoequity.clock import today
from neoequity.reports.all import REPORTS
from neoequity.reports.making import FORMS, write_report
from neoequity.reports.scope import asked_for, head_of


class Command(PlainCommand):
    help = f"Writes a report as CSV, PDF or workbook: {', '.join(REPORTS)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("report", metavar="NAME", help=", ".join(REPORTS))
        parser.add_argument("--from", metavar="DATE", dest="since", required=True)
        parser.add_argument("--to", metavar="DATE", dest="until", required=True)
        parser.add_argument("--agreement", metavar="SLUG", help="only this agreement")
        parser.add_argument("--issuer", metavar="SLUG", help="needed where the books have several")
        parser.add_argument(
            "--known-at",
            metavar="TIMESTAMP",
            help="what had been recorded by this moment (default: now, or the period's closing)",
        )
        parser.add_argument("--format", choices=list(FORMS), default="csv")
        parser.add_argument("--output", metavar="FILE", help="write to FILE")
        add_force_option(parser)

    def handle(
        self,
        *_args: object,
        report: str,
        since: str,
        until: str,
        agreement: str | None,
        issuer: str | None,
        known_at: str | None,
        format: str,  # noqa: A002  # the option's name
        output: str | None,
        force: bool,
        **_options: object,
    ) -> None:
        if report not in REPORTS:
            raise CommandError(f"There is no report “{report}”; there are {', '.join(REPORTS)}.")
        if output is None and format != "csv":
            raise CommandError("A PDF or a workbook is written to a file: name it with --output.")
        try:
            first, last = parse_day(since), parse_day(until)
            moment = None if known_at is None else parse_moment(known_at)
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        made = REPORTS[report]
        with one_snapshot():
            asked = asked_for(
                first, last, today(), issuer=issuer, agreement=agreement, known_at=moment
            )
            content, head = made.build(asked), head_of(asked, COMMAND_LINE, timezone.now())
            send(
                lambda out: write_report(made, content, head, format, out),
                output,
                force=force,
                stdout=self.stdout,
            )
