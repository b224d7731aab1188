"""How many of the latest records lack a document: a bounded look, whatever the books have grown to.

The checklist of a closing counts every record of its period; between closings this is enough to
know that somebody must ask for a paper.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Exists, F, Max, OuterRef

from neoequity.books.models import Closing
from placements.models import Sale
from placements.selectors.counted import Splits
from placements.selectors.documents import (
    without_acceptance,
    without_confirmation,
    without_notice,
)
from placements.selectors.placements import placements_as_of
from placements.selectors.sales import sales_as_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from placements.selectors.sales import DatedSale

#: So many of the latest sales are looked at.
LATEST = 1_000


class Lacking(NamedTuple):
    """The records of an agreement that lack a document, and the day of the last of them.

    `partial` says that there are earlier ones that were not looked at.
    """

    agreement: int
    slug: str
    number: int
    last: date
    partial: bool = False


class Latest(NamedTuple):
    """The latest sales before a day, in no closed period; `partial` if there are earlier ones."""

    as_of: date
    sales: "QuerySet[DatedSale]"
    partial: bool


def lacking_notice(latest: Latest) -> list[Lacking]:
    """Sales traded before the day that lack the agent's notice; one query."""
    traded = without_notice(latest.sales).values_list(*_KEYS, "trade_date")
    return _by_agreement(traded, latest.partial)


def lacking_confirmation(latest: Latest) -> list[Lacking]:
    """Sales delivered before the day that lack a confirmation; one query."""
    unconfirmed = without_confirmation(latest.sales)
    delivered = unconfirmed.filter(delivery__delivered_on__lt=latest.as_of)
    return _by_agreement(delivered.values_list(*_KEYS, "delivery__delivered_on"), latest.partial)


def lacking_acceptance(as_of: date, splits: Splits) -> list[Lacking]:
    """Placements accepted before the day that lack the agent's acceptance; one query."""
    rows = without_acceptance(placements_as_of(as_of, splits=splits))
    accepted = rows.filter(accepted_on__lt=as_of).order_by().values("agreement_id")
    found = accepted.annotate(
        slug=F("agreement__slug"), number_lacking=Count("pk"), last=Max("accepted_on")
    ).order_by("slug")
    return [
        Lacking(row["agreement_id"], row["slug"], row["number_lacking"], row["last"])
        for row in found
    ]


_KEYS = ("agreement_id", "agreement__slug")


def latest_sales(as_of: date) -> Latest:
    """The latest sales before the day; one query for their keys."""
    before = Sale.objects.filter(trade_date__lt=as_of, reverses=None, adjusts=None)
    keys = list(before.order_by("-trade_date", "-pk").values_list("pk", flat=True)[: LATEST + 1])
    closed = Closing.standing().filter(
        issuer=OuterRef("agreement__issuer"),
        starts_on__lte=OuterRef("trade_date"),
        ends_on__gte=OuterRef("trade_date"),
        closed_on__lte=as_of,
    )
    sales = sales_as_of(as_of).filter(~Exists(closed), pk__in=keys[:LATEST])
    return Latest(as_of, sales, len(keys) > LATEST)


def _by_agreement(rows: Iterable[tuple[int, str, date]], partial: bool) -> list[Lacking]:
    days: dict[tuple[int, str], list[date]] = {}
    for agreement, slug, day in rows:
        days.setdefault((agreement, slug), []).append(day)
    return [
        Lacking(agreement, slug, len(own), max(own), partial)
        for (agreement, slug), own in sorted(days.items(), key=lambda each: each[0][1])
    ]
