"""A delivery that failed: on which day it may be recorded, and when the sale falls due again."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from neoequity.books.calendar import Exceptions, day_kind
from neoequity.books.refusal import Reason


class Undelivered(NamedTuple):
    """A sale whose delivery failed, as it stands; `due_on` is the day on which it fell due last.

    `kind` is `sale`, `reversal` or `adjustment`; `delivered_on` and `reversed_on` are None while
    it is neither.
    """

    name: str
    kind: str
    due_on: date | None
    delivered_on: date | None = None
    reversed_on: date | None = None


def reasons_against_failure(
    sales: Iterable[Undelivered],
    *,
    failed_on: date,
    new_day: date,
    reason: str,
    today: date,
    exceptions: Exceptions,
) -> Iterator[Reason]:
    """Every reason against recording that the deliveries of these sales failed on this day."""
    for sale in sales:
        yield from _against_sale(sale, failed_on)
    if failed_on > today:
        yield Reason(f"A failure on {failed_on} is in the future; today is {today}.", "failed_on")
    if new_day <= failed_on:
        yield Reason(
            f"The new day must be after {failed_on}, on which the delivery failed.", "new_day"
        )
    for day, field in ((failed_on, "failed_on"), (new_day, "new_day")):
        kind = day_kind(day, exceptions)
        if not kind.settlement:
            yield Reason(f"{day} is not a settlement day ({kind.source}).", field)
    if not reason.strip():
        yield Reason("Enter the reason why the delivery failed.", "reason")


def _against_sale(sale: Undelivered, failed_on: date) -> Iterator[Reason]:
    if sale.kind != "sale" or sale.due_on is None:
        yield Reason(f"{sale.name} is not a sale: nothing is delivered for it.")
    elif sale.reversed_on is not None:
        yield Reason(f"{sale.name} was reversed: there is nothing to deliver.")
    elif sale.delivered_on is not None:
        yield Reason(f"{sale.name} was delivered on {sale.delivered_on}.")
    elif failed_on < sale.due_on:
        yield Reason(
            f"{sale.name} falls due on {sale.due_on}: its delivery cannot have failed on "
            f"{failed_on}, before that.",
            "failed_on",
        )


def reason_against_delivery(sale: str, day: date, failed_on: date | None) -> str:
    """The sentence against a delivery before the sale's last failure, empty if there is none."""
    if failed_on is None or day >= failed_on:
        return ""
    return f"{sale} was not delivered on {day}: its delivery failed on {failed_on}."
