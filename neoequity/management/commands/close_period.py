"""`close_period PERIOD --user NAME`: closes a month or quarter after its checklist."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from neoequity.books.management.person import acting, add_user_option
from neoequity.books.management.plain import PlainCommand
from neoequity.books.periods.checklist import BLOCKING, TOPICS
from neoequity.books.periods.closing import close_period
from neoequity.clock import today
from neoequity.periods.inquiry import inquire
from neoequity.periods.named import add_period_arguments, issuer_named, period_named
from neoequity.periods.proving import proven

_TOPICS = [topic for topic in TOPICS if topic not in BLOCKING]


class Command(PlainCommand):
    help = (
        "Closes a month or quarter of an issuer: proves the ledger, goes through the checklist, "
        "stores the totals and locks the days. What is open needs a note."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_period_arguments(parser)
        parser.add_argument(
            "--note",
            metavar="TOPIC=TEXT",
            action="append",
            default=[],
            help=f"why something open may stay so; topics: {', '.join(_TOPICS)}",
        )
        add_user_option(parser)

    def handle(
        self,
        *_args: object,
        period: str,
        issuer: str | None,
        note: list[str],
        user: str | None,
        **_options: object,
    ) -> None:
        named, notes, whose = period_named(period), _notes(note), issuer_named(issuer)
        prove = proven(whose, named)  # before the lock, so that nobody waits for it
        with acting("close_period", user) as person:
            closing = close_period(
                whose,
                *named,
                accepted=notes,
                inquire=inquire,
                prove=prove,
                by=person,
                today=today(),
            )
        self.stdout.write(
            f"{closing.label} of {closing.issuer.name} is closed (closing {closing.number})."
        )
        for item in closing.checklist:
            self.stdout.write(item["sentence"])


def _notes(written: list[str]) -> dict[str, str]:
    notes = {}
    for note in written:
        topic, sign, text = note.partition("=")
        if not sign or topic not in _TOPICS:
            raise CommandError(
                f"“{note[:40]}” is no note: write TOPIC=TEXT, with a topic of {', '.join(_TOPICS)}."
            )
        notes[topic] = text
    return notes
