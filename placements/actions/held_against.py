"""Check back-dated changes of terms against the books of their day and every day since."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import F, Q

from neoequity.books.money import CENT, dollars, percent
from neoequity.books.periods.locks import reasons_against_days
from neoequity.books.refusal import Reason
from placements.models import Agreement, TermVersion
from placements.models.counted import reserved
from placements.terms.ending import (
    ENDS_AS,
    Change,
    OpenPlacement,
    reasons_against_placed_after,
    reasons_against_reinstating,
    reasons_against_sales_after,
    reasons_against_the_day,
)
from placements.terms.fees import most_commission
from placements.terms.lifecycle import RESERVING, Status
from placements.terms.notice import METHODS
from placements.triggers.capacity import first_day_over

_FIRST_DAY_OVER = first_day_over("%(agreement)s", "%(since)s", "%(capacity)s")


class DayOver(NamedTuple):
    """A day on which sold and reserved dollars together exceed a capacity."""

    day: date
    sold: Decimal
    reserved: Decimal


def reasons_against_capacity(agreement: Agreement, version: TermVersion) -> Iterator[Reason]:
    """A lower capacity must cover what is sold and reserved, now and on each of its days."""
    sold, capacity = agreement.gross_sold, version.capacity
    if not sold <= capacity < agreement.capacity:
        return
    open_placements = agreement.placements.filter(status__in=RESERVING)
    reserved_now = reserved(open_placements.select_related("agreement"))
    if sold + reserved_now > capacity:
        yield Reason(
            f"The capacity of {dollars(capacity)} is less than the {dollars(sold)} sold and the "
            f"{dollars(reserved_now)} reserved for open placements of the {agreement.name}: close "
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
    parameters: dict[str, int | date | Decimal] = {
        "agreement": agreement.pk,
        "since": since,
        "capacity": capacity,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_DAY_OVER, parameters)
        row = cursor.fetchone()
    return DayOver(*row) if row else None


def reasons_against_methods(agreement: Agreement, version: TermVersion) -> Iterator[Reason]:
    """Standing sales must have been made by a method allowed on their day."""
    aggregates = agreement.aggregates.filter(
        trade_date__gte=version.effective_on, reversed_on=None, shares__gt=0
    )
    first = aggregates.exclude(method__in=version.methods).order_by("trade_date", "method").first()
    if first:
        yield Reason(
            f"A sale of {first.trade_date} was made by the method “{METHODS[first.method]}”, which "
            f"the terms from {version.effective_on} on would not allow.",
            "methods",
        )


def reasons_against_fees_sold_on(
    agreement: Agreement, last: TermVersion, version: TermVersion
) -> Iterator[Reason]:
    """Sales from the version's day on must be paid by fees that it leaves as they are.

    Other ways of pricing are also kept from sales that counted for a day or more before they were
    reversed: what is owed as of those days would change. A maximum must hold what sales state.
    """
    sold = agreement.aggregates.filter(trade_date__gte=version.effective_on, shares__gt=0)
    if _is_stated(last) != _is_stated(version):
        counted = sold.filter(Q(reversed_on=None) | Q(reversed_on__gt=F("trade_date")))
        term, fees = "commission_maximum_rate", _PRICING[_is_stated(last)]
    elif last.second_fee_rate != version.second_fee_rate:
        counted, term, fees = sold.filter(reversed_on=None), "second_fee_rate", "the second fee"
    else:
        yield from _against_a_maximum(agreement, version)
        return
    first = counted.order_by("trade_date").first()
    if first is None:
        return
    if first.reversed_on is None:
        yield Reason(
            f"A sale of {first.trade_date} stands on {fees} as it is: reverse the sales of "
            f"{version.effective_on} and later first, and record them again after the change.",
            term,
        )
    else:
        yield Reason(
            f"A sale of {first.trade_date} counted on {fees} until {first.reversed_on}, when its "
            f"reversal took effect: the change can take effect after {first.trade_date}.",
            term,
        )


_PRICING = {False: "the commission by fee tiers", True: "the commission as stated"}


def _is_stated(version: TermVersion) -> bool:
    return version.commission_maximum_rate is not None


def _against_a_maximum(agreement: Agreement, version: TermVersion) -> Iterator[Reason]:
    """The first standing sale from the day on that states more than the maximum, if any."""
    maximum = version.commission_maximum_rate
    if maximum is None:
        return
    sales = agreement.sales.filter(
        trade_date__gte=version.effective_on, reverses=None, reversal=None
    )
    # Rounded up to the cent, as `most_commission` is.
    beyond = sales.filter(commission_stated__gte=F("gross") * maximum + CENT)
    first = beyond.order_by("trade_date", "number").first()
    if first and first.commission_stated is not None:
        yield Reason(
            f"Sale {first.number} of {first.trade_date} states a commission of "
            f"{dollars(first.commission_stated)}, more than the "
            f"{dollars(most_commission(first.gross, maximum))} that {percent(maximum)} of its "
            f"gross of {dollars(first.gross)} comes to.",
            "commission_maximum_rate",
        )


def reasons_against_signing(agreement: Agreement, was: date, signed_on: date) -> Iterator[Reason]:
    """An agreement must be signed in an open period, before its first amendment and placement."""
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


def change_of_end(agreement: Agreement, last: TermVersion, version: TermVersion) -> Change:
    """What a version that follows the last changes about the end of its agreement."""
    return Change(agreement.name, version.effective_on, last.terminated_on, version.terminated_on)


def reasons_against_end(agreement: Agreement, change: Change, *, today: date) -> Iterator[Reason]:
    """An end must follow all that stands, and a reinstatement find nothing open from before."""
    yield from reasons_against_the_day(change)
    if change.ends_from is not None:
        if change.ends_from <= today:
            yield from reasons_against_days(
                agreement.issuer_id, [change.ends_from], "terminated_on"
            )
        sales = agreement.aggregates.filter(
            trade_date__gte=change.ends_from, reversed_on=None, shares__gt=0
        )
        first = sales.order_by("trade_date").values_list("trade_date", flat=True).first()
        if first is not None:
            yield from reasons_against_sales_after(change, first)
    placements = agreement.placements.order_by("number")
    still_open = [
        OpenPlacement(each.number, each.status, each.status_on)
        for each in placements.filter(status__in=ENDS_AS)
    ]
    yield from reasons_against_placed_after(change, still_open)
    if change.reinstates:
        closed = placements.filter(
            accepted_on__lt=change.before, closed_on__gte=change.effective_on
        )
        yield from reasons_against_reinstating(
            change,
            [
                *still_open,
                *(OpenPlacement(each.number, Status.CLOSED, each.status_on) for each in closed),
            ],
        )
