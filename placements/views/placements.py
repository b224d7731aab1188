"""Pages of placements: the list, one placement with its sales, the draft form, the moves."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neoequity.books.approvals.selectors import requests_about
from neoequity.books.held import links_of
from neoequity.books.money import ZERO
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.tables import asked_of_export, show
from neoequity.books.pages.writing import acted, submitted_data, write_view
from neoequity.books.refusal import Reason, Refused
from placements.actions.placement import (
    ask_proposal,
    draft_placement,
    move_placement,
    reasons_against,
    reasons_against_asking_for,
    reasons_against_each,
    revise_draft,
)
from placements.filters import PlacementFilter
from placements.forms.placements import DraftForm, MoveForm, TermsForm
from placements.models import Agreement, Placement, PlacementEvent
from placements.models.counted import counted
from placements.selectors.life import life_of
from placements.selectors.placements import placements_as_of
from placements.selectors.positions import positions
from placements.selectors.sale_aggregates import aggregates_as_of
from placements.selectors.sales import sales_as_of
from placements.selectors.splits import splits_by, splits_since_proposal
from placements.tables.placements import PlacementTable
from placements.terms.capacity import reservation
from placements.terms.lifecycle import MOVES, RESERVING, Move, Status, moves_from
from placements.terms.request import PROPOSAL
from placements.views.attachments import documents_on
from placements.views.sales import table_of_sales, totals_of

_TENTH = Decimal("0.1")
# Moves that end a proposal come last.
_ENDINGS = (Status.WITHDRAWN, Status.DECLINED)


@require_safe
def placements(request: DatedRequest) -> HttpResponse:
    """All placements as of the day."""
    splits = splits_by(request.as_of)
    chosen = PlacementFilter(request.GET, placements_as_of(request.as_of, splits=splits))
    table = show(PlacementTable(chosen.qs), request, rows=50)
    return render(
        request,
        "placements/placements.html",
        {
            "splits": splits,
            "filter": chosen,
            "filtered": chosen.is_used(),
            "table": table,
            "csv": asked_of_export(request),
        },
        status=200 if chosen.is_valid() else 400,
    )


class Offer(NamedTuple):
    """A move that the table allows, with the reasons against it today."""

    move: Move
    reasons: list[Reason]


@require_safe
def placement(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """One placement as of the day, with the moves open to it and the sales under it."""
    row = _placement(slug, number)
    splits = splits_by(request.as_of)
    then = placements_as_of(request.as_of, splits=splits).filter(pgh_obj=row).first()
    if then is None:
        context = {"name": f"placement {number}", "agreement": row.agreement}
        return render(request, "placements/not_yet.html", context, status=404)
    may_move = request.user.has_perm("placements.change_placement")
    offers = _offers(row, request.today) if may_move and request.as_of == request.today else []
    sold_under = sales_as_of(request.as_of).filter(placement=row)
    totals = totals_of(aggregates_as_of(request.as_of).filter(placement=row), request.as_of, splits)
    context = {
        "placement": row,
        "then": then,
        "offers": offers,
        "asking": _asking(request, row),
        "asked": requests_about(PROPOSAL, row.pk),
        "life": life_of(row, request.as_of),
        "links": links_of(row),
        "reserves": _reserves(then),
        "splits": splits_since_proposal(row, splits) if _is_split(then) else [],
        "sold_percent": _percent(then),
        "table": table_of_sales(
            request, sold_under, totals, rows=25, without=("agreement", "placement")
        ),
        **documents_on(request, reverse("placements:placement_attach", args=[slug, number]), row),
    }
    return render(request, "placements/placement.html", context)


def _asking(request: DatedRequest, placement: Placement) -> bool:
    """Whether the user may request approval of the draft now."""
    may_ask = request.user.has_perm("placements.add_placement")
    return may_ask and request.as_of == request.today and not reasons_against_asking_for(placement)


def _is_split(then: PlacementEvent) -> bool:
    """Whether a split has restated its terms since they were agreed."""
    agreed = (then.shares_offered, then.minimum_price, then.expected_price)
    return (then.offered_then, then.minimum_then, then.expected_then) != agreed


def _percent(then: PlacementEvent) -> Decimal:
    """Shares sold as a percentage of those offered, at most 100."""
    offered = max(then.offered_then, 1)  # a split can leave less than one share
    percent: Decimal = Decimal(100) * then.shares_then / offered
    return min(percent, Decimal(100)).quantize(_TENTH)


def _reserves(then: PlacementEvent) -> Decimal:
    if then.status not in RESERVING:
        return ZERO
    return reservation(then.unsold_then, then.minimum_then, then.expected_then)


def _offers(placement: Placement, today: date) -> list[Offer]:
    moves = sorted(moves_from(placement.status), key=lambda move: move.target in _ENDINGS)
    reasons = reasons_against_each(placement, moves, on=today, today=today)
    return list(map(Offer, moves, reasons))


@write_view("placements.add_placement")
@require_http_methods(["GET", "HEAD", "POST"])
def placement_new(request: DatedRequest) -> HttpResponse:
    """Draft a placement."""
    form = DraftForm(submitted_data(request), initial={"agreement": request.GET.get("agreement")})
    drafted = acted(
        form,
        lambda cleaned: draft_placement(
            cleaned["agreement"], **form.terms(), on=request.today, by=request.user
        ),
    )
    if drafted is not None:
        messages.success(request, f"{drafted} of the {drafted.agreement} is drafted.")
        return redirect(drafted)
    return _terms_page(request, form, {"agreements": Agreement.objects.exists()})


@write_view("placements.add_placement")
@require_http_methods(["GET", "HEAD", "POST"])
def placement_edit(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Revise the terms of a draft."""
    draft = _placement(slug, number)
    if draft.status != Status.DRAFT and request.method != "POST":
        messages.warning(request, f"{draft} is {draft.status}: its terms stay as agreed.")
        return redirect(draft)
    form = TermsForm(submitted_data(request), initial=TermsForm.terms_of(draft))
    if acted(form, lambda _: revise_draft(draft, **form.terms(), by=request.user)) is not None:
        messages.success(request, f"The draft of {draft} is revised.")
        return redirect(draft)
    return _terms_page(request, form, {"placement": draft})


