"""Control totals: counted from the rows of the pack, beside what the closing has stored."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from neoequity.pack.scope import Scope
from placements.selectors.sales import SETTLED, sales_as_of
from placements.terms.money import ZERO

_FIGURES = ("gross", "shares", "commission", "net")
CONTROLS = (
    *("agreement", "counted_from"),
    *_FIGURES,
    *(f"{figure}_to_date" for figure in _FIGURES),
    "settled_to_date",
)


def control_totals(scope: Scope) -> list[tuple[Any, ...]]:
    """One row an agreement from the sales, and one from the closing, if there is one."""
    return sorted([*_from_sales(scope), *_from_closing(scope)], key=lambda row: row[:2])


def _from_sales(scope: Scope) -> Iterator[tuple[Any, ...]]:
    sales = sales_as_of(scope.as_of, scope.known_at).filter(agreement__issuer=scope.issuer)
    inside = Q(trade_date__gte=scope.period.starts_on)
    sums: dict[str, Any] = {f"{figure}_in": Sum(figure, filter=inside) for figure in _FIGURES}
    sums |= {f"{figure}_by": Sum(figure) for figure in _FIGURES}
    counted = sales.order_by().values("agreement__slug")
    for row in counted.annotate(settled=Sum("gross", filter=Q(status=SETTLED)), **sums):
        found = [row[f"{figure}_{span}"] for span in ("in", "by") for figure in _FIGURES]
        yield (row["agreement__slug"], "sales", *map(_told, found), _told(row["settled"]))


def _from_closing(scope: Scope) -> Iterator[tuple[Any, ...]]:
    if scope.closing is None:
        return
    for total in scope.closing.totals.select_related("agreement").filter(shares_to_date__gt=0):
        names = (*_FIGURES, *(f"{figure}_to_date" for figure in _FIGURES), "settled_to_date")
        yield (total.agreement.slug, "closing", *(_told(getattr(total, name)) for name in names))


def _told(figure: Decimal | int | None) -> Decimal | int:
    return ZERO if figure is None else figure
