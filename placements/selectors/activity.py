"""The latest activity: sales, deliveries and moves of placements, one line each."""

from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from neoequity.books.money import dollars
from placements.models import Delivery, PlacementEvent, Sale


class Activity(NamedTuple):
    """One act: when it was recorded, by whom (user name), a sentence, and its page."""

    at: datetime
    by: str
    sentence: str
    url: str


def recent_activity(limit: int = 10) -> list[Activity]:
    """The latest acts recorded, newest first; three queries."""
    acts = [*_sales(limit), *_deliveries(limit), *_moves(limit)]
    return sorted(acts, key=attrgetter("at"), reverse=True)[:limit]


def _sales(limit: int) -> list[Activity]:
    rows = Sale.objects.select_related("agreement", "recorded_by", "reverses", "adjusts")
    return [
        Activity(
            sale.recorded_at,
            str(sale.recorded_by),
            _recording_of(sale),
            sale.get_absolute_url(),
        )
        for sale in rows.order_by("-recorded_at", "-pk")[:limit]
    ]


def _recording_of(sale: Sale) -> str:
    if sale.adjusts is not None:
        return (
            f"Adjusted the commission of the {sale.agreement.name} by {dollars(sale.commission)} "
            f"because of {sale.adjusts.kind} {sale.adjusts.number}"
        )
    if sale.reverses is not None:
        return f"Reversed sale {sale.reverses.number} of the {sale.agreement.name}: {sale.reason}"
    return (
        f"Recorded sale {sale.number} of the {sale.agreement.name}: {sale.shares:,} shares for "
        f"{dollars(sale.gross)}"
    )


def _deliveries(limit: int) -> list[Activity]:
    rows = Delivery.objects.select_related("sale__agreement", "recorded_by")
    return [
        Activity(
            row.recorded_at,
            str(row.recorded_by),
            _settlement_of(row),
            row.sale.get_absolute_url(),
        )
        for row in rows.order_by("-recorded_at", "-pk")[:limit]
    ]


def _settlement_of(row: Delivery) -> str:
    entry = (
        f"{row.sale.kind} {row.sale.number} of the {row.sale.agreement.name} on {row.delivered_on}"
    )
    # No number of shares: after a stock split it differs from what was traded.
    return f"Recorded the {'delivery' if row.sale.adjusts_id is None else 'payment'} of {entry}"


def _moves(limit: int) -> list[Activity]:
    rows = PlacementEvent.objects.select_related("pgh_obj__agreement", "status_by")
    return [
        Activity(
            row.pgh_created_at,
            str(row.status_by),
            f"Placement {row.number} of the {row.pgh_obj.agreement.name}: {row.status} as of "
            f"{row.status_on}",
            row.pgh_obj.get_absolute_url(),
        )
        for row in rows.order_by("-pgh_id")[:limit]
    ]
