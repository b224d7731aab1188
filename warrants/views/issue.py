"""What is owed for a placement or a pooled programme, with its workings, and its issue."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from placements.models import Agreement, Placement
from placements.terms.money import average_price, of_shares, per_share
from placements.terms.refusal import Reason, Refused
from placements.views.request import DatedRequest
from placements.views.writing import writes
from warrants.actions.issue import against_limit, clock_terms, issue_warrant, warrant_terms
from warrants.selectors.accruals import Accrual, accruals, limit_checks
from warrants.selectors.owed import state_of
from warrants.selectors.register import warrants_as_of
from warrants.tables.clocks import ClockLine, clock_lines
from warrants.terms.clocks import clocks
from warrants.terms.entitlement import reasons_against_issue


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: DatedRequest, slug: str, number: int | None = None) -> HttpResponse:
    """GET shows what is owed, to everybody; POST issues it."""
    agreement = get_object_or_404(
        Agreement.objects.select_related("issuer").prefetch_related("term_pages"), slug=slug
    )
    placement = (
        get_object_or_404(
            Placement.objects.select_related("agreement"), agreement=agreement, number=number
        )
        if number is not None
        else None
    )
    if request.method == "POST":
        return _issue_now(request, agreement, placement)
    return _page(request, agreement, placement)


@writes("warrants.add_warrant")
def _issue_now(
    request: DatedRequest, agreement: Agreement, placement: Placement | None
) -> HttpResponse:
    try:
        warrant = issue_warrant(agreement, placement, by=request.user, today=request.today)
    except Refused as refusal:
        return _page(request, agreement, placement, refused=refusal.reasons)
    assert warrant.exercise_price is not None  # noqa: S101  # an agent's warrant has its price
    messages.success(
        request,
        f"{warrant} is issued to {agreement.agent}: {of_shares(warrant.shares)} at "
        f"{per_share(warrant.exercise_price)}.",
    )
    return redirect(warrant)


def _page(
    request: DatedRequest,
    agreement: Agreement,
    placement: Placement | None,
    refused: tuple[Reason, ...] = (),
) -> HttpResponse:
    accrual = _accrual(agreement, placement, request.as_of)
    context = {
        "agreement": agreement,
        "placement": placement,
        "accrual": accrual,
        "refused": refused,
        "against": _against(agreement, placement, accrual, request.today),
        "may_issue": request.as_of == request.today
        and request.user.has_perm("warrants.add_warrant"),
        "pages": {page.term: page.page for page in agreement.term_pages.all()},
        "remarks": {page.term: page.remark for page in agreement.term_pages.all()},
        "warrants": list(
            warrants_as_of(request.as_of).filter(agreement=agreement, placement=placement)
        ),
        **(_workings(agreement, accrual, request.as_of) if accrual else {}),
    }
    return render(request, "warrants/issue.html", context, status=422 if refused else 200)


def _accrual(agreement: Agreement, placement: Placement | None, as_of: date) -> Accrual | None:
    wanted = placement.pk if placement else None
    for accrual in accruals(as_of, agreement):
        if (accrual.placement.pgh_obj_id if accrual.placement else None) == wanted:
            return accrual
    return None


def _against(
    agreement: Agreement, placement: Placement | None, accrual: Accrual | None, today: date
) -> list[Reason]:
    """What speaks against issuing it now; the action asks again when it comes to it."""
    if agreement.warrant_pooled and placement is not None:
        text = "pools its warrants over the programme: none is issued for one placement."
        return [Reason(f"The {agreement.name} {text}")]
    if not agreement.warrant_pooled and placement is None:
        text = "gives a warrant for each placement: none is issued for the programme."
        return [Reason(f"The {agreement.name} {text}")]
    name = f"placement {placement.number}" if placement else "the programme"
    if accrual is None:
        return [Reason(f"Nothing has been sold under {name}, so no warrant is owed.")]
    try:
        page = warrant_terms(agreement).page
        clock_terms(agreement)
    except Refused as refusal:
        return list(refusal.reasons)
    owed = accrual.owed
    return [
        *reasons_against_issue(owed, name, today, page),
        *against_limit(agreement, owed.to_issue),
    ]


def _workings(agreement: Agreement, accrual: Accrual, as_of: date) -> dict[str, Any]:
    owed = accrual.owed
    lines: list[ClockLine] = []
    if owed.dated is not None:
        try:
            lines = clock_lines(clocks(owed.dated, clock_terms(agreement)), agreement, as_of)
        except Refused:
            lines = []
    return {
        "owed": owed,
        "state": state_of(accrual, as_of),
        "struck": (agreement.warrant_strike_rate or 0) * accrual.gross,
        "average": average_price(accrual.gross, owed.sold),
        "clocks": lines,
        "check": next(iter(limit_checks(accruals(as_of, agreement))), None),
    }
