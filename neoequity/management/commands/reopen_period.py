"""`reopen_period PERIOD --user NAME`: ask for the reopening of a closed period, or decide on it."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from neoequity.periods.named import (
    add_period_arguments,
    closing_named,
    issuer_named,
    period_named,
)
from placements.actions.closing import ask_reopening, decide_reopening
from placements.management.person import acting, add_user_option
from placements.management.plain import PlainCommand
from placements.models import Closing


class Command(PlainCommand):
    help = (
        "Asks that a closed period be reopened, with a reason. Another person then approves it "
        "with --approve, or rejects it with --reject and a note."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_period_arguments(parser)
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("--reason", metavar="TEXT", help="ask, and say why")
        act.add_argument("--approve", action="store_true", help="approve what was asked")
        act.add_argument("--reject", action="store_true", help="reject what was asked")
        parser.add_argument("--note", metavar="TEXT", default="", help="a note on the decision")
        add_user_option(parser)

    def handle(
        self,
        *_args: Any,
        period: str,
        issuer: str | None,
        reason: str | None,
        approve: bool,
        note: str,
        user: str | None,
        **_options: Any,
    ) -> None:
        asked = period_named(period)
        with acting("reopen_period", user) as person:
            closing = closing_named(issuer_named(issuer), asked)
            if reason is not None:
                ask_reopening(closing, reason=reason, by=person)
                done = "asked for; another person approves it"
            else:
                done = _decide(closing, approve, note, person)
        self.stdout.write(f"The reopening of {closing.label} of {closing.issuer.name} is {done}.")


def _decide(closing: Closing, approve: bool, note: str, person: User) -> str:
    request = closing.reopenings.first()
    if request is None:
        raise CommandError(f"Nobody has asked that {closing.label} be reopened.")
    return decide_reopening(request, approve=approve, note=note, by=person).decision
