"""The page of one agreement: its terms with their pages, and how each of its figures came about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from neoequity.books.approvals.selectors import requests_about
from neoequity.books.exporting.query import parse_moment
from neoequity.books.money import ZERO
from neoequity.books.pages.request import DatedRequest
from placements.models import Agreement, TermVersion
from placements.selectors.fees import reservations, schedule_sums, tier_workings
from placements.selectors.lots import WAITING, open_lots, sales_in
from placements.selectors.placements import placements_as_of
from placements.selectors.positions import Position, positions
from placements.selectors.sales import SETTLED, sales_as_of
from placements.selectors.versions import steps
from placements.tables.agreement import ChangeLine, change_lines, term_lines
from placements.terms.lifecycle import RESERVING
from placements.terms.request import AMENDMENT
from placements.views.attachments import documents_on

_ROWS = 10
_LATEST_FIRST = ("-trade_date", "-number")


@require_safe
def agreement(request: DatedRequest, slug: str) -> HttpResponse:
    """`/agreements/<slug>/`, as of the day in the address and, if given, as known at a moment."""
    found = get_object_or_404(Agreement.objects.prefetch_related("term_pages"), slug=slug)
    try:
        text = request.GET.get("known_at", "").strip()
        known_at = parse_moment(text) if text else None
    except ValueError as error:
        return render(request, "400.html", {"sentence": str(error)}, status=400)
    held = next(iter(positions(request.as_of, known_at, slugs=[slug])), None)
    if held is None:
        unknown = {"agreement": found, "known_at": known_at}
        return render(request, "placements/not_known.html", unknown, status=404)
    page: dict[str, Any] = {
        "agreement": found,
        "said": held.in_force.said,
        "position": held,
        "known_at": known_at,
        "is_now": known_at is None and request.as_of == request.today,
        "asked": requests_about(AMENDMENT, found.pk).that_waits(),
        "waiting": WAITING,
        **_terms(found, held),
        **_figures(request, held, known_at),
        **documents_on(request, reverse("placements:agreement_attach", args=[slug]), found),
    }
    return render(request, "placements/agreement.html", page)


def _terms(found: Agreement, held: Position) -> dict[str, Any]:
    """The terms in force, and the versions that led to them."""
    in_force = held.in_force
    return {
        "terms": term_lines(in_force, found.term_pages.all()),
        "pages": found.cited(in_force.versions),
        "versions": _versions(found, in_force.versions),
        "limit_version": in_force.changed_by().get("capacity"),
    }


def _versions(
    found: Agreement, begun: Sequence[TermVersion]
) -> list[tuple[TermVersion, list[ChangeLine]]]:
    """The versions that had begun, the latest first, each with what it changed."""
    return [
        (step.version, change_lines(step.before, step.version, step.tiers_before, step.tiers))
        for step in steps(found, [version.number for version in begun])
    ]


def _figures(request: DatedRequest, held: Position, known_at: datetime | None) -> dict[str, Any]:
    """The rows behind the figures: the latest sales and placements, tiers and reservations."""
    sales: QuerySet[Any] = sales_as_of(request.as_of, known_at).filter(agreement=held.agreement)
    sales = sales.select_related("agreement", "placement").order_by(*_LATEST_FIRST)
    waiting = sales.filter(status__in=WAITING)
    if known_at is None:
        waiting = sales_in(open_lots(request.as_of), waiting)
    splits = {held.agreement.issuer_id: held.splits} if held.splits else {}
    placements = placements_as_of(request.as_of, known_at, splits).filter(agreement=held.agreement)
    placements = placements.select_related("pgh_obj__agreement")
    several = len(held.schedules_begun) > 1
    schedules = schedule_sums(held, request.as_of, known_at) if several else []
    owed = sum((row.commission for row in schedules), ZERO)
    return {
        "tiers": [] if several else tier_workings(held),
        "schedules": schedules,
        "elsewhere": held.commission
        - (owed if several else held.fees.commission(held.capacity.sold)),
        "reservations": reservations(placements.filter(status__in=RESERVING)),
        "largest": held.fees.commission(held.capacity.limit),
        "settled": sales.filter(status=SETTLED)[:_ROWS],
        "unsettled": waiting[:_ROWS],
        "sales": sales[:_ROWS],
        "placements": placements[:_ROWS],
    }
