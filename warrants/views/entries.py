"""Pages that transfer, cancel, expire and reverse entries of a warrant."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from neoequity.books.approvals.actions import reasons_against_asking
from neoequity.books.money import of_shares
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from warrants.actions import register as actions
from warrants.actions.reversal import (
    ask_entry_reversal,
    given_back,
    reasons_against_reversing,
)
from warrants.forms.entries import CancelForm, ExpireForm, ReverseForm, TransferForm
from warrants.models import Entry, Warrant
from warrants.tables.clocks import clocks_of
from warrants.terms.request import ENTRY_REVERSAL
from warrants.views.acting import day_of, form_page, holder_of, the_warrant


@write_view("warrants.add_entry")
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Transfer shares of the warrant to another holder."""
    warrant = the_warrant(slug, number)
    giver = holder_of(warrant, request.GET.get("holder", ""))
    form = TransferForm(
        warrant,
        submitted_data(request),
        initial={"holder_from": giver and giver.slug, "on": request.today},
    )
    entry = acted(
        form,
        lambda cleaned: actions.transfer(warrant, **cleaned, by=request.user, today=request.today),
    )
    if entry is not None:
        messages.success(
            request, f"{of_shares(entry.shares)} are transferred to {entry.holder_to}."
        )
        return redirect(warrant)
    lines = clocks_of(warrant, request.today)
    transfer_lines = [line for line in lines if line.name.startswith("Transferable")]
    context = {"warrant": warrant, "clocks": transfer_lines}
    return form_page(request, "warrants/transfer.html", form, context)


@write_view("warrants.add_entry")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Cancel shares; the address may prefill holder, shares and reason."""
    warrant = the_warrant(slug, number)
    holder = holder_of(warrant, request.GET.get("holder", ""))
    initial = {
        "holder": holder and holder.slug,
        "on": request.today,
        "shares": request.GET.get("shares"),
        "reason": request.GET.get("reason"),
    }
    form = CancelForm(warrant, submitted_data(request), initial=initial)
    entry = acted(
        form,
        lambda cleaned: actions.cancel(warrant, **cleaned, by=request.user, today=request.today),
    )
    if entry is not None:
        messages.success(
            request, f"{of_shares(entry.shares)} of {str(warrant).lower()} are cancelled."
        )
        return redirect(warrant)
    return form_page(request, "warrants/cancel.html", form, {"warrant": warrant})


@write_view("warrants.add_entry")
@require_http_methods(["GET", "HEAD", "POST"])
def expire(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Write off every holder's remaining shares of a warrant whose last day has passed."""
    warrant = the_warrant(slug, number)
    form = ExpireForm(warrant, submitted_data(request), initial={"on": request.today})
    entries = acted(
        form,
        lambda cleaned: actions.expire(warrant, **cleaned, by=request.user, today=request.today),
    )
    if entries is not None:
        total = sum(entry.shares for entry in entries)
        messages.success(request, f"{of_shares(total)} of {str(warrant).lower()} have expired.")
        return redirect(warrant)
    balances = warrant.balances.filter(shares__gt=0).select_related("holder")
    context = {"warrant": warrant, "balances": list(balances)}
    return form_page(request, "warrants/expire.html", form, context)


@write_view("warrants.add_entry")
@require_http_methods(["GET", "HEAD", "POST"])
def reverse(request: DatedRequest, slug: str, number: int, entry: int) -> HttpResponse:
    """Request the reversal of an entry, showing first what it gives back."""
    warrant = the_warrant(slug, number)
    posted = _entry(warrant, entry)
    on = day_of(request, "on") or request.today
    form = ReverseForm(warrant, submitted_data(request), initial={"on": on})
    approval = acted(
        form,
        lambda cleaned: ask_entry_reversal(posted, **cleaned, by=request.user, today=request.today),
    )
    if approval is not None:
        sentence = (
            f"{approval} is awaiting a CFO's decision: approving it reverses {str(posted).lower()}."
        )
        messages.success(request, sentence)
        return redirect(warrant)
    against = [
        *reasons_against_asking(ENTRY_REVERSAL, posted.pk),
        *reasons_against_reversing(
            posted, warrant, on=on, reason="asked for below", today=request.today
        ),
    ]
    context = {
        "warrant": warrant,
        "record": warrant,
        "entry": posted,
        "against": against,
        "gives_back": given_back(posted, warrant, on),
        "on": on,
    }
    return form_page(request, "warrants/reverse.html", form, context)


def _entry(warrant: Warrant, number: int) -> Entry:
    entries = Entry.objects.select_related("warrant", "holder_from", "holder_to", "reversal")
    return get_object_or_404(entries, warrant=warrant, number=number)
