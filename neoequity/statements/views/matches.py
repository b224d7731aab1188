"""One match, one accepted difference, and one open item: looked at, undone, explained, assigned."""

from typing import NamedTuple

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from neoequity.books.issuers import Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from neoequity.books.refusal import Reason, Refused
from neoequity.statements.actions.differences import (
    ask_difference,
    ask_undo_difference,
    open_entry,
)
from neoequity.statements.actions.matches import reasons_against_undoing, undo_match
from neoequity.statements.actions.open_items import assign_open_item
from neoequity.statements.forms.matching import DifferenceForm, OwnerForm, UndoMatchForm
from neoequity.statements.models import AcceptedDifference, Match, MatchPart, StatementLine
from neoequity.statements.models.kept_entries import Row, Scope
from neoequity.statements.selectors.matching_page import owners_of, pages_of, possible_owners
from neoequity.statements.terms.entry import Entry
from neoequity.statements.terms.line import SIDES
from neoequity.statements.views.matching import address_of, row_named
from placements.models import Agreement, Receipt, Sale


class Named(NamedTuple):
    """A row of a side that an address names, with its page."""

    scope: Scope
    row: Row
    page: Model


@require_safe
def match(request: DatedRequest, pk: int) -> HttpResponse:
    """`/statements/matches/<pk>/`: what was matched, why, and whether it stands."""
    row = _match(request, pk)
    context = {
        "match": row,
        "parts": _parts(row),
        "undoing": _undoing(row, request),
        "is_today": request.as_of == request.today,
        "back": address_of(Scope(row.issuer, row.side, request.as_of)),
    }
    return render(request, "statements/match.html", context)


@write_view(undo_match.needs)
@require_http_methods(["GET", "HEAD", "POST"])
def match_undo(request: DatedRequest, pk: int) -> HttpResponse:
    """`/statements/matches/<pk>/undo/`: undo a match, with a reason."""
    row = _match(request, pk)
    form = UndoMatchForm(submitted_data(request))
    undone = acted(
        form,
        lambda said: undo_match(row, reason=said["reason"], by=request.user, today=request.today),
    )
    if undone is not None:
        messages.success(request, f"{row} is undone: what it matched is open again.")
        return redirect(row)
    against = reasons_against_undoing(row, reason="given below", today=request.today)
    context = {"match": row, "parts": _parts(row), "form": form, "against": against}
    status = 422 if form.errors else 200
    return render(request, "statements/match_undo.html", context, status=status)


@require_safe
def difference(request: DatedRequest, pk: int) -> HttpResponse:
    """`/statements/differences/<pk>/`: what was accepted, why, and by whom."""
    row = _difference(request, pk)
    undoing = AcceptedDifference.objects.filter(undoes=row).first()
    context = {
        "difference": row,
        "of": row.line or row.entry,
        "undoing": undoing if undoing and undoing.accepted_on <= request.as_of else None,
        "is_today": request.as_of == request.today,
        "back": address_of(Scope(row.issuer, row.side, request.as_of)),
    }
    return render(request, "statements/difference.html", context)


@write_view(ask_undo_difference.needs)
@require_http_methods(["GET", "HEAD", "POST"])
def difference_undo(request: DatedRequest, pk: int) -> HttpResponse:
    """`/statements/differences/<pk>/undo/`: request that a difference be accepted no more."""
    row = _difference(request, pk)
    form = UndoMatchForm(submitted_data(request))
    asked = acted(
        form,
        lambda said: ask_undo_difference(
            row, reason=said["reason"], by=request.user, today=request.today
        ),
    )
    if asked is not None:
        messages.success(request, f"{asked} was sent for approval: {asked.what}.")
        return redirect(asked)
    context = {"difference": row, "of": row.line or row.entry, "form": form}
    status = 422 if form.errors else 200
    return render(request, "statements/difference_undo.html", context, status=status)


