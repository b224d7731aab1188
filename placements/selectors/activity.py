"""What was done last, by whom: sales, deliveries and moves of placements in one line each."""

from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from placements.models import Delivery, PlacementEvent, Sale
from placements.terms.money import dollars


class Act(NamedTuple):
    """One act: when it was recorded, by whom (user name), a sentence, and where to read on."""

    at: datetime
    by: str
    sentence: str
    url: str


def recent_activity(limit: int = 10) -> list[Act]:
    """The latest acts recorded, newest first; three queries."""
    acts = [*_sales(limit), *_deliveries(limit), *_moves(limit)]
    return sorted(acts, key=attrgetter("at"), reverse=True)[:limit]


def _sales(limit: int) -> list[Act]:
    rows = Sale.objects.select_related("agreement", "recorded_by", "reverses", "adjusts")
    return [
        Act(sale.recorded_at, sale.recorded_by.username, _told(sale), sale.get_absolute_url())
        for sale in rows.order_by("-recorded_at", "-pk")[:limit]
    ]


def _told(sale: Sale) -> str:
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


def _deliveries(limit: int) -> list[Act]:
    rows = Delivery.objects.select_related("sale__agreement", "recorded_by")
    return [
        Act(
            row.recorded_at,
            row.recorded_by.username,
            _settled(row),
            row.sale.get_absolute_url(),
        )
        for row in rows.order_by("-recorded_at", "-pk")[:limit]
    ]


def _settled(row: Delivery) -> str:
    of = f"{row.sale.kind} {row.sale.number} of the {row.sale.agreement.name} on {row.delivered_on}"
    # No number of shares: after a stock split others are delivered than were traded.
    return f"Recorded the {'delivery' if row.sale.adjusts_id is None else 'payment'} of {of}"


def _moves(limit: int) -> list[Act]:
    rows = PlacementEvent.objects.select_related("pgh_obj__agreement", "status_by")
    return [
        Act(
            row.pgh_created_at,
            row.status_by.username,
            f"Placement {row.number} of the {row.pgh_obj.agreement.name}: {row.status} as of "
            f"{row.status_on}",
            row.pgh_obj.get_absolute_url(),
        )
        for row in rows.order_by("-pgh_id")[:limit]
    ]
