"""What changed the shares outstanding by a day: deliveries, exercises, other events and splits.

Sales are read as sums by day. Counts are in the shares of the day of each change.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Case, DateField, F, Q, QuerySet, Sum, When

from neoequity.books.models import Issuer
from neoequity.company.models.figure import ShareEvent
from neoequity.company.models.standing import standing
from neoequity.company.terms.shares import Change, ChangeKind
from placements.models import Agreement, Sale, SaleAggregate, Split
from placements.terms.split import StockSplit, Traded, shares_on
from warrants.models import Entry, Warrant
from warrants.models.entry import EXERCISES


class Sold(NamedTuple):
    """Sales of one trade date under one placement that were delivered and reversed alike.

    `shares` are as traded; a delivery or reversal after the day asked about is None.
    """

    agreement: int
    placement: int
    traded_on: date
    delivered_on: date | None
    reversed_on: date | None
    shares: int

    @property
    def were_issued(self) -> bool:
        """Whether they were delivered while they stood."""
        if self.delivered_on is None:
            return False
        return self.reversed_on is None or self.delivered_on < self.reversed_on


def sold_by(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> list[Sold]:
    """The issuer's sales up to a day, as known at a moment; one query, which sums them by day."""
    grouped = _known_sales(known_at) if known_at else _aggregates()
    rows = grouped.filter(agreement__issuer=issuer, trade_date__lte=as_of).order_by()
    sums = rows.values_list(
        "agreement_id", "placement_id", "trade_date", "delivered_by", "reversed_by"
    )
    return [
        Sold(
            agreement,
            placement,
            traded_on,
            delivered_on if delivered_on and delivered_on <= as_of else None,
            reversed_on if reversed_on and reversed_on <= as_of else None,
            shares,
        )
        for agreement, placement, traded_on, delivered_on, reversed_on, shares in sums.annotate(
            shares_sum=Sum("shares")
        )
    ]


def unsettled(sold: Iterable[Sold], as_of: date, splits: Sequence[StockSplit]) -> int:
    """Shares sold and not delivered by a day, in its shares; reversed sales do not count."""
    waiting = [
        (sales.traded_on, sales.shares)
        for sales in sold
        if sales.delivered_on is None and sales.reversed_on is None
    ]
    return shares_on(as_of, waiting, splits)


def deliveries(
    sold: Iterable[Sold], names: Mapping[int, str], splits: Sequence[StockSplit]
) -> Iterator[Change]:
    """Shares issued on each day under each agreement, and those taken back by reversals.

    A sale that was reversed by the day of its delivery changed nothing.
    """
    issued: dict[tuple[date, str, int], list[Traded]] = defaultdict(list)
    for sales in sold:
        if sales.were_issued:
            each = (sales.traded_on, sales.shares)
            if sales.delivered_on is not None:
                issued[sales.delivered_on, ChangeKind.SALE, sales.agreement].append(each)
            if sales.reversed_on is not None:
                issued[sales.reversed_on, ChangeKind.REVERSAL, sales.agreement].append(each)
    for (on, kind, agreement), traded in sorted(issued.items()):
        shares = shares_on(on, traded, splits)
        yield Change(on, kind, shares if kind == ChangeKind.SALE else -shares, names[agreement])


def exercises(
    issuer: Issuer,
    as_of: date,
    known_at: datetime | None,
    splits: Sequence[Split],
    names: Mapping[int, str],
) -> list[Change]:
    """Shares issued on exercises in the warrant register, by day and kind of warrant; one query.

    An entry recorded before a split that was effective by its day is restated in new shares.
    """
    entries = Entry.objects.filter(warrant__issuer=issuer, kind__in=EXERCISES, on__lte=as_of)
    if known_at is not None:
        entries = entries.filter(recorded_at__lte=known_at)
    shares: dict[tuple[date, str, str], int] = defaultdict(int)
    for entry in entries.select_related("warrant__series", "reverses").order_by("on", "pk"):
        kind = ChangeKind.EXERCISE if entry.reverses_id is None else ChangeKind.REVERSAL
        restated = Split.joined(entry.older(splits)).shares(entry.shares_issued)
        shares[entry.on, kind, kind_of_warrant(entry.warrant, names)] += restated
    return [Change(on, kind, count, source) for (on, kind, source), count in shares.items()]


def kind_of_warrant(warrant: Warrant, names: Mapping[int, str]) -> str:
    """Its series, or the agreement that it was earned under; `names` are those of agreements."""
    if warrant.series is not None:
        return warrant.series.name
    return f"Agent's warrants, {names[warrant.agreement_id or 0]}"


def other_events(events: Iterable[ShareEvent]) -> Iterator[Change]:
    """What was issued or canceled outside the agreements and the register."""
    for event in events:
        yield Change(
            event.day,
            ChangeKind(event.event),
            event.change,
            event.document,
            event.page,
            event.remark,
        )


def share_events(
    issuer: Issuer, as_of: date, known_at: datetime | None = None
) -> QuerySet[ShareEvent]:
    """The standing share events by a day, in order."""
    return standing(ShareEvent, issuer, as_of, known_at).order_by("day", "pk")


def splits_of(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> list[Split]:
    """The issuer's stock splits by a day, in order."""
    rows = Split.objects.filter(issuer=issuer, effective_on__lte=as_of)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return list(rows.order_by("effective_on"))


def names_of(
    agreements: Iterable[Agreement], as_of: date, known_at: datetime | None = None
) -> dict[int, str]:
    """The name of each agreement on a day, by its key; reads `versions`."""
    return {each.pk: each.versions_by(as_of, known_at)[-1].name for each in agreements}


def _aggregates() -> QuerySet[Any]:
    rows = SaleAggregate.objects.filter(settlement_date__isnull=False, shares__gt=0)
    return rows.annotate(delivered_by=F("delivered_on"), reversed_by=F("reversed_on"))


def _known_sales(known_at: datetime) -> QuerySet[Any]:
    """The sales themselves: an aggregate does not say when it became known."""
    rows = Sale.objects.filter(reverses=None, adjusts=None, recorded_at__lte=known_at)
    return rows.annotate(
        delivered_by=_if_known("delivery", "delivered_on", known_at),
        reversed_by=_if_known("reversal", "trade_date", known_at),
    )


def _if_known(row: str, day: str, known_at: datetime) -> Case:
    known = Q(**{f"{row}__recorded_at__lte": known_at})
    return Case(When(known, then=F(f"{row}__{day}")), output_field=DateField())