@write_view(ask_difference.needs)
@require_http_methods(["GET", "HEAD", "POST"])
def difference_new(request: DatedRequest, side: str, name: str) -> HttpResponse:
    """`/statements/matching/<side>/<row>/difference/`: request that a difference be accepted."""
    named = _named(request, side, name)
    entry, closed = _open(named)
    if entry is None or named.row.what == "receipt":
        return _closed(request, named, closed)
    agreements: QuerySet[Agreement] | None = None
    if named.row.what == "line":
        agreements = Agreement.objects.filter(issuer=named.scope.issuer).order_by("name")
    form = DifferenceForm(submitted_data(request), entry, agreements)
    asked = acted(
        form,
        lambda said: ask_difference(
            named.scope,
            named.row,
            form.settled(),
            kind=said["kind"],
            reason=said["reason"],
            agreement=said.get("agreement"),
            by=request.user,
            today=request.today,
        ),
    )
    if asked is not None:
        messages.success(request, f"{asked} was sent for approval: {asked.what}.")
        return redirect(asked)
    context = {**_about(named, entry), "form": form}
    status = 422 if form.errors else 200
    return render(request, "statements/difference_form.html", context, status=status)


@write_view(assign_open_item.needs)
@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: DatedRequest, side: str, name: str) -> HttpResponse:
    """`/statements/matching/<side>/<row>/owner/`: who looks after an open item, until when."""
    named = _named(request, side, name)
    entry, closed = _open(named)
    if entry is None:
        return _closed(request, named, closed)
    before = owners_of(named.scope, [named.row]).get(named.row)
    initial = (
        {"owner": before.owner, "due_on": before.due_on, "note": before.note} if before else {}
    )
    form = OwnerForm(submitted_data(request), possible_owners(), initial)
    assigned = acted(
        form,
        lambda said: assign_open_item(
            named.scope, named.row, **said, by=request.user, today=request.today
        ),
    )
    if assigned is not None:
        messages.success(request, f"{entry.name.capitalize()} is assigned to {assigned.owner}.")
        return redirect(address_of(named.scope))
    context = {**_about(named, entry), "form": form}
    status = 422 if form.errors else 200
    return render(request, "statements/owner.html", context, status=status)


def _match(request: DatedRequest, pk: int) -> Match:
    rows = Match.objects.select_related("issuer", "recorded_by", "undoes")
    return get_object_or_404(rows, pk=pk, accepted_on__lte=request.as_of)


def _undoing(row: Match, request: DatedRequest) -> Match | None:
    undoing = Match.objects.filter(undoes=row).select_related("recorded_by").first()
    return undoing if undoing is not None and undoing.accepted_on <= request.as_of else None


def _parts(row: Match) -> list[tuple[MatchPart, Model]]:
    """What a match takes, or gives back, each with the page of its row."""
    parts = MatchPart.objects.filter(match=row.undoes_id or row.pk).select_related(
        "line__statement", "entry__agreement", "receipt__agreement"
    )
    return [
        (part, behind)
        for part in parts
        if (behind := part.line or part.entry or part.receipt) is not None
    ]


def _difference(request: DatedRequest, pk: int) -> AcceptedDifference:
    rows = AcceptedDifference.objects.select_related(
        *("issuer", "recorded_by", "approval__decided_by", "undoes", "agreement"),
        *("line__statement", "entry__agreement"),
    )
    return get_object_or_404(rows, pk=pk, accepted_on__lte=request.as_of)


def _named(request: DatedRequest, side: str, name: str) -> Named:
    row = row_named(name)
    if row is None or side not in SIDES:
        raise Http404
    page = pages_of([row]).get(row)
    if page is None:
        raise Http404
    return Named(Scope(_issuer_of(page), side, request.today), row, page)


def _issuer_of(page: Model) -> Issuer:
    if isinstance(page, StatementLine):
        return page.statement.sender.issuer
    assert isinstance(page, Sale | Receipt)  # noqa: S101  # `pages_of` gives no other
    return page.agreement.issuer


def _open(named: Named) -> tuple[Entry | None, tuple[Reason, ...]]:
    """The row as far as it is open, or why it is not."""
    try:
        return open_entry(named.scope, named.row), ()
    except Refused as refused:
        return None, tuple(refused.reasons)


def _about(named: Named, entry: Entry) -> dict[str, object]:
    return {
        "entry": entry,
        "page": named.page,
        "side": SIDES[named.scope.side],
        "back": address_of(named.scope),
    }


def _closed(request: DatedRequest, named: Named, reasons: tuple[Reason, ...]) -> HttpResponse:
    """The page of a row that is not open any more."""
    context = {
        "against": reasons,
        "page": named.page,
        "side": SIDES[named.scope.side],
        "back": address_of(named.scope),
    }
    return render(
        request,
        "statements/not_open.html",
        context,
        status=422 if request.method == "POST" else 200,
    )
