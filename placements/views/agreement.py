"""The page of one agreement: its terms with their pages, and the calculation of its figures."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from neoequity.books.approvals.selectors import requests_about
from neoequity.books.exporting.query import parse_moment
from neoequity.books.money import ZERO
from neoequity.books.pages.request import DatedRequest
from placements.models import Agreement, TermVersion
from placements.selectors.fees import (
    commission_apart,
    commission_by_tiers,
    reservations,
    schedule_sums,
    tier_workings,
)
from placements.selectors.placements import placements_as_of
from placements.selectors.positions import Position, positions
from placements.selectors.sale_aggregates import WAITING, open_aggregates, sales_in
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
    """`/agreements/<slug>/`, as of a day and, if `known_at` is given, as known at a moment."""
    row = get_object_or_404(Agreement.objects.prefetch_related("term_citations"), slug=slug)
    try:
        text = request.GET.get("known_at", "").strip()
        known_at = parse_moment(text) if text else None
    except ValueError as error:
        return render(request, "400.html", {"sentence": str(error)}, status=400)
    position = next(iter(positions(request.as_of, known_at, slugs=[slug])), None)
    if position is None:
        unknown = {"agreement": row, "known_at": known_at}
        return render(request, "placements/not_known.html", unknown, status=404)
    page: dict[str, object] = {
        "agreement": row,
        "said": position.in_force.said,
        "position": position,
        "known_at": known_at,
        "is_now": known_at is None and request.as_of == request.today,
        "asked": requests_about(AMENDMENT, row.pk).that_waits(),
        "waiting": WAITING,
        **_terms(row, position),
        **_figures(request, position, known_at),
        **documents_on(request, reverse("placements:agreement_attach", args=[slug]), row),
    }
    return render(request, "placements/agreement.html", page)


def _terms(agreement: Agreement, position: Position) -> dict[str, object]:
    """The terms in force, and the versions that led to them."""
    in_force = position.in_force
    return {
        "terms": term_lines(in_force, agreement.term_citations.all()),
        "pages": agreement.cited(in_force.versions),
        "versions": _versions(agreement, in_force.versions),
        "limit_version": in_force.changed_by().get("capacity"),
    }


def _versions(
    agreement: Agreement, begun: Sequence[TermVersion]
) -> list[tuple[TermVersion, list[ChangeLine]]]:
    """The versions that had begun, the latest first, each with what it changed."""
    return [
        (step.version, change_lines(step.before, step.version, step.tiers_before, step.tiers))
        for step in steps(agreement, [version.number for version in begun])
    ]


def _figures(
    request: DatedRequest, position: Position, known_at: datetime | None
) -> dict[str, object]:
    """The rows behind the figures: the latest sales and placements, tiers and reservations."""
    of_agreement = sales_as_of(request.as_of, known_at).filter(agreement=position.agreement)
    sales = of_agreement.select_related("agreement", "placement", "reversal").order_by(
        *_LATEST_FIRST
    )
    waiting = sales.filter(status__in=WAITING)
    if known_at is None:
        waiting = sales_in(open_aggregates(request.as_of), waiting)
    splits = {position.agreement.issuer_id: position.splits} if position.splits else {}
    placements = placements_as_of(request.as_of, known_at, splits).filter(
        agreement=position.agreement
    )
    placements = placements.select_related("pgh_obj__agreement")
    several = len(position.schedules_begun) > 1
    schedules = schedule_sums(position, request.as_of, known_at) if several else []
    if several:
        standing_commission = sum((row.commission for row in schedules), ZERO)
    else:
        standing_commission = commission_by_tiers(position)
    apart = commission_apart(position, request.as_of, known_at)
    return {
        "tiers": [] if several else tier_workings(position),
        "schedules": schedules,
        "apart": apart,
        "elsewhere": position.commission - standing_commission - apart.total,
        "reservations": reservations(placements.filter(status__in=RESERVING)),
        "largest": commission_by_tiers(position, position.capacity.limit),
        "settled": sales.filter(status=SETTLED)[:_ROWS],
        "unsettled": waiting[:_ROWS],
        "sales": sales[:_ROWS],
        "placements": placements[:_ROWS],
    }
