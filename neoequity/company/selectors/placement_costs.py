"""What each placement costs, all in: commission, deductions and its warrants (p. S-11, S-12)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Sum

from neoequity.books.money import ZERO, average_price
from neoequity.company.selectors.grants import Valued, as_issued
from neoequity.company.selectors.readings import Compensation
from neoequity.company.terms.compensation import percent_of
from neoequity.company.terms.cost import Cost, of_placement
from neoequity.company.terms.warrant_value import WITH_FLOOR
from placements.models import SaleAggregate
from placements.selectors.counted import Splits, shares_by, standing


class PlacementCost(NamedTuple):
    """A placement's sales by the day; `cost` is None where the warrants cannot be valued.

    `shares` in those of the day, `price` the average in dollars per share.
    """

    number: int
    gross: Decimal
    commission: Decimal
    deductions: Decimal
    shares: int
    price: Decimal | None
    valued: Valued | None
    cost: Cost | None

    @property
    def warrant_value(self) -> Decimal | None:
        """The value of its warrants in dollars."""
        return None if self.cost is None else self.cost.items["warrants"]


class Summed(NamedTuple):
    """The costs of several placements together, in dollars; without those that have none."""

    placements: int
    gross: Decimal
    items: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        """All items."""
        return sum(self.items.values(), ZERO)

    @property
    def percent(self) -> Decimal | None:
        """The total in percent of the gross."""
        return percent_of(self.total, self.gross)


_SUMS = {name: Sum(name) for name in ("gross", "shares", "commission", "deductions")}


def placement_costs(
    found: Sequence[Compensation], as_of: date, splits: Splits
) -> dict[int, list[PlacementCost]]:
    """The placements with standing sales, by agreement, the latest first; one query, two with
    splits.
    """
    by_agreement = {each.agreement.pk: each for each in found}
    traded = SaleAggregate.objects.filter(agreement__in=by_agreement, trade_date__lte=as_of)
    rows = traded.order_by().values("agreement", "placement", "placement__number")
    in_shares_of_the_day = shares_by(
        ("placement_id",), as_of, _standing(by_agreement, as_of), splits
    )
    costs: dict[int, list[PlacementCost]] = {key: [] for key in by_agreement}
    sums = rows.annotate(**{f"{name}_sum": total for name, total in _SUMS.items()})
    for row in sums.order_by("-placement__number"):
        shares = row["shares_sum"]
        if in_shares_of_the_day is not None:
            shares = in_shares_of_the_day.get((row["placement"],), 0)
        if row["gross_sum"] or row["commission_sum"]:
            cost = _cost(by_agreement[row["agreement"]], row, shares)
            costs[row["agreement"]].append(cost)
    return costs


def summed(costs: Sequence[PlacementCost]) -> Summed:
    """These placements together."""
    items: dict[str, Decimal] = {"commission": ZERO, "deductions": ZERO, "warrants": ZERO}
    for each in costs:
        if each.cost is not None:
            items = {name: items[name] + each.cost.items[name] for name in items}
    return Summed(len(costs), sum((each.gross for each in costs), ZERO), items)


def _standing(agreements: Mapping[int, Compensation], as_of: date) -> Any:
    return standing(as_of).filter(agreement__in=agreements)


def _cost(owner: Compensation, row: Mapping[str, Any], shares: int) -> PlacementCost:
    gross, price = row["gross_sum"], average_price(row["gross_sum"], shares)
    valued, cost = None, None
    if owner.rates is not None:
        grants = [each for each in owner.grants if each.placement == row["placement"]]
        valued = as_issued(price, shares, grants, owner.rates)
        cost = of_placement(
            gross, row["commission_sum"], row["deductions_sum"], WITH_FLOOR, valued.inputs
        )
    return PlacementCost(
        number=row["placement__number"],
        gross=gross,
        commission=row["commission_sum"],
        deductions=row["deductions_sum"],
        shares=shares,
        price=price,
        valued=valued,
        cost=cost,
    )
