"""The forms that record a receipt of cash and say what it pays."""

from collections.abc import Sequence
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from neoequity.books.money import dollars
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import read_key
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from neoequity.books.refusal import Reason
from placements.actions.receipt import (
    allocate,
    reasons_against_allocating,
    reasons_against_recording,
    record_receipt,
)
from placements.forms.receipts import PartForms, ReceiptForm, summary
from placements.models import Agreement
from placements.models.cash import received
from placements.selectors.receipts import payable, proposed_parts
from placements.terms.receipt import Part
from placements.views.receipts import receipt_of

#: What the form of an entry that may be paid is called in what is sent: `entry-12-pays`.
_CHOSEN = ("entry-", "-pays")


@write_view("placements.add_receipt")
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_new(request: DatedRequest) -> HttpResponse:
    """Record a receipt with what it pays; with `check`, only say what it comes to."""
    agreements = list(Agreement.objects.order_by("slug"))
    agreement = _asked_for(request, agreements)
    if agreement is None:
        return render(request, "placements/receipt_form.html", {"agreements": []})
    initial = {"agreement": agreement.slug, "received_on": request.today}
    form = ReceiptForm(submitted_data(request), initial=initial)
    parts = _offered(request, agreement)
    context = {"agreements": agreements, "agreement": agreement, "form": form, "parts": parts}
    receiving = form.receiving()
    if "check" in request.POST:
        if receiving is not None and not parts.parts():
            context["proposed"] = parts.choose(proposed_parts(receiving, parts.entries()))
        if receiving is not None and parts.are_valid():
            chosen = parts.parts()
            against = reasons_against_recording(agreement, receiving, chosen, today=request.today)
            context |= _comes_to(form, receiving.amount, chosen, list(against))
        return render(request, "placements/receipt_form.html", context)
    if not parts.are_valid():
        return render(request, "placements/receipt_form.html", context, status=422)
    posted = acted(
        form,
        lambda cleaned: record_receipt(
            **cleaned, parts=parts.parts(), by=request.user, today=request.today
        ),
    )
    if posted is None:
        status = 422 if form.errors else 200
        return render(request, "placements/receipt_form.html", context, status=status)
    messages.success(
        request,
        f"{posted} of the {agreement} is recorded: {dollars(posted.amount)} on "
        f"{posted.received_on}.",
    )
    return redirect(posted)


@write_view("placements.add_receiptpart")
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_allocate(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """Say which entries a receipt pays; with `check`, only say what that comes to."""
    receipt = receipt_of(slug, number)
    whole = received(receipt)
    form = PageForm(submitted_data(request))
    parts = _offered(request, receipt.agreement)
    context = {"receipt": receipt, "whole": whole, "form": form, "parts": parts}
    if request.method == "POST" and parts.are_valid():
        chosen = parts.parts()
        if "check" in request.POST:
            against = list(reasons_against_allocating(receipt, chosen))
            context |= _comes_to(form, whole.left, chosen, against)
        elif acted(form, lambda _: allocate(receipt, chosen, by=request.user, today=request.today)):
            messages.success(request, f"{receipt} is allocated.")
            return redirect(receipt)
    refused = "check" not in request.POST and (form.errors or not parts.are_valid())
    status = 422 if request.method == "POST" and refused else 200
    return render(request, "placements/receipt_allocate.html", context, status=status)


def _comes_to(
    form: PageForm, amount: Decimal, chosen: Sequence[Part], against: Sequence[Reason]
) -> dict[str, object]:
    form.add_reasons(reason._replace(row=None) for reason in against)
    return {"summary": summary(amount, chosen), "in_order": not against}


def _asked_for(request: DatedRequest, agreements: Sequence[Agreement]) -> Agreement | None:
    """The agreement that the form or the address names, or else the first."""
    slug = request.POST.get("agreement", request.GET.get("agreement"))
    named = (agreement for agreement in agreements if agreement.slug == slug)
    return next(named, agreements[0] if agreements else None)


def _offered(request: DatedRequest, agreement: Agreement) -> PartForms:
    """A form for each entry that may be paid, those that were chosen included."""
    opening, ending = _CHOSEN
    chosen = {
        key
        for name in request.POST
        if name.startswith(opening)
        and name.endswith(ending)
        and (key := read_key(name.removeprefix(opening).removesuffix(ending))) is not None
    }
    entries = payable(agreement.pk, request.as_of, chosen)
    return PartForms(entries, submitted_data(request))
