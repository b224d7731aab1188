"""The first screen: how much can still be sold, what settles next, what is blocked and why."""

from collections.abc import Sequence
from datetime import date

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.blocked import blocks
from neoequity.books.pages.request import DatedRequest
from neoequity.company.selectors.share_ledger import compact_ledger
from neoequity.database_roles import role_warning
from neoequity.reports.charts import ladder
from neoequity.reports.charts.chart import Chart
from neoequity.reports.charts.pages import of_the_programme
from neoequity.roles import KEEP_PEOPLE
from placements.selectors.activity import recent_activity
from placements.selectors.due import Due, settlements_due
from placements.selectors.placements import placements_as_of
from placements.selectors.positions import Position, positions
from placements.selectors.sale_aggregates import unpaid_adjustments
from placements.selectors.sales import sales_as_of
from placements.selectors.splits import splits_by
from placements.templatetags.figures import remember_names
from placements.terms.lifecycle import RESERVING, Status

_LATEST, _NEXT, _ACTS = 8, 8, 6


@require_safe
def dashboard(request: DatedRequest) -> HttpResponse:
    """`/`, as of the day in the address; its queries do not grow with the rows."""
    as_of = request.as_of
    splits = splits_by(as_of)
    shown = positions(as_of, splits=splits)
    names = {position.agreement.pk: position.in_force.terms.name for position in shown}
    remember_names(request, names)
    prefetch_related_objects([position.agreement for position in shown], "term_citations")
    due = settlements_due(as_of, names, splits)
    still_open = placements_as_of(as_of, splits=splits).filter(
        status__in=(Status.PROPOSED, *RESERVING)
    )
    placements = list(still_open.select_related("agreement", "pgh_obj__agreement"))
    latest = sales_as_of(as_of).select_related("agreement", "placement", "reverses", "reversal")
    context: dict[str, object] = {
        "positions": shown,
        "splits": splits,
        "due": due[:_NEXT],
        "further": len(due[_NEXT:]),
        "shares": compact_ledger(as_of) if shown else None,
        "unpaid": unpaid_adjustments(as_of),
        "overdue": sum(row.sales for row in due if row.overdue),
        "blocks": blocks(shown, placements, as_of),
        "charts": _charts(shown, due, as_of),
        "sales": latest.order_by("-trade_date", "-pk")[:_LATEST],
        "activity": recent_activity(_ACTS) if as_of == request.today else None,
        "role_warning": role_warning() if request.user.has_perm(KEEP_PEOPLE) else "",
    }
    return render(request, "neoequity/dashboard.html", context)


def _charts(shown: Sequence[Position], due: Sequence[Due], as_of: date) -> list[Chart]:
    if not shown:
        return []
    net = [ladder.Due(row.day, row.sales, row.net) for row in due]
    return of_the_programme(shown, net, as_of)
