"""The inputs by which the agent's warrants are valued: as issued, or by the terms (p. S-11)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from neoequity.company.terms.warrant_value import Inputs, inputs
from placements.terms.split import StockSplit, combined
from warrants.selectors.register import warrants_as_of
from warrants.terms.grant import to_exercise_step

_SIX_DECIMALS = Decimal("0.000001")


class Issued(NamedTuple):
    """Warrants issued for a placement (None: for the whole agreement), in shares of the day.

    `strike` is the exercise price in dollars per share, the average where there are several.
    """

    agreement: int
    placement: int | None
    shares: int
    strike: Decimal


class Valued(NamedTuple):
    """What a valuation compares: `price` P and `strike` X in dollars per share, and the rates.

    `as_issued`: X and the count are those of the warrants issued; otherwise X is the strike rate of
    the terms times P. P and X are None while nothing is sold; the rates of the terms are known.
    """

    price: Decimal | None
    strike: Decimal | None
    inputs: Inputs
    as_issued: bool

    @property
    def strike_ratio(self) -> Decimal:
        """X / P, six decimals half-up."""
        return self.inputs.strike_rate.quantize(_SIX_DECIMALS, ROUND_HALF_UP)

    @property
    def coverage_ratio(self) -> Decimal:
        """Warrants / shares, six decimals half-up."""
        return self.inputs.coverage_rate.quantize(_SIX_DECIMALS, ROUND_HALF_UP)


def issued_grants(
    agreements: Collection[int],
    as_of: date,
    known_at: datetime | None,
    splits: Mapping[int, Sequence[StockSplit]],
) -> dict[int, list[Issued]]:
    """What was issued to the agent by the day, by agreement; one query."""
    rows = warrants_as_of(as_of, known_at).filter(agreement__in=agreements)
    summed: dict[tuple[int, int | None], tuple[int, Decimal]] = {}
    for row in rows:
        assert row.agreement_id is not None  # noqa: S101  # see the filter
        assert row.exercise_price is not None  # noqa: S101  # an agent's warrant has one
        shares = row.issued_then + row.split_then
        since = [s.ratio for s in splits.get(row.issuer_id, ()) if row.issued_on < s.on <= as_of]
        strike = combined(since).price(row.exercise_price) if since else row.exercise_price
        key = (row.agreement_id, row.placement_id)
        before, struck = summed.get(key, (0, Decimal(0)))
        summed[key] = (before + shares, struck + shares * strike)
    grants: dict[int, list[Issued]] = {}
    for (agreement, placement), (shares, struck) in summed.items():
        if shares > 0:
            strike = to_exercise_step(struck / shares)
            grants.setdefault(agreement, []).append(Issued(agreement, placement, shares, strike))
    return grants


def by_the_terms(price: Decimal | None, terms: Inputs) -> Valued:
    """Valued by the agreement's own rates: X = strike rate × P, four decimals half-up."""
    strike = None if price is None else to_exercise_step(terms.strike_rate * price)
    return Valued(price, strike, terms, as_issued=False)


def as_issued(
    price: Decimal | None, shares: int, grants: Sequence[Issued], terms: Inputs
) -> Valued:
    """Valued by the warrants issued for `shares` sold; by the terms if there are none."""
    count = sum(grant.shares for grant in grants)
    if price is None or shares <= 0 or count <= 0:
        return by_the_terms(price, terms)
    struck = sum((grant.shares * grant.strike for grant in grants), Decimal(0))
    strike = to_exercise_step(struck / count)
    return Valued(price, strike, inputs(price, strike, count, shares), as_issued=True)
