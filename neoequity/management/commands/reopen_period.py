"""`reopen_period PERIOD --reason TEXT`: requests the reopening of a closed period."""

from argparse import ArgumentParser

from neoequity.books.management.person import acting, add_user_option
from neoequity.books.management.plain import PlainCommand
from neoequity.books.periods.closing import ask_reopening
from neoequity.periods.named import (
    add_period_arguments,
    closing_named,
    issuer_named,
    period_named,
)


class Command(PlainCommand):
    help = (
        "Asks that a closed period be reopened, with a reason. It stays closed until another "
        "person approves the request, on its page or with `approve`."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_period_arguments(parser)
        parser.add_argument("--reason", metavar="TEXT", required=True, help="why")
        add_user_option(parser)

    def handle(
        self,
        *_args: object,
        period: str,
        issuer: str | None,
        reason: str,
        user: str | None,
        **_options: object,
    ) -> None:
        named = period_named(period)
        with acting("reopen_period", user) as person:
            closing = closing_named(issuer_named(issuer), named)
            request = ask_reopening(closing, reason=reason, by=person)
        self.stdout.write(f"{request} is awaiting a CFO's decision: {request.what}.")
