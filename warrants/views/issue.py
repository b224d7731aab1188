"""What is owed for a placement or a pooled programme, with its calculation, and its issue."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from neoequity.books.approvals.second_person import WARRANTS, needs_second_person
from neoequity.books.approvals.selectors import requests_about
from neoequity.books.models import Approval
from neoequity.books.money import average_price, of_shares, per_share
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import write_view
from neoequity.books.refusal import Reason, Refused
from placements.models import Agreement, Placement, TermVersion
from warrants.actions.asking_issue import issue_request
from warrants.actions.either import issue_or_ask
from warrants.actions.issue import accrual_for
from warrants.actions.issuing import Issuing
from warrants.models import Warrant
from warrants.models.accrual import Accrual, clock_terms, page_of_term, pages_of
from warrants.selectors.accruals import accruals, limit_checks
from warrants.selectors.misfits import misfits_among
from warrants.selectors.owed import state_of
from warrants.selectors.register import WarrantThen, prices_on, warrants_as_of
from warrants.tables.clocks import ClockLine, clock_lines
from warrants.terms.clocks import clocks
from warrants.terms.grant import Part
from warrants.views.acting import sent_for_approval


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: DatedRequest, slug: str, number: int | None = None) -> HttpResponse:
    """GET shows what is owed; POST issues it, or asks a second person to approve its issue."""
    agreement = get_object_or_404(
        Agreement.objects.select_related("issuer").prefetch_related("term_citations", "versions"),
        slug=slug,
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


@write_view("warrants.add_warrant")
def _issue_now(
    request: DatedRequest, agreement: Agreement, placement: Placement | None
) -> HttpResponse:
    try:
        done = issue_or_ask(agreement, placement, by=request.user, today=request.today)
    except Refused as refusal:
        return _page(request, agreement, placement, refused=refusal.reasons)
    if isinstance(done, Approval):
        return sent_for_approval(request, done, request.path)
    warrant = done
    assert warrant.exercise_price is not None  # noqa: S101  # an agent's warrant has its price
    messages.success(
        request,
        f"{warrant} is issued to {_agent_of(warrant)}: {of_shares(warrant.shares)} at "
        f"{per_share(warrant.exercise_price)}.",
    )
    return redirect(warrant)


def _agent_of(warrant: Warrant) -> str:
    holder = warrant.entries.select_related("holder_to").get(kind="issue").holder_to
    return holder.name if holder else ""


def _page(
    request: DatedRequest,
    agreement: Agreement,
    placement: Placement | None,
    refused: tuple[Reason, ...] = (),
) -> HttpResponse:
    earned = accruals(request.as_of, agreement)
    accrual = accrual_for(placement, earned)
    issuing = Issuing(earned, request.today)
    asked = requests_about(*issue_request(agreement, placement))
    context = {
        "agreement": agreement,
        "placement": placement,
        "accrual": accrual,
        "refused": refused,
        "against": issuing.against(agreement, placement, accrual),
        "entered_on": issuing.entered_on(accrual) if accrual else None,
        "asked": asked,
        "asks": needs_second_person(WARRANTS),
        "may_issue": request.as_of == request.today
        and not asked.waiting
        and request.user.has_perm("warrants.add_warrant"),
        "warrants": _issued(request, agreement, placement),
        "check": next(iter(limit_checks(earned)), None),
        **(_workings(agreement, accrual, request) if accrual else {}),
    }
    return render(request, "warrants/issue.html", context, status=422 if refused else 200)


def _issued(
    request: DatedRequest, agreement: Agreement, placement: Placement | None
) -> list[WarrantThen]:
    """The warrants issued for it, at their prices of the day."""
    rows = list(warrants_as_of(request.as_of).filter(agreement=agreement, placement=placement))
    prices = prices_on(rows, request.as_of)
    for row in rows:
        row.price_then = prices[row.pk]
    return rows


def _workings(agreement: Agreement, accrual: Accrual, request: DatedRequest) -> dict[str, object]:
    """The calculation behind an accrual, for the template."""
    owed, version, as_of = accrual.owed, accrual.version, request.as_of
    terms, lines = clock_terms(version), list[ClockLine]()
    pages = pages_of(agreement, version)
    if owed.dated is not None and terms is not None:
        lines = clock_lines(clocks(owed.dated, terms), version, pages, as_of)
    return {
        "owed": owed,
        "state": state_of(accrual, as_of),
        "terms": version,
        "pages": pages,
        "parts": [_part(agreement, stating, part) for stating, part in accrual.parts],
        "struck": sum(part.strike_rate * part.gross for _, part in accrual.parts),
        "traded": sum(sold.shares for sold in accrual.sold),
        "average": average_price(accrual.gross, owed.sold),
        "clocks": lines,
        "misfits": misfits_among([accrual], as_of),
    }


def _part(agreement: Agreement, version: TermVersion, part: Part) -> dict[str, object]:
    """Sales at the same rates, with the document that states them."""
    return {
        **part._asdict(),
        "struck": part.strike_rate * part.gross,
        "earned": part.coverage_rate * part.shares,
        "coverage_page": page_of_term(agreement, version, "warrant_coverage_rate"),
        "strike_page": page_of_term(agreement, version, "warrant_strike_rate"),
    }
