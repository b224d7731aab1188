"""The register page: warrants owed, the NASD's limit, the warrants of the day, callable series."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.tables import asked_of_export, show
from warrants.actions.issuing import Issuing
from warrants.filters import WarrantFilter
from warrants.models import Holder, Series
from warrants.selectors.accruals import Accrual, accruals, limit_checks
from warrants.selectors.figures import figures_of
from warrants.selectors.misfits import misfits_among
from warrants.selectors.owed import Debt, debts, over_issues
from warrants.selectors.register import Holding, WarrantThen, holdings, warrants_as_of
from warrants.tables.chart import Chart, Outstanding, by_expiry, by_price
from warrants.tables.register import WarrantTable

_TOTALS = (
    "issued_then",
    "exercised_then",
    "cancelled_then",
    "expired_then",
    "fractions_then",
    "outstanding_then",
)


@require_safe
def register(request: DatedRequest) -> HttpResponse:
    """`/warrants/`, as of the day in the address."""
    as_of = request.as_of
    earned, balances = accruals(as_of), holdings(as_of)
    warrant_filter = WarrantFilter(
        request.GET, warrants_as_of(as_of).filter(agreement__isnull=False), as_of=as_of
    )
    today = as_of == request.today
    warrants = _as_of_the_day(warrant_filter.qs, balances, request)
    context = {
        "debts": _debts(earned, request),
        "over_issues": over_issues(earned, balances),
        "misfits": misfits_among(earned, as_of),
        "may_enter": today and request.user.has_perm("warrants.add_entry"),
        "checks": limit_checks(earned),
        "filter": warrant_filter,
        "filtered": warrant_filter.is_used(),
        "table": _table(warrants, request),
        "charts": charts(warrants),
        "series": _series(balances, request),
        "csv": asked_of_export(request),
    }
    status = 200 if warrant_filter.is_valid() else 400
    return render(request, "warrants/register.html", context, status=status)


def _debts(earned: list[Accrual], request: DatedRequest) -> list[Debt]:
    """What is owed; on today's page with what the reader can issue now."""
    rows = debts(earned, request.as_of)
    if request.as_of != request.today or not request.user.has_perm("warrants.add_warrant"):
        return rows
    issuing = Issuing(earned, request.today)
    return [row._replace(ready=not issuing.reasons(row.accrual)) for row in rows]


def _as_of_the_day(
    rows: Iterable[WarrantThen], balances: list[Holding], request: DatedRequest
) -> list[WarrantThen]:
    """The warrants with their figures, price, state and holders of the day, in its shares."""
    warrants = list(rows)
    holders: dict[int, list[Holder]] = {}
    for holding in balances:
        holders.setdefault(holding.warrant.pk, []).append(holding.holder)
    figures = figures_of(warrants, request.as_of)
    for warrant in warrants:
        figure = figures[warrant.pk]
        warrant.issued_then, warrant.exercised_then = figure.shares, figure.exercised
        warrant.cancelled_then, warrant.expired_then = figure.cancelled, figure.expired
        warrant.fractions_then = figure.fractions
        warrant.price_then = figure.exercise_price
        warrant.holders_then = holders.get(warrant.pk, [])
        warrant.state_then = state_of_warrant(warrant, request)
    return warrants


def state_of_warrant(warrant: WarrantThen, request: DatedRequest) -> str:
    """Outstanding, expired (its last day has passed) or used up."""
    if warrant.expires_on is not None and warrant.expires_on < request.as_of:
        return "expired"
    return "outstanding" if warrant.outstanding_then else "used up"


def _table(warrants: list[WarrantThen], request: DatedRequest) -> WarrantTable:
    totals = {name: sum(getattr(row, name) for row in warrants) for name in _TOTALS}
    # Columns without a figure are left out.
    rare = ("cancelled_then", "expired_then", "fractions_then")
    without = [name for name in rare if not any(getattr(row, name) for row in warrants)]
    table = WarrantTable(warrants, totals=totals if warrants else None, exclude=without)
    return show(table, request, rows=50)


def charts(warrants: list[WarrantThen]) -> list[Chart]:
    """Charts of the outstanding shares of these warrants, by exercise price and by expiry."""
    outstanding = [
        Outstanding(warrant.outstanding_then, warrant.price_then, warrant.expires_on)
        for warrant in warrants
        if warrant.outstanding_then and warrant.state_then == "outstanding"
        if warrant.price_then is not None and warrant.expires_on is not None
    ]
    return [by_price(outstanding), by_expiry(outstanding)] if outstanding else []


def _series(balances: list[Holding], request: DatedRequest) -> list[dict[str, object]]:
    """Each callable series with its holders on the day."""
    rows: list[dict[str, object]] = []
    for series in Series.objects.filter(opened_on__lte=request.as_of).select_related("issuer"):
        own_balances = [holding for holding in balances if holding.warrant.series_id == series.pk]
        total = sum(holding.shares for holding in own_balances)
        rows.append({"series": series, "holdings": own_balances, "total": total})
    return rows
