"""The rows behind accruals, read once for a day: aggregates, entries, splits and terms."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypedDict, cast

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    F,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, Greatest

from placements.models import Agreement, PlacementEvent, Sale, SaleAggregate, Split, TermVersion
from warrants.models.entry import EXERCISES, Entry
from warrants.models.split import by_issuer
from warrants.models.warrant import Warrant
from warrants.terms.counting import DatedRatio, Traded, between, exactly

_USED = (*EXERCISES, "expiry")


class Sold(NamedTuple):
    """Sales of one placement between two splits or changes of terms, as traded.

    `day` is the last trade date, `version` the terms under which they earn.
    """

    version: TermVersion
    day: date
    shares: int
    gross: Decimal
    unsettled: int
    last_settlement: date

    @property
    def rates(self) -> tuple[Decimal, Decimal]:
        """The coverage and strike rates, which every version used here states."""
        coverage, strike = self.version.warrant_coverage_rate, self.version.warrant_strike_rate
        assert coverage is not None  # noqa: S101  # see Facts.sold_under
        assert strike is not None  # noqa: S101  # the same
        return coverage, strike


class Standing(NamedTuple):
    """A warrant with its shares issued and not cancelled, in shares of its day of issue."""

    warrant: Warrant
    shares: int
    outstanding: int


class SaleAggregateSum(TypedDict):
    """Aggregates of one placement within one stretch of days, added up."""

    placement_id: int
    stretch: int
    day: date
    sold: int
    amount: Decimal
    unsettled: int
    last_settlement: date


class Facts:
    """The rows from which the accruals of some agreements are counted on a day; eight queries.

    With `known_at` those that had been recorded by the moment.
    """

    def __init__(
        self, as_of: date, agreements: Iterable[Agreement], known_at: datetime | None = None
    ) -> None:
        self.as_of, self._known_at = as_of, known_at
        self.agreements = list(agreements)
        prefetch_related_objects(self.agreements, "term_citations", "versions")
        found = Split.objects.filter(_known("recorded_at", known_at), effective_on__lte=as_of)
        splits = by_issuer(found.order_by("effective_on"))
        self.splits = {
            issuer: tuple(DatedRatio(split.effective_on, split.ratio) for split in group)
            for issuer, group in splits.items()
        }
        self.placements: dict[int, list[PlacementEvent]] = defaultdict(list)
        self.by_id: dict[int, PlacementEvent] = {}
        for row in _placements(as_of, self.agreements, known_at):
            self.placements[row.agreement_id].append(row)
            self.by_id[row.pgh_obj_id] = row
        self.aggregates: dict[int, list[SaleAggregateSum]] = defaultdict(list)
        rows = _standing(as_of) if known_at is None else _standing_at(as_of, known_at)
        for aggregate in _aggregates(rows, as_of, self.agreements, self._boundaries()):
            self.aggregates[aggregate["placement_id"]].append(aggregate)
        self.warrants = _warrants(as_of, self.agreements, splits, known_at)

    def accepted_under(self, agreement: Agreement, row: PlacementEvent) -> TermVersion:
        """The terms in force on the day the placement was accepted."""
        assert row.accepted_on is not None  # noqa: S101  # only accepted ones are read
        return self._in_force(agreement, row.accepted_on)

    def is_pooled(self, agreement: Agreement, row: PlacementEvent) -> bool:
        """Whether sales under the placement count towards the agreement's pool."""
        return self.accepted_under(agreement, row).warrant_pooled

    def sold_under(self, agreement: Agreement, row: PlacementEvent) -> Iterator[Sold]:
        """Standing sales under the placement for which the terms grant warrants."""
        accepted = self.accepted_under(agreement, row)
        for aggregate in self.aggregates.get(row.pgh_obj_id, []):
            pooled = accepted.warrant_pooled
            version = self._in_force(agreement, aggregate["day"]) if pooled else accepted
            if version.warrant_coverage_rate is not None and (
                version.warrant_strike_rate is not None
            ):
                yield Sold(
                    version,
                    aggregate["day"],
                    int(aggregate["sold"]),
                    aggregate["amount"],
                    aggregate["unsettled"],
                    aggregate["last_settlement"],
                )

    def version_of(
        self, agreement: Agreement, placement: PlacementEvent | None, sold: Sequence[Sold]
    ) -> TermVersion:
        """The terms that give clocks and due days: at acceptance, or at a pool's last sale."""
        if placement is not None:
            return self.accepted_under(agreement, placement)
        return self._in_force(agreement, max((sales.day for sales in sold), default=self.as_of))

    def _in_force(self, agreement: Agreement, day: date) -> TermVersion:
        return agreement.versions_by(day, self._known_at)[-1]

    def unsold(self, row: PlacementEvent, splits: Sequence[DatedRatio]) -> int:
        """Shares that may still be sold under the placement, in shares of the day."""
        offered_on = row.proposed_on or row.status_on
        offered = between(splits, offered_on, self.as_of).shares(row.shares_offered)
        aggregates = self.aggregates.get(row.pgh_obj_id, [])
        traded = [Traded(aggregate["day"], int(aggregate["sold"])) for aggregate in aggregates]
        return offered - int(exactly(traded, splits, self.as_of))

    def _boundaries(self) -> list[date]:
        """The days on which a split took effect or terms changed."""
        days = {split.effective_on for splits in self.splits.values() for split in splits}
        for agreement in self.agreements:
            known = agreement.versions_by(date.max, self._known_at)
            days |= {version.effective_on for version in known}
        return sorted(days)


