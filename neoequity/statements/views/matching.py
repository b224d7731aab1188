"""Matching a side: what is open on both sides, what is proposed, and accepting it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from neoequity.books.database_refusal import DATABASE_REFUSES, reason_of
from neoequity.books.issuers import Issuer
from neoequity.books.pages.form_fields import read_key
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import write_view
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from neoequity.statements.actions.differences import ask_difference
from neoequity.statements.actions.matching import (
    accept_all_certain,
    accept_proposal,
    match_by_hand,
)
from neoequity.statements.actions.open_items import assign_open_item
from neoequity.statements.forms.matching import ScopeForm
from neoequity.statements.models.kept_entries import Row, Scope
from neoequity.statements.selectors.matching_page import (
    A_PAGE,
    Matching,
    has_senders,
    matches_of,
    pending_of,
)
from neoequity.statements.terms.line import SIDES

_NEEDS = {
    "match": accept_proposal.needs,
    "assign": assign_open_item.needs,
    "ask": ask_difference.needs,
}


class Paged:
    """The page of rows that the address asks for by a name of their own, made ready by `show`.

    `earlier` and `later` are the addresses of the pages before and after; a sent form has none.
    """

    def __init__(
        self, request: DatedRequest, name: str, rows: Any, show: Callable[[Any], list[Any]]
    ) -> None:
        page = Paginator(rows, A_PAGE).get_page(request.GET.get(name))
        self.paginator = page.paginator
        self.start_index, self.end_index = page.start_index(), page.end_index()
        self._rows = show(page.object_list)
        self.earlier = self.later = ""
        if request.method != "POST":
            query = request.GET.copy()
            if page.has_previous():
                query[name] = str(page.previous_page_number())
                self.earlier = f"?{query.urlencode()}"
            if page.has_next():
                query[name] = str(page.next_page_number())
                self.later = f"?{query.urlencode()}"

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)


@require_safe
def matching(request: DatedRequest) -> HttpResponse:
    """`/statements/matching/`: lines left, our entries left, proposals, and what was matched."""
    return _shown(request, ())


@write_view(accept_proposal.needs)
@require_POST
def accept(request: DatedRequest) -> HttpResponse:
    """Accept the proposal that was chosen, all certain ones, or what was ticked."""
    scope = ScopeForm(request.POST, _issuers()).scope(request.today)
    if scope is None:
        return _shown(request, [Reason("Choose the side again.")])
    try:
        said = _accepted(request, scope)
    except Refused as refused:
        return _shown(request, refused.reasons)
    except DATABASE_REFUSES as error:
        return _shown(request, [reason_of(error)])
    messages.success(request, said)
    return redirect(address_of(scope))


def _accepted(request: DatedRequest, scope: Scope) -> str:
    """Do what the button says, and tell it."""
    by, today = request.user, request.today
    if "all" in request.POST:
        found = accept_all_certain(scope, by=by, today=today)
        if not found:
            return "No proposal is certain: nothing was accepted."
        return f"{len(found):,} match{'es'[: 2 * (len(found) != 1)]} accepted."
    if "proposal" in request.POST:
        match = accept_proposal(scope, request.POST["proposal"], by=by, today=today)
        return f"{match} is accepted."
    chosen = [row for name in request.POST.getlist("chosen") if (row := row_named(name))]
    if not chosen:
        refuse_if_any([Reason("Tick the lines and the entries that belong together.")])
    note = request.POST.get("note", "")[:300]
    match = match_by_hand(scope, chosen, by=by, today=today, note=note)
    return f"{match} is accepted: {match.explanation}"


def row_named(name: str) -> Row | None:
    """The row that a form or an address names: line-12."""
    what, _, key = name.partition("-")
    pk = read_key(key)
    return Row(what, pk) if pk is not None and what in ("line", "entry", "receipt") else None


def address_of(scope: Scope) -> str:
    """The page of matching for what is looked at."""
    asked = {
        "issuer": scope.issuer.slug,
        "side": scope.side,
        "agreement": scope.agreement,
        "since": scope.since.isoformat() if scope.since else "",
        "until": scope.until.isoformat() if scope.until else "",
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('statements:matching')}?{query}"


def _shown(request: DatedRequest, against: Sequence[Reason]) -> HttpResponse:
    """The page, with what was just refused."""
    asked = request.POST if request.method == "POST" else request.GET
    form = ScopeForm(asked, _issuers())
    scope = form.scope(request.as_of)
    context: dict[str, object] = {
        "form": form,
        "against": against,
        "has_senders": has_senders(),
        "is_today": request.as_of == request.today,
        "kept": [(name, asked[name]) for name in form.fields if asked.get(name)],
    }
    if scope is not None:
        context |= _context(request, scope)
    status = 422 if request.method == "POST" else 400 if form.errors else 200
    return render(request, "statements/matching.html", context, status=status)


def _context(request: DatedRequest, scope: Scope) -> dict[str, object]:
    found = Matching(scope)

    may = {
        f"may_{verb}": request.as_of == request.today and request.user.has_perm(needs)
        for verb, needs in _NEEDS.items()
    }
    return {
        "scope": scope,
        "side": SIDES[scope.side],
        "found": found,
        "ages": found.ages(),
        "proposals": Paged(request, "proposals", found.proposals, found.shown_proposals),
        "lines": Paged(request, "lines", found.lines(), found.shown),
        "items": Paged(request, "items", found.items(), found.shown),
        "matches": Paged(request, "matches", matches_of(scope), list),
        "chosen": request.POST.getlist("chosen"),
        **may,
        "pending": pending_of(scope),
        "in_dollars": scope.side != "transfer_agent",
        "in_shares": scope.side != "bank",
    }


def _issuers() -> list[Issuer]:
    return list(Issuer.objects.order_by("name"))
