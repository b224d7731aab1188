"""`approve`: decide a request from the command line, as on its page."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from neoequity.books.approvals import actions
from neoequity.books.management.person import acting, add_user_option
from neoequity.books.management.plain import PlainCommand
from neoequity.books.models import Approval
from neoequity.clock import today
from neoequity.people.models import User


class Command(PlainCommand):
    help = "Approves a request that another person made, or rejects it with a note."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("request", metavar="NUMBER", type=int)
        parser.add_argument("--reject", action="store_true", help="reject it; needs --note")
        parser.add_argument("--note", default="", help="kept with the decision")
        add_user_option(parser)

    def handle(
        self, *_args: Any, request: int, reject: bool, note: str, user: str | None, **_options: Any
    ) -> None:
        found = Approval.objects.filter(pk=request).first()
        if found is None:
            raise CommandError(f"There is no request {request}.")
        with acting("approve", user) as by:
            decided = _decide(found, note, reject=reject, by=by)
        self.stdout.write(f"{decided} is {decided.decision}: {decided.what}.")


def _decide(found: Approval, note: str, *, reject: bool, by: User) -> Approval:
    if reject:
        return actions.reject(found, by=by, note=note)
    return actions.approve(found, by=by, today=today(), note=note)
