"""The page of stock splits: those recorded, and a form that first shows a split's effects."""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from neoequity.books.models import Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from warrants.actions.split import answers_since, record_split
from warrants.forms.issuer import SplitForm
from warrants.models import Split, Warrant
from warrants.selectors.meanwhile import entered_meanwhile
from warrants.selectors.register import Holding, holdings, prices_on
from warrants.views.acting import form_page


class Adjustment(NamedTuple):
    """One holding after a split: its shares and the exercise price."""

    holding: Holding
    shares: int
    price: Decimal | None
    price_after: Decimal | None


@require_http_methods(["GET", "HEAD", "POST"])
def splits(request: DatedRequest) -> HttpResponse:
    """GET lists the splits by the day; POST records one, or with `check` shows its effects."""
    if request.method == "POST":
        return _record(request)
    return _page(request, SplitForm(initial={"effective_on": request.today}), None)


@write_view("placements.add_split")
def _record(request: DatedRequest) -> HttpResponse:
    form = SplitForm(submitted_data(request))
    if "check" in request.POST:
        return _page(request, form, _meant(form) if form.is_valid() else None)
    split = acted(
        form,
        lambda cleaned: record_split(
            cleaned["issuer"],
            **{name: value for name, value in cleaned.items() if name != "issuer"},
            by=request.user,
            today=request.today,
        ),
    )
    if split is None:
        return _page(request, form, _meant(form))
    messages.success(request, f"The split of {split} is recorded, and the warrants are adjusted.")
    return redirect("warrants:splits")


def _meant(form: SplitForm) -> Split | None:
    """The split that the form describes; None if it is incomplete."""
    cleaned = form.cleaned_data
    issuer, new, old = cleaned.get("issuer"), cleaned.get("new"), cleaned.get("old")
    on = cleaned.get("effective_on")
    if not isinstance(issuer, Issuer) or not new or not old or new == old or on is None:
        return None
    return Split(issuer=issuer, effective_on=on, new=new, old=old, source=cleaned.get("source", ""))


def _adjustments(split: Split) -> list[Adjustment]:
    """Every holding on the day before the split, and after it."""
    eve = split.effective_on - timedelta(days=1)
    balances = [row for row in holdings(eve) if row.warrant.issuer_id == split.issuer_id]
    warrants: dict[int, Warrant] = {row.warrant.pk: row.warrant for row in balances}
    prices = prices_on(warrants.values(), eve)
    rows = []
    for row in balances:
        price = prices[row.warrant.pk]
        after = split.ratio.price(price) if price is not None else None
        rows.append(Adjustment(row, split.ratio.shares(row.shares), price, after))
    return rows


def _page(request: DatedRequest, form: SplitForm, meant: Split | None) -> HttpResponse:
    recorded = Split.objects.filter(effective_on__lte=request.as_of)
    context: dict[str, object] = {
        "splits": recorded.select_related("issuer", "recorded_by").order_by("-effective_on"),
        "meant": meant,
        "adjustments": _adjustments(meant) if meant else [],
        "meanwhile": entered_meanwhile(meant, meant.issuer) if meant else [],
        "answers": answers_since(meant.issuer, meant.effective_on) if meant else [],
        "may_record": request.as_of == request.today
        and request.user.has_perm("placements.add_split"),
    }
    return form_page(request, "warrants/splits.html", form, context)
