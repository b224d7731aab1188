"""Back-dated changes of terms are held against the books of their day and of every day since."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from neoequity.books.money import dollars
from neoequity.books.periods.locks import reasons_against_days
from neoequity.books.refusal import Reason
from placements.models import Agreement, TermVersion
from placements.models.counted import reserved
from placements.terms.lifecycle import RESERVING
from placements.terms.notice import METHODS
from placements.triggers.capacity import first_day_over

_FIRST_DAY_OVER = first_day_over("%(agreement)s", "%(since)s", "%(capacity)s")


class DayOver(NamedTuple):
    """A day on which more was sold and reserved, in dollars, than a capacity holds."""

    day: date
    sold: Decimal
    reserved: Decimal


def reasons_against_capacity(agreement: Agreement, version: TermVersion) -> Iterator[Reason]:
    """A lower capacity holds what is sold and what open placements reserve, now and on its days."""
    sold, capacity = agreement.gross_sold, version.capacity
    if not sold <= capacity < agreement.capacity:
        return
    open_placements = agreement.placements.filter(status__in=RESERVING)
    held = reserved(open_placements.select_related("agreement"))
    if sold + held > capacity:
        yield Reason(
            f"The capacity of {dollars(capacity)} is less than the {dollars(sold)} sold and the "
            f"{dollars(held)} reserved for open placements of the {agreement.name}: close "
            "placements first.",
            "capacity",
        )
        return
    over = _first_day_over(agreement, version.effective_on, capacity)
    if over:
        yield Reason(
            f"On {over.day} the {agreement.name} had sold {dollars(over.sold)} and reserved "
            f"{dollars(over.reserved)} for open placements, more than a capacity of "
            f"{dollars(capacity)} from {version.effective_on} on. A sale that was reversed counts "
            "until its reversal took effect.",
            "capacity",
        )


def _first_day_over(agreement: Agreement, since: date, capacity: Decimal) -> DayOver | None:
    asked: dict[str, int | date | Decimal] = {
        "agreement": agreement.pk,
        "since": since,
        "capacity": capacity,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_DAY_OVER, asked)
        found = cursor.fetchone()
    return DayOver(*found) if found else None


def reasons_against_methods(agreement: Agreement, version: TermVersion) -> Iterator[Reason]:
    """Sales that stand were made by a method that is allowed on their day."""
    lots = agreement.lots.filter(
        trade_date__gte=version.effective_on, reversed_on=None, shares__gt=0
    )
    first = lots.exclude(method__in=version.methods).order_by("trade_date", "method").first()
    if first:
        yield Reason(
            f"A sale of {first.trade_date} was made by the method “{METHODS[first.method]}”, which "
            f"the terms from {version.effective_on} on would not allow.",
            "methods",
        )


def reasons_against_signing(agreement: Agreement, was: date, signed_on: date) -> Iterator[Reason]:
    """An agreement is signed in an open period, before its first amendment and placement."""
    yield from reasons_against_days(agreement.issuer_id, [was, signed_on], "signed_on")
    for version in agreement.versions.order_by("number"):
        if version.signed_on < version.effective_on < signed_on:
            yield Reason(
                f"The agreement cannot be signed on {signed_on}, after version {version.number} "
                f"of its terms took effect on {version.effective_on}.",
                "signed_on",
            )
            return
    early = agreement.placements.filter(proposed_on__lt=signed_on).order_by("proposed_on", "number")
    first = early.first()
    if first:
        yield Reason(
            f"The agreement cannot be signed on {signed_on}, after placement {first.number} was "
            f"proposed on {first.proposed_on}.",
            "signed_on",
        )