def version_of(warrant: Warrant) -> TermVersion:
    """The terms of an agent's warrant: those at acceptance, or at a pool's last sale."""
    agreement, placement = warrant.agreement, warrant.placement
    assert agreement is not None  # noqa: S101  # a series has terms of its own
    if placement is not None:
        return agreement.versions_by(placement.accepted_on or agreement.signed_on)[-1]
    aggregates = SaleAggregate.objects.filter(
        agreement=agreement, trade_date__lte=warrant.issued_on
    )
    last = aggregates.filter(settlement_date__isnull=False).aggregate(last=Max("trade_date"))[
        "last"
    ]
    return agreement.versions_by(last or warrant.issued_on)[-1]


def _net(warrant: Warrant, cancelled: Sequence[Entry], splits: Sequence[Split]) -> int:
    """Issued less cancelled, in shares of the day of issue.

    A fraction of a share does not count as cancelled.
    """
    return int(warrant.shares - sum(_back(warrant, entry, splits) for entry in cancelled))


def _back(warrant: Warrant, entry: Entry, splits: Sequence[Split]) -> int:
    """The entry's shares in shares of the day of issue; a reversal counts as its entry does."""
    reflected = Split.joined(
        split
        for split in splits
        if warrant.issued_on < split.effective_on and entry.reckons_with(split)
    )
    return reflected.shares_before(entry.shares)


def _known(moment: str, known_at: datetime | None) -> Q:
    """The condition that the column `moment` is not after what was known."""
    return Q() if known_at is None else Q(**{f"{moment}__lte": known_at})


def _placements(
    as_of: date, agreements: Sequence[Agreement], known_at: datetime | None
) -> QuerySet[PlacementEvent]:
    changed = PlacementEvent.objects.filter(
        _known("pgh_created_at", known_at), status_on__lte=as_of, agreement__in=agreements
    )
    last = changed.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    rows: QuerySet[PlacementEvent] = PlacementEvent.objects.filter(
        pk__in=last.values("pk"), accepted_on__isnull=False
    )
    return rows.order_by("agreement_id", "-number")


