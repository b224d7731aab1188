"""`before_you_sell --agreement SLUG`: every check before a sale, as CSV; exit 1 if one fails."""

import csv
import io
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.core.management.base import CommandError

from neoequity.books.exporting.query import parse_day
from neoequity.books.management.plain import PlainCommand
from neoequity.books.money import parse_price, parse_shares
from neoequity.clock import today
from neoequity.company.selectors.before_you_sell import before_you_sell
from neoequity.company.terms.before_you_sell import Answer
from neoequity.company.terms.checks import plain
from neoequity.company.terms.held import Question
from placements.models import Agreement
from placements.terms.notice import METHODS

T = TypeVar("T")
COLUMNS = ("check", "passed", "figure", "limit", "page", "sentence")


class Command(PlainCommand):
    help = "Prints every check before a sale, and the most that can be sold; exit 1 if one fails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agreement", metavar="SLUG", required=True)
        parser.add_argument("--issuer", metavar="SLUG", help="whose agreement it is")
        parser.add_argument("--shares", metavar="N", help="how many, in plain digits")
        parser.add_argument("--price", metavar="P", help="dollars per share, such as 3.80")
        parser.add_argument("--minimum", metavar="P", help="the placement's minimum price")
        parser.add_argument("--method", metavar="M", help=", ".join(METHODS))
        parser.add_argument("--on", metavar="DATE", help="the day (default: today)")

    def handle(
        self,
        *_args: object,
        agreement: str,
        issuer: str | None,
        shares: str | None,
        price: str | None,
        minimum: str | None,
        method: str | None,
        on: str | None,
        **_options: object,
    ) -> None:
        question = Question(
            shares=_read("--shares", parse_shares, shares),
            price=_read("--price", parse_price, price),
            on=_day(on),
            minimum=_read("--minimum", parse_price, minimum),
            method=_method(method),
        )
        given = before_you_sell(_agreement(agreement, issuer), question, today()).answer
        self.stdout.write(as_csv(given), ending="")
        failed = [check.name for check in given.failed]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")


def as_csv(given: Answer) -> str:
    """One row a check, and last the most that can be sold."""
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    rows.writerows(plain(check) for check in given.checks)
    most = given.most
    known = most is not None and most.shares is not None
    rows.writerow(
        {
            "check": "most_that_can_be_sold",
            "passed": "unknown" if not known else "yes" if most and most.shares else "no",
            "figure": most.shares if most and known else "",
            "limit": f"{most.dollars:.2f}" if most and most.dollars is not None else "",
            "page": "",
            "sentence": given.sentence,
        }
    )
    return out.getvalue()


def _agreement(slug: str, issuer: str | None) -> Agreement:
    rows = Agreement.objects.select_related("issuer", "shelf").filter(slug=slug)
    if issuer is not None:
        rows = rows.filter(issuer__slug=issuer)
    found = rows.first()
    if found is None:
        whose = f" of the issuer “{issuer}”" if issuer is not None else ""
        raise CommandError(f"There is no agreement “{slug}”{whose}.")
    return found


def _read(option: str, parse: Callable[[str], T], text: str | None) -> T | None:
    if text is None:
        return None
    try:
        return parse(text)
    except ValueError as fault:
        raise CommandError(f"{option} {fault}.") from fault


def _day(text: str | None) -> date:
    try:
        return today() if text is None else parse_day(text)
    except ValueError as fault:
        raise CommandError(str(fault)) from fault


def _method(text: str | None) -> str:
    if text and text not in METHODS:
        raise CommandError(f"--method must be one of {', '.join(METHODS)}, not “{text}”.")
    return text or ""
