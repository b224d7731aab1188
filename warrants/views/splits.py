"""The page of stock splits: those recorded, and a form that first shows a split's effects."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from neoequity.books.approvals.second_person import SPLITS, needs_second_person
from neoequity.books.approvals.selectors import requests_among
from neoequity.books.models import Approval, Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from warrants.actions.either import split_or_ask
from warrants.actions.split import answers_since
from warrants.forms.issuer import SplitForm
from warrants.models import Split
from warrants.selectors.adjustments import adjustments
from warrants.selectors.meanwhile import entered_meanwhile
from warrants.terms.request import SPLIT
from warrants.views.acting import form_page, sent_for_approval


@require_http_methods(["GET", "HEAD", "POST"])
def splits(request: DatedRequest) -> HttpResponse:
    """GET lists the splits by the day; POST records or asks for one.

    With `check` it only shows the effects.
    """
    if request.method == "POST":
        return _record(request)
    return _page(request, SplitForm(initial={"effective_on": request.today}), None)


@write_view("placements.add_split")
def _record(request: DatedRequest) -> HttpResponse:
    form = SplitForm(submitted_data(request))
    if "check" in request.POST:
        return _page(request, form, _meant(form) if form.is_valid() else None)
    done = acted(
        form,
        lambda cleaned: split_or_ask(
            cleaned["issuer"],
            **{name: value for name, value in cleaned.items() if name != "issuer"},
            by=request.user,
            today=request.today,
        ),
    )
    if done is None:
        return _page(request, form, _meant(form))
    if isinstance(done, Approval):
        return sent_for_approval(request, done, "warrants:splits")
    messages.success(request, f"The split of {done} is recorded, and the warrants are adjusted.")
    return redirect("warrants:splits")


def _meant(form: SplitForm) -> Split | None:
    """The split that the form describes; None if it is incomplete."""
    cleaned = form.cleaned_data
    issuer, new, old = cleaned.get("issuer"), cleaned.get("new"), cleaned.get("old")
    on = cleaned.get("effective_on")
    if not isinstance(issuer, Issuer) or not new or not old or new == old or on is None:
        return None
    return Split(issuer=issuer, effective_on=on, new=new, old=old, source=cleaned.get("source", ""))


def _page(request: DatedRequest, form: SplitForm, meant: Split | None) -> HttpResponse:
    recorded = Split.objects.filter(effective_on__lte=request.as_of)
    context: dict[str, object] = {
        "splits": recorded.select_related("issuer", "recorded_by").order_by("-effective_on"),
        "meant": meant,
        "adjustments": adjustments(meant) if meant else [],
        "meanwhile": entered_meanwhile(meant, meant.issuer) if meant else [],
        "answers": answers_since(meant.issuer, meant.effective_on) if meant else [],
        "asked": requests_among(Q(kind=SPLIT)).newest(),
        "asks": needs_second_person(SPLITS),
        "may_record": request.as_of == request.today
        and request.user.has_perm("placements.add_split"),
    }
    return form_page(request, "warrants/splits.html", form, context)