def _standing(as_of: date) -> QuerySet[Any]:
    """The aggregates of standing sales: the rows do not grow with the sales."""
    return SaleAggregate.objects.filter(
        Q(reversed_on=None) | Q(reversed_on__gt=as_of), shares__gt=0
    ).annotate(counted=F("sales"), delivered_by=F("delivered_on"))


def _standing_at(as_of: date, known_at: datetime) -> QuerySet[Any]:
    """The standing sales themselves: an aggregate does not say when it became known."""
    delivered = When(delivery__recorded_at__lte=known_at, then=F("delivery__delivered_on"))
    return (
        Sale.objects.filter(reverses=None, adjusts=None, recorded_at__lte=known_at)
        .exclude(reversal__trade_date__lte=as_of, reversal__recorded_at__lte=known_at)
        .annotate(counted=Value(1), delivered_by=Case(delivered, output_field=DateField()))
    )


def _aggregates(
    rows: QuerySet[Any], as_of: date, agreements: Sequence[Agreement], boundaries: Sequence[date]
) -> QuerySet[Any, SaleAggregateSum]:
    """Standing sales by placement and stretch of days."""
    steps = [When(trade_date__lt=day, then=Value(n)) for n, day in enumerate(boundaries)]
    stretch = Case(*steps, default=Value(len(boundaries)), output_field=IntegerField())
    # A later delivery was not known on the day: it is NULL here, and GREATEST ignores NULL.
    settled = Greatest(
        "settlement_date",
        Case(When(delivered_by__lte=as_of, then=F("delivered_by")), output_field=DateField()),
    )
    standing = rows.filter(
        agreement__in=agreements, trade_date__lte=as_of, settlement_date__isnull=False
    )
    waiting = Q(delivered_by=None) | Q(delivered_by__gt=as_of)
    grouped = standing.order_by().annotate(stretch=stretch).values("placement_id", "stretch")
    sums = grouped.annotate(
        day=Max("trade_date"),
        sold=Sum("shares"),
        amount=Sum("gross"),
        unsettled=Sum("counted", filter=waiting, default=0),
        last_settlement=Max(settled),
    )
    return cast("QuerySet[Any, SaleAggregateSum]", sums.order_by("placement_id", "day"))


def _warrants(
    as_of: date,
    agreements: Sequence[Agreement],
    splits: dict[int, list[Split]],
    known_at: datetime | None,
) -> dict[tuple[int, int | None], list[Standing]]:
    by_then = Q(entries__on__lte=as_of) & _known("entries__recorded_at", known_at)

    def total(condition: Q) -> Coalesce:
        shares = Sum("entries__shares", filter=by_then & condition)
        return Coalesce(shares, Value(0), output_field=BigIntegerField())

    gained = Q(entries__holder_from=None)
    lost = Q(entries__holder_to=None)
    rows = Warrant.objects.filter(agreement__in=agreements).annotate(
        issued_then=total(Q(entries__kind="issue")),
        used_then=total(Q(entries__kind__in=_USED)),
        outstanding_then=total(gained) - total(lost),
    )
    cancelled: dict[int, list[Entry]] = defaultdict(list)
    entries = Entry.objects.filter(
        _known("recorded_at", known_at),
        kind="cancellation",
        on__lte=as_of,
        warrant__agreement__in=agreements,
    )
    for entry in entries.select_related("reverses"):
        cancelled[entry.warrant_id].append(entry)
    standings: dict[tuple[int, int | None], list[Standing]] = defaultdict(list)
    for row in rows.filter(issued_then__gt=0).select_related("issuer").order_by("number"):
        assert row.agreement_id is not None  # noqa: S101  # else it is of a series
        net = 0
        # With nothing else left, fractions dropped by a split belong to no one.
        if row.outstanding_then or row.used_then:
            net = _net(row, cancelled[row.pk], splits.get(row.issuer_id, ()))
        key = (row.agreement_id, row.placement_id)
        standings[key].append(Standing(row, net, row.outstanding_then))
    return standings
