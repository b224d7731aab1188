"""The page of the agent's compensation: `/company/compensation/`."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.books.pages.request import DatedRequest
from neoequity.company.models import Expense
from neoequity.company.models.standing import uncorrected
from neoequity.company.selectors.compensation import compensations
from neoequity.company.selectors.placement_costs import placement_costs
from neoequity.company.tables.meter import MAIN, section
from placements.selectors.splits import splits_by
from placements.templatetags.figures import remember_names

_EXPENSES = 10


@require_safe
def compensation_page(request: DatedRequest) -> HttpResponse:
    """A section an agreement, as of the day; its queries do not grow with sales or expenses."""
    splits = splits_by(request.as_of)
    found = compensations(request.as_of, splits=splits)
    remember_names(request, {each.agreement.pk: each.name for each in found})
    costs = placement_costs(found, request.as_of, splits)
    expenses = uncorrected(Expense, request.as_of).select_related("agreement")
    latest = list(expenses.order_by("-day", "-pk")[: _EXPENSES + 1])
    context: dict[str, object] = {
        "sections": [section(each, costs[each.agreement.pk]) for each in found],
        "several_issuers": len({each.agreement.issuer_id for each in found}) > 1,
        "expenses": latest[:_EXPENSES],
        "more_expenses": len(latest) > _EXPENSES,
        "method": MAIN,
        "splits": splits,
        "may_record": request.as_of == request.today
        and request.user.has_perm("company.add_expense"),
    }
    return render(request, "company/compensation.html", context)
