"""Periods and issuers as commands name them."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from neoequity.books.models import Closing, Issuer
from neoequity.books.periods.rules import Period, parse_period


def add_period_arguments(parser: ArgumentParser) -> None:
    """`PERIOD` and `--issuer SLUG`."""
    parser.add_argument("period", metavar="PERIOD", help="such as 2001Q4 or 2001-10")
    parser.add_argument("--issuer", metavar="SLUG", help="needed where the books have several")


def period_named(text: str) -> Period:
    """The period. Raises CommandError with a sentence."""
    try:
        return parse_period(text)
    except ValueError as fault:
        raise CommandError(str(fault)) from fault


def issuer_named(slug: str | None) -> Issuer:
    """The issuer, by default the only one. Raises CommandError with a sentence."""
    if slug is not None:
        issuer = Issuer.objects.filter(slug=slug).first()
        if issuer is None:
            raise CommandError(f"There is no issuer “{slug}”.")
        return issuer
    issuers = list(Issuer.objects.order_by("slug")[:2])
    if len(issuers) != 1:
        raise CommandError(
            "The books have several issuers: name one with --issuer."
            if issuers
            else "The books have no issuer."
        )
    return issuers[0]


def closing_named(issuer: Issuer, period: Period) -> Closing:
    """The period's latest closing. Raises CommandError with a sentence."""
    closings = Closing.objects.filter(
        issuer=issuer, starts_on=period.starts_on, ends_on=period.ends_on
    )
    latest = closings.select_related("issuer").order_by("-number").first()
    if latest is None:
        raise CommandError(f"{period.label} of {issuer.name} was never closed.")
    return latest
