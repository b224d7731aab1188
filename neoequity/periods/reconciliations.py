"""The reconciliations that the checklist of a period names: not signed off, or moved since."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from neoequity.books.days import written
from neoequity.books.models import Issuer
from neoequity.books.periods.checklist import MOST_LINES, Line, Open
from neoequity.books.periods.rules import Period
from neoequity.statements.selectors.sign_offs import moved_since, standing, unsigned
from neoequity.statements.terms.line import SIDES
from placements.models import Agreement


def open_reconciliations(issuer: Issuer, period: Period) -> Open:
    """Of every month of the period, each side of each agreement that is to be signed off."""
    lines = list(_lines(issuer, period))
    return Open(len(lines), lines[:MOST_LINES])


def _lines(issuer: Issuer, period: Period) -> Iterator[Line]:
    for waiting in unsigned(issuer, period):
        yield _line(waiting.agreement, waiting.side, waiting.period, "not signed off")
    rows = standing(date.max).filter(agreement__issuer=issuer, last_day__range=period)
    for moved in moved_since(rows):
        signed = moved.sign_off
        why = (
            f"moved since it was signed off on {written(signed.signed_on)}. "
            f"{moved.movements[0].sentence}"
        )
        yield _line(signed.agreement, signed.side, signed.period, why)


def _line(agreement: Agreement, side: str, month: Period, why: str) -> Line:
    url = reverse("statements:reconciliation", args=[agreement.slug, side, month.label])
    return Line(f"{SIDES[side]} of the {agreement.name}, {month.label}: {why}", url)
