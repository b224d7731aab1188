"""The rows that accruals are counted from, read once for a day: lots, entries, splits and terms."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

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

from placements.models import Agreement, Lot, PlacementEvent, Split, TermVersion
from warrants.models.entry import EXERCISES, Entry
from warrants.models.warrant import Warrant
from warrants.terms.counting import DatedRatio, Traded, between, exactly

_USED = (*EXERCISES, "expiry")


class Sold(NamedTuple):
    """Sales of one placement between two splits or changes of the terms, as they were traded.

    `day` is their last trade date, `version` what they earn by.
    """

    version: TermVersion
    day: date
    shares: int
    gross: Decimal
    unsettled: int
    last_settlement: date

    @property
    def rates(self) -> tuple[Decimal, Decimal]:
        """Coverage and strike, which every version that is among these states."""
        coverage, strike = self.version.warrant_coverage_rate, self.version.warrant_strike_rate
        assert coverage is not None  # noqa: S101  # see Facts.sold_under
        assert strike is not None  # noqa: S101  # the same
        return coverage, strike


class Standing(NamedTuple):
    """A warrant with what of it is issued and not cancelled, in shares as on its day of issue."""

    warrant: Warrant
    shares: int
    outstanding: int


class Facts:
    """What accruals are counted from, of some agreements as of a day; eight queries."""

    def __init__(self, as_of: date, agreements: Iterable[Agreement]) -> None:
        self.as_of = as_of
        self.agreements = list(agreements)
        prefetch_related_objects(self.agreements, "term_pages", "versions")
        splits = _splits(as_of)
        self.splits = {
            issuer: tuple(DatedRatio(each.effective_on, each.ratio) for each in group)
            for issuer, group in splits.items()
        }
        self.placements: dict[int, list[PlacementEvent]] = defaultdict(list)
        self.by_id: dict[int, PlacementEvent] = {}
        for row in _placements(as_of, self.agreements):
            self.placements[row.agreement_id].append(row)
            self.by_id[row.pgh_obj_id] = row
        self.lots: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for lot in _lots(as_of, self.agreements, self._boundaries()):
            self.lots[lot["placement_id"]].append(lot)
        self.warrants = _warrants(as_of, self.agreements, splits)

    def accepted_under(self, agreement: Agreement, row: PlacementEvent) -> TermVersion:
        """The terms in force on the day on which the placement was accepted."""
        assert row.accepted_on is not None  # noqa: S101  # none but accepted ones are read
        return agreement.versions_by(row.accepted_on)[-1]

    def is_pooled(self, agreement: Agreement, row: PlacementEvent) -> bool:
        """Whether what is sold under the placement goes into the pool of its agreement."""
        return self.accepted_under(agreement, row).warrant_pooled

    def sold_under(self, agreement: Agreement, row: PlacementEvent) -> Iterator[Sold]:
        """What stands sold under the placement by terms that state warrants for it."""
        accepted = self.accepted_under(agreement, row)
        for lot in self.lots.get(row.pgh_obj_id, []):
            pooled = accepted.warrant_pooled
            version = agreement.versions_by(lot["day"])[-1] if pooled else accepted
            if version.warrant_coverage_rate is not None and (
                version.warrant_strike_rate is not None
            ):
                yield Sold(
                    version,
                    lot["day"],
                    int(lot["sold"]),
                    lot["amount"],
                    lot["unsettled"],
                    lot["last_settlement"],
                )

    def version_of(
        self, agreement: Agreement, placement: PlacementEvent | None, sold: Sequence[Sold]
    ) -> TermVersion:
        """Whose clocks and due days a warrant has: of the acceptance, or of a pool's last sale."""
        if placement is not None:
            return self.accepted_under(agreement, placement)
        last = max((each.day for each in sold), default=self.as_of)
        return agreement.versions_by(last)[-1]

    def unsold(self, row: PlacementEvent, splits: Sequence[DatedRatio]) -> int:
        """What may still be sold under the placement, in the shares of the day."""
        since = row.proposed_on or row.status_on
        offered = between(splits, since, self.as_of).shares(row.shares_offered)
        lots = self.lots.get(row.pgh_obj_id, [])
        traded = [Traded(lot["day"], int(lot["sold"])) for lot in lots]
        return offered - int(exactly(traded, splits, self.as_of))

    def _boundaries(self) -> list[date]:
        """Between two of these days no split took effect and no terms changed."""
        days = {split.effective_on for splits in self.splits.values() for split in splits}
        for agreement in self.agreements:
            days |= {version.effective_on for version in agreement.versions.all()}
        return sorted(days)


