"""Control totals: counted from the rows of the pack, beside what the closing has stored."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from neoequity.books.money import ZERO
from neoequity.pack.scope import Scope
from placements.models import Agreement
from placements.selectors.known import agreements_known_at
from placements.selectors.sales import SETTLED, sales_as_of

_FIGURES = ("gross", "shares", "commission", "net")
CONTROLS = (
    *("agreement", "counted_from"),
    *_FIGURES,
    *(f"{figure}_to_date" for figure in _FIGURES),
    "settled_to_date",
    *("deductions", "deductions_to_date"),
)
_SUMMED = (*_FIGURES, "deductions")


def control_totals(scope: Scope) -> list[tuple[Any, ...]]:
    """One row an agreement from the sales, and one from the closing, if there is one.

    An agreement under which nothing was sold has its rows, too.
    """
    return sorted([*_from_sales(scope), *_from_closing(scope)], key=lambda row: row[:2])


def _from_sales(scope: Scope) -> Iterator[tuple[Any, ...]]:
    sales = sales_as_of(scope.as_of, scope.known_at).filter(agreement__issuer=scope.issuer)
    inside = Q(trade_date__gte=scope.period.starts_on)
    sums: dict[str, Any] = {}
    for figure in _SUMMED:
        sums |= {f"{figure}_in": Sum(figure, filter=inside), f"{figure}_by": Sum(figure)}
    settled = Sum("gross", filter=Q(status=SETTLED))
    counted = sales.order_by().values("agreement_id").annotate(settled_by=settled, **sums)
    found = {row["agreement_id"]: row for row in counted}
    names = [f"{figure}_{span}" for span in ("in", "by") for figure in _FIGURES]
    names += ["settled_by", "deductions_in", "deductions_by"]
    for key, slug in _agreements(scope):
        row = found.get(key, {})
        yield (slug, "sales", *(_told(row.get(name), name) for name in names))


def _agreements(scope: Scope) -> list[tuple[int, str]]:
    """Key and slug of the issuer's agreements that were known of."""
    if scope.known_at is None:
        return list(Agreement.objects.filter(issuer=scope.issuer).values_list("pk", "slug"))
    known = agreements_known_at(scope.known_at)
    return [(key, said.slug) for key, said in known.items() if said.issuer_id == scope.issuer.pk]


def _from_closing(scope: Scope) -> Iterator[tuple[Any, ...]]:
    if scope.closing is None:
        return
    names = (*_FIGURES, *(f"{figure}_to_date" for figure in _FIGURES), "settled_to_date")
    for total in scope.closing.totals.select_related("agreement"):
        figures = (getattr(total, name) for name in (*names, "deductions", "deductions_to_date"))
        yield (total.agreement.slug, "closing", *figures)


def _told(figure: Decimal | int | None, name: str) -> Decimal | int:
    """The figure; where there is none, no dollars or no shares, as a closing writes them."""
    if figure is not None:
        return figure
    return 0 if name.startswith("shares") else ZERO