def _terms_page(request: DatedRequest, form: TermsForm, more: dict[str, object]) -> HttpResponse:
    context = {"form": form, "positions": positions(request.today), **more}
    status = 422 if form.errors else 200
    return render(request, "placements/placement_form.html", context, status=status)


@write_view("placements.add_placement")
@require_POST
def placement_ask(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Request a CFO's approval of a draft's terms."""
    draft = _placement(slug, number)
    try:
        approval = ask_proposal(draft, by=request.user)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason.sentence)
    else:
        messages.success(request, f"{approval} is awaiting a CFO's decision: {approval.what}.")
    return redirect(draft)


@write_view("placements.change_placement")
@require_http_methods(["GET", "HEAD", "POST"])
def placement_move(request: DatedRequest, slug: str, number: int, verb: str) -> HttpResponse:
    """Confirm a move, with its day and a note."""
    row = _placement(slug, number)
    move = MOVES.get(verb)
    if move is None:
        raise Http404
    form = MoveForm(submitted_data(request), initial={"on": request.today})
    moved = acted(
        form,
        lambda cleaned: move_placement(row, verb, **cleaned, by=request.user, today=request.today),
    )
    if moved is not None:
        messages.success(request, f"{moved} of the {row.agreement} is {moved.status}.")
        return redirect(moved)
    against = reasons_against(row, move, on=request.today, today=request.today)
    [today] = counted([row]).values()
    return render(
        request,
        "placements/placement_move.html",
        {
            "placement": row,
            "offered": today.offered(request.today),
            "minimum": today.minimum(request.today),
            "splits": splits_since_proposal(row, splits_by(request.today)),
            "move": move,
            "form": form,
            "against": against,
        },
        status=422 if form.errors else 200,
    )


def _placement(slug: str, number: int) -> Placement:
    placements = Placement.objects.select_related("agreement", "status_by")
    return get_object_or_404(placements, agreement__slug=slug, number=number)
