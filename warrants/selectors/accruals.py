"""What the agent is owed on a day, placement by placement or pooled, and the NASD's limit."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, DateField, F, Max, Q, Sum, When
from django.db.models.functions import Greatest

from placements.models import Agreement, PlacementEvent
from placements.selectors.lots import WAITING, lots_as_of
from placements.selectors.placements import placements_as_of, traded_by
from placements.selectors.sales import REVERSED
from placements.terms.lifecycle import RESERVING
from placements.terms.money import ZERO
from warrants.models import Entry, Warrant
from warrants.terms.entitlement import Earned, Entitlement, WarrantTerms, entitlement
from warrants.terms.grant import covered


class Accrual(NamedTuple):
    """The entitlement for a placement, or for the whole programme (`placement` None).

    `gross` in dollars is what its exercise price is reckoned from.
    """

    agreement: Agreement
    placement: PlacementEvent | None
    owed: Entitlement
    gross: Decimal


def accruals(as_of: date, agreement: Agreement | None = None) -> list[Accrual]:
    """Every placement under which shares were sold, or each pooled programme; four queries."""
    agreements = Agreement.objects.prefetch_related("term_pages")
    if agreement is not None:
        agreements = agreements.filter(pk=agreement.pk)
    by_agreement: dict[int, list[PlacementEvent]] = {}
    # Where reversals took all that was sold, a warrant that was issued still counts.
    counts = (
        Q(traded_then__gt=0)
        | Q(pgh_obj__in=Warrant.objects.values("placement"))
        | Q(agreement__in=Warrant.objects.filter(placement=None).values("agreement"))
    )
    for row in (
        placements_as_of(as_of)
        .annotate(traded_then=traded_by(as_of))
        .filter(counts, agreement__in=agreements)
    ):
        by_agreement.setdefault(row.agreement_id, []).append(row)
    placements = [row.pgh_obj_id for rows in by_agreement.values() for row in rows]
    settled, issued = _settlements(as_of, placements), _issued(as_of)
    found = []
    for each in agreements:
        terms = _terms(each)
        rows = by_agreement.get(each.pk, [])
        if terms is None or not rows:
            continue
        groups = [rows] if each.warrant_pooled else [[row] for row in rows]
        for group in groups:
            placement = None if each.warrant_pooled else group[0]
            earned = _earned(each, group, settled, issued)
            found.append(Accrual(each, placement, entitlement(earned, terms), earned.gross))
    return found


class LimitCheck(NamedTuple):
    """Warrant shares issued and accruing against the NASD's share of the shares sold (p. S-12)."""

    agreement: Agreement
    shares_sold: int
    limit: int
    issued: int
    accruing: int

    @property
    def total(self) -> int:
        """What counts against the limit."""
        return self.issued + self.accruing

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.total <= self.limit


def limit_checks(found: Iterable[Accrual]) -> list[LimitCheck]:
    """The check for every agreement with a limit, from its accruals of a day."""
    by_agreement: dict[int, list[Accrual]] = {}
    for accrual in found:
        by_agreement.setdefault(accrual.agreement.pk, []).append(accrual)
    checks = []
    for group in by_agreement.values():
        agreement = group[0].agreement
        if agreement.warrant_limit_rate is None:
            continue
        sold = sum(accrual.owed.sold for accrual in group)
        checks.append(
            LimitCheck(
                agreement,
                sold,
                covered(sold, agreement.warrant_limit_rate),
                sum(accrual.owed.issued for accrual in group),
                sum(accrual.owed.to_issue for accrual in group),
            )
        )
    return checks


def _terms(agreement: Agreement) -> WarrantTerms | None:
    if agreement.warrant_coverage_rate is None or agreement.warrant_strike_rate is None:
        return None
    pages = {page.term: page.page for page in agreement.term_pages.all()}
    return WarrantTerms(
        agreement.warrant_coverage_rate,
        agreement.warrant_strike_rate,
        agreement.warrant_due_days or 0,
        pages.get("warrant_coverage_rate", ""),
    )


def _settlements(as_of: date, placements: list[int]) -> dict[int, dict[str, Any]]:
    standing = lots_as_of(as_of).filter(placement__in=placements).exclude(status=REVERSED)
    # A later delivery was not known on the day; GREATEST passes over the NULL in its place.
    delivered = Case(
        When(delivered_on__lte=as_of, then=F("delivered_on")),
        output_field=DateField(),
    )
    rows = standing.order_by().values("placement_id")
    return {
        row["placement_id"]: row
        for row in rows.annotate(
            unsettled=Sum("sales", filter=Q(status__in=WAITING), default=0),
            last=Max(Greatest("settlement_date", delivered)),
        )
    }


def _issued(as_of: date) -> dict[tuple[int, int | None], int]:
    return Entry.net_issued(Entry.objects.filter(on__lte=as_of))


def _earned(
    agreement: Agreement,
    rows: list[PlacementEvent],
    settled: dict[int, dict[str, Any]],
    issued: dict[tuple[int, int | None], int],
) -> Earned:
    facts = [settled[row.pgh_obj_id] for row in rows if row.pgh_obj_id in settled]
    closings = [row.closed_on for row in rows if row.closed_on]
    lasts = [fact["last"] for fact in facts if fact["last"]]
    placement_id = None if agreement.warrant_pooled else rows[0].pgh_obj_id
    return Earned(
        shares=sum(row.traded_then for row in rows),
        gross=sum((row.gross_then for row in rows), ZERO),
        open=any(row.status in RESERVING and row.unsold_then > 0 for row in rows),
        unsettled=sum(fact["unsettled"] for fact in facts),
        last_settlement=max(lasts, default=None),
        closed_on=max(closings, default=None),
        issued=issued.get((agreement.pk, placement_id), 0),
    )
