"""The page of one agreement: its terms with their pages, and how each of its figures came about."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from placements.models import Agreement
from placements.selectors.fees import reservations, tier_workings
from placements.selectors.placements import placements_as_of
from placements.selectors.positions import position
from placements.selectors.sales import OVERDUE, SETTLED, UNSETTLED, sales_as_of
from placements.tables.agreement import term_lines
from placements.terms.lifecycle import RESERVING
from placements.views.attachments import documents_on
from placements.views.request import DatedRequest

_ROWS = 10
_LATEST_FIRST = ("-trade_date", "-number")
_WAITING = (UNSETTLED, OVERDUE)


@require_safe
def agreement(request: DatedRequest, slug: str) -> HttpResponse:
    """`/agreements/<slug>/`, as of the day in the address."""
    agreements = Agreement.objects.select_related("issuer", "shelf")
    found = get_object_or_404(agreements.prefetch_related("term_pages", "fee_tiers"), slug=slug)
    held = position(found, request.as_of)
    sales = sales_as_of(request.as_of).filter(agreement=found).order_by(*_LATEST_FIRST)
    sales = sales.select_related("agreement", "placement")
    placements = placements_as_of(request.as_of).filter(agreement=found)
    reserving = placements.filter(status__in=RESERVING)
    page = {
        "agreement": found,
        "position": held,
        "terms": term_lines(found),
        "pages": {page.term: page.page for page in found.term_pages.all()},
        "tiers": tier_workings(held),
        "reservations": reservations(reserving.select_related("pgh_obj__agreement")),
        "deductions": held.capacity.sold - held.commission - held.net,
        "largest": held.fees.commission(held.capacity.limit),
        "settled": sales.filter(status=SETTLED)[:_ROWS],
        "unsettled": sales.filter(status__in=_WAITING)[:_ROWS],
        "sales": sales[:_ROWS],
        "placements": placements.select_related("pgh_obj__agreement")[:_ROWS],
        "waiting": _WAITING,
        **documents_on(request, reverse("placements:agreement_attach", args=[slug]), found),
    }
    return render(request, "placements/agreement.html", page)
