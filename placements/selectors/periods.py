"""Months and quarters as pages show them: open, running, closed or reopened on a day."""

from datetime import date
from typing import NamedTuple

from django.db.models import Min

from neoequity.books.models import Closing, Issuer
from neoequity.books.periods.rules import Period, quarters_between
from placements.models import Agreement

OPEN, RUNNING, PARTLY, CLOSED, REOPENED = "open", "running", "partly", "closed", "reopened"


class PeriodState(NamedTuple):
    """A period on a day; `closing` is the last one that covers it, its own or its quarter's."""

    period: Period
    state: str
    closing: Closing | None


class Quarter(NamedTuple):
    """A quarter with its months."""

    whole: PeriodState
    months: list[PeriodState]


def quarters(issuer: Issuer, as_of: date) -> list[Quarter]:
    """The issuer's quarters from its first signing to the day, the latest first; two queries."""
    first = Agreement.objects.filter(issuer=issuer).aggregate(first=Min("signed_on"))["first"]
    closings = list(
        Closing.objects.filter(issuer=issuer, closed_on__lte=as_of)
        .select_related("recorded_by", "reopening")
        .order_by("-number")
    )
    if first is None or first > as_of:
        return []
    return [
        Quarter(
            _state(quarter, closings, as_of),
            [
                _state(month, closings, as_of)
                for month in reversed(quarter.months)
                if month.starts_on <= as_of and first <= month.ends_on
            ],
        )
        for quarter in reversed(quarters_between(first, as_of))
    ]


def _state(period: Period, closings: list[Closing], as_of: date) -> PeriodState:
    covering = [
        closing
        for closing in closings
        if closing.starts_on <= period.starts_on and period.ends_on <= closing.ends_on
    ]
    standing = next((closing for closing in covering if _holds(closing, as_of)), None)
    if standing is not None:
        return PeriodState(period, CLOSED, standing)
    if period.ends_on >= as_of:
        return PeriodState(period, RUNNING, None)
    months = [_state(month, closings, as_of).state for month in period.months if period.is_quarter]
    if CLOSED in months:
        return PeriodState(period, CLOSED if {*months} == {CLOSED} else PARTLY, None)
    own = next((closing for closing in covering if closing.period == period), None)
    return PeriodState(period, REOPENED if own else OPEN, own)


def _holds(closing: Closing, as_of: date) -> bool:
    return not closing.is_reopened or closing.reopening.reopened_on > as_of
