"""`approve`: approves or rejects a request, as on its page."""

from argparse import ArgumentParser

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
        self,
        *_args: object,
        request: int,
        reject: bool,
        note: str,
        user: str | None,
        **_options: object,
    ) -> None:
        approval = Approval.objects.filter(pk=request).first()
        if approval is None:
            raise CommandError(f"There is no request {request}.")
        with acting("approve", user) as by:
            decided = _decide(approval, note, reject=reject, by=by)
        self.stdout.write(f"{decided} is {decided.decision}: {decided.what}.")


def _decide(approval: Approval, note: str, *, reject: bool, by: User) -> Approval:
    if reject:
        return actions.reject(approval, by=by, note=note)
    return actions.approve(approval, by=by, today=today(), note=note)
