"""What the agent has earned by a day, by placement or pooled: one count for pages and actions.

Read under the agreements' locks it decides an issue; read as of a day it is what pages show.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from neoequity.books.money import ZERO
from placements.models import Agreement, PlacementEvent, TermVersion
from placements.terms.lifecycle import RESERVING
from warrants.models.facts import Facts, Sold, Standing
from warrants.terms.clocks import ClockTerms
from warrants.terms.counting import DatedRatio, Traded, between, counted, exactly, moved
from warrants.terms.entitlement import Earned, Entitlement, entitlement
from warrants.terms.grant import Part


class Accrual(NamedTuple):
    """The entitlement for a placement, or for a pooled programme (`placement` None), on a day.

    `owed` counts shares as of `counted_on`: the last settlement date of the sales, or `as_of` if
    that is earlier. `version` gives the clocks, the due days and the pages; `sold` is as traded,
    each with the terms under which it earns. `splits` are those effective by `as_of`.
    """

    agreement: Agreement
    placement: PlacementEvent | None
    version: TermVersion
    sold: tuple[Sold, ...]
    warrants: tuple[Standing, ...]
    splits: tuple[DatedRatio, ...]
    as_of: date
    counted_on: date
    owed: Entitlement

    @property
    def placement_id(self) -> int | None:
        """The key of the placement itself; `placement` is its state on the day."""
        return self.placement.pgh_obj_id if self.placement else None

    @property
    def name(self) -> str:
        """For use within a sentence: placement 3, or the programme."""
        return f"placement {self.placement.number}" if self.placement else "the programme"

    @property
    def gross(self) -> Decimal:
        """Gross proceeds in dollars, from which the exercise price is calculated."""
        return sum((sales.gross for sales in self.sold), ZERO)

    @property
    def parts(self) -> list[tuple[TermVersion, Part]]:
        """The sales grouped by rates, each group with the latest version that states them."""
        return _parts(self.sold, self.splits, self.counted_on)

    @property
    def sold_now(self) -> int:
        """Shares sold, in shares of `as_of`."""
        return counted(map(_traded, self.sold), self.splits, self.as_of)

    @property
    def limit_now(self) -> Fraction:
        """The NASD's limit on these sales, in shares of `as_of`; without one, their coverage."""
        return sum((_allowed(sales) * self._now(sales) for sales in self.sold), Fraction(0))

    @property
    def issued_now(self) -> int:
        """Warrant shares issued and not cancelled, in shares of `as_of`."""
        return sum(self._moved(standing, self.as_of) for standing in self.warrants)

    @property
    def to_issue_now(self) -> int:
        """Warrant shares owed and not issued, in shares of `as_of`."""
        return moved(self.owed.to_issue, self.splits, self.counted_on, self.as_of)

    @property
    def over_issued_now(self) -> int:
        """Warrant shares over-issued, in shares of `as_of`; a fraction counts as a whole share."""
        ratio = between(self.splits, self.counted_on, self.as_of)
        return -(-self.owed.over_issued * ratio.new // ratio.old)

    @property
    def is_split_since(self) -> bool:
        """Whether a split lies between `counted_on` and `as_of`."""
        ratio = between(self.splits, self.counted_on, self.as_of)
        return ratio.new != ratio.old

    @property
    def agent(self) -> str:
        """The agent named by the terms that the warrant follows, to whom it is issued."""
        return self.version.agent

    def page(self, term: str) -> str:
        """The page of the warrant's term, or the document that changed it."""
        return page_of_term(self.agreement, self.version, term)

    def _now(self, sold: Sold) -> Fraction:
        return exactly([_traded(sold)], self.splits, self.as_of)

    def _moved(self, standing: Standing, day: date) -> int:
        return moved(standing.shares, self.splits, standing.warrant.issued_on, day)


def accruals_on(
    as_of: date, agreements: Iterable[Agreement], known_at: datetime | None = None
) -> list[Accrual]:
    """What each placement or pool of the agreements has earned by the day; eight queries.

    Those without sales are left out unless a warrant was issued for them. `date.max` reads the
    rows as they are now; an action does so under the lock. With `known_at` only what was recorded
    by then counts.
    """
    facts = Facts(as_of, agreements, known_at)
    return [accrual for agreement in facts.agreements for accrual in _of(agreement, facts)]


def clock_terms(version: TermVersion) -> ClockTerms | None:
    """The clock terms of a version; None if any of them is missing."""
    if (
        version.warrant_life_years is None
        or version.warrant_cashless_years is None
        or version.warrant_transfer_years is None
        or version.warrant_nasd_transfer_years is None
        or version.warrant_registration_years is None
        or version.offering_effective_on is None
    ):
        return None
    return ClockTerms(
        life_years=version.warrant_life_years,
        last_day_included=version.warrant_last_day_included,
        cashless_years=version.warrant_cashless_years,
        transfer_years=version.warrant_transfer_years,
        nasd_transfer_years=version.warrant_nasd_transfer_years,
        offering_effective_on=version.offering_effective_on,
        registration_years=version.warrant_registration_years,
    )


def pages_of(agreement: Agreement, version: TermVersion) -> dict[str, str]:
    """The page of each term of a version, or the document that had changed it by then."""
    versions = [known for known in agreement.versions.all() if known.number <= version.number]
    return agreement.cited(versions)


def page_of_term(agreement: Agreement, version: TermVersion, term: str) -> str:
    """The same for one term; "" if no page is known."""
    return pages_of(agreement, version).get(term, "")


def _of(agreement: Agreement, facts: Facts) -> Iterator[Accrual]:
    groups: dict[int | None, list[PlacementEvent]] = defaultdict(list)
    for row in facts.placements.get(agreement.pk, []):
        groups[None if facts.is_pooled(agreement, row) else row.pgh_obj_id].append(row)
        groups.setdefault(row.pgh_obj_id, [])
    if (agreement.pk, None) in facts.warrants:  # pooled once, corrected since
        groups.setdefault(None, [])
    for key, placements in groups.items():
        sold = tuple(sales for row in placements for sales in facts.sold_under(agreement, row))
        if sold or facts.warrants.get((agreement.pk, key)):
            yield _accrual(agreement, key, placements, sold, facts)


def _accrual(
    agreement: Agreement,
    key: int | None,
    rows: Sequence[PlacementEvent],
    sold: tuple[Sold, ...],
    facts: Facts,
) -> Accrual:
    placement = None if key is None else facts.by_id[key]
    warrants = tuple(facts.warrants.get((agreement.pk, key), []))
    splits = facts.splits.get(agreement.issuer_id, ())
    dated = max((sales.last_settlement for sales in sold), default=None)
    if dated is None:
        issued_on = [standing.warrant.issued_on for standing in warrants]
        counted_on = min(max(issued_on, default=facts.as_of), facts.as_of)
    else:
        counted_on = min(dated, facts.as_of)
    version = facts.version_of(agreement, placement, sold)
    closings = [row.closed_on for row in rows if row.closed_on]
    earned = Earned(
        parts=tuple(part for _, part in _parts(sold, splits, counted_on)),
        open=any(row.status in RESERVING and facts.unsold(row, splits) > 0 for row in rows),
        unsettled=sum(sales.unsettled for sales in sold),
        last_settlement=dated,
        closed_on=max(closings, default=None),
        issued=sum(
            moved(standing.shares, splits, standing.warrant.issued_on, counted_on)
            for standing in warrants
        ),
        due_days=version.warrant_due_days,
    )
    owed = entitlement(earned)
    return Accrual(
        agreement, placement, version, sold, warrants, splits, facts.as_of, counted_on, owed
    )


def _parts(
    sold: Sequence[Sold], splits: Sequence[DatedRatio], day: date
) -> list[tuple[TermVersion, Part]]:
    """Grouped by rates, not by version: an amendment of other terms does not split a group."""
    groups: dict[tuple[Decimal, Decimal], list[Sold]] = defaultdict(list)
    for sales in sold:
        groups[sales.rates].append(sales)
    return [
        (
            max(group, key=lambda sales: sales.version.number).version,
            Part(
                counted(map(_traded, group), splits, day),
                sum((sales.gross for sales in group), ZERO),
                *rates,
            ),
        )
        for rates, group in groups.items()
    ]


def _traded(sold: Sold) -> Traded:
    return Traded(sold.day, sold.shares)


def _allowed(sold: Sold) -> Fraction:
    limit = sold.version.warrant_limit_rate
    return Fraction(sold.rates[0] if limit is None else limit)
