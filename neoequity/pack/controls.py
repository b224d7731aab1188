"""Control totals: calculated from the rows of the pack, next to those stored at closing."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Q, Sum

from neoequity.books.exporting.plain_text import marked
from neoequity.books.money import ZERO
from neoequity.pack.scope import Scope
from placements.models import Agreement
from placements.selectors.known_at import agreements_known_at
from placements.selectors.sales import SETTLED, sales_as_of

_FIGURES = ("gross", "shares", "commission", "net")
#: A row: agreement, source, and the figures.
Row = tuple[str, str, *tuple[Decimal | int, ...]]
CONTROLS = (
    *("agreement", "counted_from"),
    *_FIGURES,
    *(f"{figure}_to_date" for figure in _FIGURES),
    "settled_to_date",
    *("deductions", "deductions_to_date"),
)
_SUMMED = (*_FIGURES, "deductions")


def control_totals(scope: Scope) -> list[Row]:
    """One row per agreement from the sales, and one from the closing, if there is one.

    Agreements without sales have their rows, too.
    """
    return sorted([*_from_sales(scope), *_from_closing(scope)], key=lambda row: (row[0], row[1]))


def _from_sales(scope: Scope) -> Iterator[Row]:
    sales = sales_as_of(scope.as_of, scope.known_at).filter(agreement__issuer=scope.issuer)
    in_period = Q(trade_date__gte=scope.period.starts_on)
    sums: dict[str, Sum] = {}
    for figure in _SUMMED:
        sums |= {f"{figure}_in": Sum(figure, filter=in_period), f"{figure}_by": Sum(figure)}
    settled = Sum("gross", filter=Q(status=SETTLED))
    sums_by_agreement = sales.order_by().values("agreement_id").annotate(settled_by=settled, **sums)
    by_agreement = {row["agreement_id"]: row for row in sums_by_agreement}
    names = [f"{figure}_{span}" for span in ("in", "by") for figure in _FIGURES]
    names += ["settled_by", "deductions_in", "deductions_by"]
    for key, slug in _agreements(scope):
        row = by_agreement.get(key, {})
        yield (marked(slug), "sales", *(_figure(row.get(name), name) for name in names))


def _agreements(scope: Scope) -> list[tuple[int, str]]:
    """Key and slug of the issuer's agreements, as known."""
    if scope.known_at is None:
        return list(Agreement.objects.filter(issuer=scope.issuer).values_list("pk", "slug"))
    agreements = agreements_known_at(scope.known_at)
    return [
        (key, agreement.slug)
        for key, agreement in agreements.items()
        if agreement.issuer_id == scope.issuer.pk
    ]


def _from_closing(scope: Scope) -> Iterator[Row]:
    if scope.closing is None:
        return
    names = (*_FIGURES, *(f"{figure}_to_date" for figure in _FIGURES), "settled_to_date")
    for total in scope.closing.totals.select_related("agreement"):
        figures = (getattr(total, name) for name in (*names, "deductions", "deductions_to_date"))
        yield (marked(total.agreement.slug), "closing", *figures)


def _figure(figure: Decimal | int | None, name: str) -> Decimal | int:
    """The figure; if there is none, zero dollars or zero shares, as a closing writes them."""
    if figure is not None:
        return figure
    return 0 if name.startswith("shares") else ZERO