def version_of(warrant: Warrant) -> TermVersion:
    """The terms that an agent's warrant was issued by: of the acceptance, or a pool's last sale."""
    agreement, placement = warrant.agreement, warrant.placement
    assert agreement is not None  # noqa: S101  # a series has terms of its own
    if placement is not None:
        return agreement.versions_by(placement.accepted_on or agreement.signed_on)[-1]
    lots = Lot.objects.filter(agreement=agreement, trade_date__lte=warrant.issued_on)
    last = lots.filter(settlement_date__isnull=False).aggregate(last=Max("trade_date"))["last"]
    return agreement.versions_by(last or warrant.issued_on)[-1]


def _net(warrant: Any, cancelled: Sequence[Entry], splits: Sequence[Split]) -> int:
    """Issued less cancelled, in shares as on the day of issue.

    A part of one such share is not taken as cancelled, unless nothing else is left: the fractions
    that a split dropped are nobody's.
    """
    if not warrant.outstanding_then and not warrant.used_then:
        return 0
    return int(warrant.shares - sum(_back(warrant, entry, splits) for entry in cancelled))


def _back(warrant: Warrant, entry: Entry, splits: Sequence[Split]) -> int:
    """An entry counts by the splits known when it was recorded; a reversal as its entry does."""
    since = Split.joined(
        split
        for split in splits
        if warrant.issued_on < split.effective_on and entry.reckons_with(split)
    )
    return since.shares_before(entry.shares)


def _splits(as_of: date) -> dict[int, list[Split]]:
    found: dict[int, list[Split]] = defaultdict(list)
    for split in Split.objects.filter(effective_on__lte=as_of).order_by("effective_on"):
        found[split.issuer_id].append(split)
    return found


def _placements(as_of: date, agreements: Sequence[Agreement]) -> QuerySet[PlacementEvent]:
    changed = PlacementEvent.objects.filter(status_on__lte=as_of, agreement__in=agreements)
    last = changed.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    rows: QuerySet[PlacementEvent] = PlacementEvent.objects.filter(
        pk__in=last.values("pk"), accepted_on__isnull=False
    )
    return rows.order_by("agreement_id", "-number")


def _lots(
    as_of: date, agreements: Sequence[Agreement], boundaries: Sequence[date]
) -> QuerySet[Any, dict[str, Any]]:
    """Standing sales by placement and stretch of days; their rows do not grow with the sales."""
    delivered = Q(delivered_on__lte=as_of)
    steps = [When(trade_date__lt=day, then=Value(n)) for n, day in enumerate(boundaries)]
    stretch = Case(*steps, default=Value(len(boundaries)), output_field=IntegerField())
    # A later delivery was not known on the day; GREATEST passes over the NULL in its place.
    settled = Greatest(
        "settlement_date",
        Case(When(delivered, then=F("delivered_on")), output_field=DateField()),
    )
    standing = Lot.objects.filter(
        Q(reversed_on=None) | Q(reversed_on__gt=as_of),
        agreement__in=agreements,
        trade_date__lte=as_of,
        settlement_date__isnull=False,
        shares__gt=0,
    )
    waiting = Q(delivered_on=None) | Q(delivered_on__gt=as_of)
    grouped = standing.order_by().annotate(stretch=stretch).values("placement_id", "stretch")
    return grouped.annotate(
        day=Max("trade_date"),
        sold=Sum("shares"),
        amount=Sum("gross"),
        unsettled=Sum("sales", filter=waiting, default=0),
        last_settlement=Max(settled),
    ).order_by("placement_id", "day")


def _warrants(
    as_of: date, agreements: Sequence[Agreement], splits: dict[int, list[Split]]
) -> dict[tuple[int, int | None], list[Standing]]:
    then = Q(entries__on__lte=as_of)

    def total(of: Any, wanted: Q) -> Coalesce:
        summed = Sum(of, filter=then & wanted)
        return Coalesce(summed, Value(0), output_field=BigIntegerField())

    gained = Q(entries__holder_from=None)
    lost = Q(entries__holder_to=None)
    rows = Warrant.objects.filter(agreement__in=agreements).annotate(
        issued_then=total("entries__shares", Q(entries__kind="issue")),
        used_then=total("entries__shares", Q(entries__kind__in=_USED)),
        outstanding_then=total("entries__shares", gained) - total("entries__shares", lost),
    )
    cancelled: dict[int, list[Entry]] = defaultdict(list)
    entries = Entry.objects.filter(
        kind="cancellation", on__lte=as_of, warrant__agreement__in=agreements
    )
    for entry in entries.select_related("reverses"):
        cancelled[entry.warrant_id].append(entry)
    found: dict[tuple[int, int | None], list[Standing]] = defaultdict(list)
    for row in rows.filter(issued_then__gt=0).select_related("issuer").order_by("number"):
        assert row.agreement_id is not None  # noqa: S101  # else it is of a series
        net = _net(row, cancelled[row.pk], splits.get(row.issuer_id, ()))
        standing = Standing(row, net, row.outstanding_then)
        found[row.agreement_id, row.placement_id].append(standing)
    return found
