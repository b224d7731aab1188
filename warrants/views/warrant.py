"""The page of one warrant: its figures, key dates, holders and register entries."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.books.approvals.selectors import RequestsAbout, requests_among
from neoequity.books.models import Approval
from neoequity.books.pages.request import DatedRequest
from warrants.models import Entry, Split, Warrant
from warrants.selectors.accruals import accruals
from warrants.selectors.figures import figures_of
from warrants.selectors.owed import issue_address
from warrants.selectors.register import entries_as_of, holdings, prices_on, warrants_as_of
from warrants.tables.clocks import clocks_of
from warrants.terms.request import CANCELLATION, ENTRY_REVERSAL, TRANSFER
from warrants.terms.split import through
from warrants.views.acting import not_yet, the_warrant
from warrants.views.attachments import documents_on_warrant
from warrants.views.register import state_of_warrant


@require_safe
def warrant(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """`/warrants/<issuer>/<number>/`, as of the day in the address."""
    warrant = the_warrant(slug, number)
    row = warrants_as_of(request.as_of).filter(pk=warrant.pk).first()
    if row is None:
        return not_yet(request, f"warrant {number} of {warrant.issuer.name}")
    entries = shown_entries(entries_as_of(request.as_of).filter(warrant=warrant), request.as_of)
    requests = _requests(warrant, entries)
    waiting = {row.subject for row in requests.requests if _waits_to_reverse(row)}
    for entry in entries:
        entry.may_reverse = entry.may_reverse and entry.pk not in waiting
    context = {
        "warrant": row,
        "figures": figures_of([warrant], request.as_of)[warrant.pk],
        "state": state_of_warrant(row, request),
        "price": prices_on([row], request.as_of)[row.pk],
        "splits": _splits(row, request),
        "clocks": clocks_of(warrant, request.as_of),
        "holdings": holdings(request.as_of, warrant=warrant),
        "entries": entries,
        "asked": requests,
        "exercised": any(entry.exercise_price for entry in entries),
        "may_enter": request.as_of == request.today and request.user.has_perm("warrants.add_entry"),
        **_calculation(warrant),
        **documents_on_warrant(request, warrant),
    }
    return render(request, "warrants/warrant.html", context)


def _waits_to_reverse(row: Approval) -> bool:
    return row.kind == ENTRY_REVERSAL and not row.decision


def _requests(warrant: Warrant, entries: Iterable[Entry]) -> RequestsAbout:
    """Requests to reverse an entry, and those to transfer or cancel shares: see `newest`."""
    reversals = Q(kind=ENTRY_REVERSAL, subject__in=[entry.pk for entry in entries])
    of_warrant = Q(kind__in=[TRANSFER, CANCELLATION], subject=warrant.pk)
    return requests_among(reversals | of_warrant).newest(but=ENTRY_REVERSAL)


def shown_entries(entries: Iterable[Entry], as_of: date) -> list[Entry]:
    """Entries with `reversed_by`, the number of the reversal made by the day, and `may_reverse`.

    `counts_then` restates their shares in shares of the day; `before_split` is the first split in
    between, if any.
    """
    rows = list(entries)
    reversals = {row.reverses_id: row.number for row in rows if row.reverses_id}
    splits = list(Split.objects.filter(effective_on__lte=as_of).order_by("effective_on"))
    for row in rows:
        row.reversed_by = reversals.get(row.pk)
        row.may_reverse = (
            row.kind not in ("issue", "split") and not row.reverses_id and not row.reversed_by
        )
        later_splits = [split for split in splits if _since(split, row)]
        row.before_split = later_splits[0] if later_splits else None
        row.counts_then = through(row.shares, (split.ratio for split in later_splits))
    return rows


def _calculation(warrant: Warrant) -> dict[str, object]:
    """What its placement, or the pool, had earned on the day of issue, with the pages."""
    if warrant.agreement is None:
        return {}
    for earned in accruals(warrant.issued_on, warrant.agreement):
        if earned.placement_id == warrant.placement_id and earned.sold:
            return {
                "earned": earned,
                "coverage_page": earned.page("warrant_coverage_rate"),
                "strike_page": earned.page("warrant_strike_rate"),
                "calculation": issue_address(earned),
            }
    return {}


def _since(split: Split, entry: Entry) -> bool:
    """Whether the entry is stated in pre-split shares."""
    warrant = entry.warrant
    if split.issuer_id != warrant.issuer_id or split.effective_on <= warrant.issued_on:
        return False
    if entry.kind == "split":
        return split.effective_on > entry.on
    return not entry.reckons_with(split)


def _splits(warrant: Warrant, request: DatedRequest) -> list[Split]:
    days = {"effective_on__gt": warrant.issued_on, "effective_on__lte": request.as_of}
    return list(warrant.issuer.splits.filter(**days))
