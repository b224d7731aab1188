"""The register of warrants: what is owed, the NASD's limit, the warrants of the day, Class B."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
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
from warrants.selectors.register import Holding, holdings, warrants_as_of
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
    found, held = accruals(as_of), holdings(as_of)
    chosen = WarrantFilter(
        request.GET, warrants_as_of(as_of).filter(agreement__isnull=False), as_of=as_of
    )
    today = as_of == request.today
    rows = _dressed(chosen.qs, held, request)
    context = {
        "debts": _debts(found, request),
        "over_issues": over_issues(found, held),
        "misfits": misfits_among(found, as_of),
        "may_enter": today and request.user.has_perm("warrants.add_entry"),
        "checks": limit_checks(found),
        "filter": chosen,
        "filtered": chosen.is_used(),
        "table": _table(rows, request),
        "charts": charts(rows),
        "series": _series(held, request),
        "csv": asked_of_export(request),
    }
    status = 200 if chosen.is_valid() else 400
    return render(request, "warrants/register.html", context, status=status)


def _debts(found: list[Accrual], request: DatedRequest) -> list[Debt]:
    """What is owed; on today's page, with what the reader can issue now."""
    rows = debts(found, request.as_of)
    if request.as_of != request.today or not request.user.has_perm("warrants.add_warrant"):
        return rows
    issuing = Issuing(found, request.today)
    return [row._replace(ready=not issuing.reasons(row.accrual)) for row in rows]


def _dressed(rows: QuerySet[Any], held: list[Holding], request: DatedRequest) -> list[Any]:
    """The warrants with their price, state and holders of the day, in the shares of the day."""
    warrants = list(rows)
    holders: dict[int, list[Holder]] = {}
    for holding in held:
        holders.setdefault(holding.warrant.pk, []).append(holding.holder)
    figures = figures_of(warrants, request.as_of)
    for warrant in warrants:
        counted = figures[warrant.pk]
        warrant.issued_then, warrant.exercised_then = counted.shares, counted.exercised
        warrant.cancelled_then, warrant.expired_then = counted.cancelled, counted.expired
        warrant.fractions_then = counted.fractions
        warrant.price_then = counted.exercise_price
        warrant.holders_then = holders.get(warrant.pk, [])
        warrant.state_then = state_of_warrant(warrant, request)
    return warrants


def state_of_warrant(warrant: Any, request: DatedRequest) -> str:
    """In one word: outstanding, expired (its last day is past), or used up."""
    if warrant.expires_on is not None and warrant.expires_on < request.as_of:
        return "expired"
    return "outstanding" if warrant.outstanding_then else "used up"


def _table(warrants: list[Any], request: DatedRequest) -> WarrantTable:
    totals = {name: sum(getattr(row, name) for row in warrants) for name in _TOTALS}
    # What no warrant had needs no column.
    rare = ("cancelled_then", "expired_then", "fractions_then")
    without = [name for name in rare if not any(getattr(row, name) for row in warrants)]
    table = WarrantTable(warrants, totals=totals if warrants else None, exclude=without)
    return show(table, request, rows=50)


def charts(warrants: list[Any]) -> list[Chart]:
    """What is outstanding of these warrants, by exercise price and by expiry."""
    outstanding = [
        Outstanding(warrant.outstanding_then, Decimal(warrant.price_then), warrant.expires_on)
        for warrant in warrants
        if warrant.outstanding_then and warrant.state_then == "outstanding"
    ]
    return [by_price(outstanding), by_expiry(outstanding)] if outstanding else []


def _series(held: list[Holding], request: DatedRequest) -> list[dict[str, Any]]:
    """Each callable series with its holders on the day."""
    found = []
    for series in Series.objects.filter(opened_on__lte=request.as_of).select_related("issuer"):
        own = [holding for holding in held if holding.warrant.series_id == series.pk]
        total = sum(holding.shares for holding in own)
        found.append({"series": series, "holdings": own, "total": total})
    return found
