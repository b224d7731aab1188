"""What each agreement has sold, settled, reserved and left on a day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import Q, Sum

from neoequity.books.money import ZERO, average_price
from placements.models import Agreement, DayTotal, SaleAggregate, Split, TermVersion
from placements.models.agreement import fees_expected, with_schedules
from placements.selectors.counted import Splits, shares_by_agreement
from placements.selectors.known_at import InForce, agreements_with_terms, in_force
from placements.selectors.placements import placements_as_of
from placements.selectors.sales import SETTLED, sales_as_of
from placements.terms.capacity import Capacity, reservation
from placements.terms.ending import is_ended
from placements.terms.fees import FeeSchedule, Tier
from placements.terms.lifecycle import RESERVING
from placements.terms.split import StockSplit


class Position(NamedTuple):
    """An agreement on a day: dollars of capacity, commission, deductions and net, shares sold.

    `shares` are in those of the day, after its issuer's `splits` by then. Gross sold less
    commission and deductions is net. `reversed_later` is the gross of sales that counted on the
    day but were reversed since; read only where more is sold than the capacity, as nothing else
    explains that. `fees` are what a further sale costs at most, a second fee included.
    """

    agreement: Agreement
    in_force: InForce
    capacity: Capacity
    shares: int
    commission: Decimal
    deductions: Decimal
    net: Decimal
    fees: FeeSchedule
    splits: Sequence[StockSplit] = ()
    reversed_later: Decimal = ZERO

    @property
    def schedules_begun(self) -> list[TermVersion]:
        """The versions whose fees had begun by the day and price at least one day."""
        own = with_schedules(self.in_force.versions, self.agreement.fee_tiers.all())
        followed = {
            before.number
            for before, after in pairwise(own)
            if before.effective_on == after.effective_on
        }
        return [version for version in own if version.number not in followed]

    @property
    def is_stated(self) -> bool:
        """Whether a sale of the day states its commission; `fees` has the maximum."""
        return self.in_force.terms.commission_maximum_rate is not None

    @property
    def terminated_on(self) -> date | None:
        """The day on which it was terminated, once that day has come."""
        return self.in_force.terms.terminated_on if self.capacity.ended else None

    @property
    def pages(self) -> dict[str, str]:
        """The page of each term on the day; reads `term_citations`."""
        return self.agreement.cited(self.in_force.versions)

    @property
    def average_price(self) -> Decimal | None:
        """Gross / shares; None when nothing is sold."""
        return average_price(self.capacity.sold, self.shares)

    @property
    def tier(self) -> Tier:
        """The fee tier of the next dollar."""
        return self.fees.tier_at(self.capacity.sold)

    @property
    def next_tier(self) -> Tier | None:
        """The tier after it, if the capacity reaches it."""
        tier = self.fees.next_tier(self.capacity.sold)
        return tier if tier and tier.above < self.capacity.limit else None

    @property
    def to_next_tier(self) -> Decimal | None:
        """Dollars of gross until the next tier begins."""
        return self.next_tier.above - self.capacity.sold if self.next_tier else None


def positions(
    as_of: date,
    known_at: datetime | None = None,
    slugs: Iterable[str] | None = None,
    splits: Splits | None = None,
) -> list[Position]:
    """Every agreement, or those named, as of a day; six queries however long the history.

    With `known_at` the figures are summed from the rows recorded by that moment, and agreements
    entered later are left out. Reads the splits unless they are given.
    """
    agreements = agreements_with_terms()
    if slugs is not None:
        agreements = agreements.filter(slug__in=slugs)
    terms = in_force(agreements, as_of, known_at)
    sums = _sums_by_day(as_of) if known_at is None else _sums_by_row(as_of, known_at)
    if splits is None:
        splits = Split.by_issuer(as_of, known_at)
    reserved = _reserved(as_of, known_at, splits)
    for pk, shares in shares_by_agreement(as_of, known_at, splits).items():
        sums.setdefault(pk, {})["shares_sum"] = shares
    all_positions = [
        _position(
            agreement,
            terms[agreement.pk],
            sums.get(agreement.pk, {}),
            reserved.get(agreement.pk, ZERO),
            splits.get(agreement.issuer_id, ()),
        )
        for agreement in agreements
        if agreement.pk in terms
    ]
    return _explained([_ended(each, as_of) for each in all_positions], as_of)


def position(agreement: Agreement, as_of: date) -> Position:
    """One agreement as of a day."""
    return positions(as_of, slugs=[agreement.slug])[0]


def _position(
    agreement: Agreement,
    terms: InForce,
    sums: dict[str, Any],
    reserved: Decimal,
    splits: Sequence[StockSplit],
) -> Position:
    gross, settled = sums.get("gross_sum") or ZERO, sums.get("settled_sum") or ZERO
    return Position(
        agreement=agreement,
        in_force=terms,
        capacity=Capacity(terms.terms.capacity, settled, gross - settled, reserved),
        shares=sums.get("shares_sum") or 0,
        commission=sums.get("commission_sum") or ZERO,
        deductions=sums.get("deductions_sum") or ZERO,
        net=sums.get("net_sum") or ZERO,
        fees=fees_expected(terms.terms, terms.tiers),
        splits=splits,
    )


def _ended(position: Position, as_of: date) -> Position:
    """The position with nothing left if the agreement has ended; open placements end with it."""
    if not is_ended(position.in_force.terms.terminated_on, as_of):
        return position
    return position._replace(capacity=position.capacity._replace(reserved=ZERO, ended=True))


def _explained(unexplained: list[Position], as_of: date) -> list[Position]:
    """The positions with `reversed_later`, where more is sold than the capacity."""
    short = [each.agreement.pk for each in unexplained if each.capacity.remaining < 0]
    if not short:
        return unexplained
    aggregates = SaleAggregate.objects.filter(
        agreement__in=short, trade_date__lte=as_of, reversed_on__gt=as_of
    )
    sums = aggregates.order_by().values("agreement").annotate(gross_sum=Sum("gross"))
    later = dict(sums.values_list("agreement", "gross_sum"))
    return [
        each._replace(reversed_later=later.get(each.agreement.pk, ZERO)) for each in unexplained
    ]


_SUMS = {
    f"{column}_sum": Sum(column)
    for column in ("gross", "shares", "commission", "deductions", "net")
}


def _sums_by_day(as_of: date) -> dict[int, dict[str, Any]]:
    days = DayTotal.objects.filter(day__lte=as_of).order_by().values("agreement_id")
    return {row["agreement_id"]: row for row in days.annotate(settled_sum=Sum("settled"), **_SUMS)}


def _sums_by_row(as_of: date, known_at: datetime) -> dict[int, dict[str, Any]]:
    rows = sales_as_of(as_of, known_at).order_by().values("agreement_id")
    settled = Sum("gross", filter=Q(status=SETTLED))
    return {row["agreement_id"]: row for row in rows.annotate(settled_sum=settled, **_SUMS)}


def _reserved(as_of: date, known_at: datetime | None, splits: Splits) -> dict[int, Decimal]:
    reserved: dict[int, Decimal] = {}
    for row in placements_as_of(as_of, known_at, splits).filter(status__in=RESERVING):
        dollars = reservation(row.unsold_then, row.minimum_then, row.expected_then)
        reserved[row.agreement_id] = reserved.get(row.agreement_id, ZERO) + dollars
    return reserved
