"""What the pages of warrants share: finding the warrant, and showing a form."""

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from neoequity.books.addresses import HasPage
from neoequity.books.approvals.actions import reasons_against_asking
from neoequity.books.approvals.second_person import WARRANTS, needs_second_person
from neoequity.books.models import Approval
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField
from neoequity.books.pages.request import DatedRequest
from warrants.models import Holder, Warrant


def the_warrant(slug: str, number: int) -> Warrant:
    """The warrant of an issuer by its number, or 404."""
    warrants = Warrant.objects.select_related("issuer", "agreement", "placement", "series")
    terms = ("agreement__versions", "agreement__term_citations")
    return get_object_or_404(warrants.prefetch_related(*terms), issuer__slug=slug, number=number)


def form_page(
    request: DatedRequest, template: str, form: PageForm, context: Mapping[str, object]
) -> HttpResponse:
    """The page with its form; 422 if the form has errors."""
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def holder_of(warrant: Warrant, slug: str) -> Holder | None:
    """The holder named in the address, else the largest holder of the warrant."""
    holders = Holder.objects.filter(balances__warrant=warrant).order_by("-balances__shares")
    named = holders.filter(slug=slug).first() if slug else None
    return named or holders.first()


def day_of(request: DatedRequest, name: str) -> date | None:
    """The day in the address; None if it is missing or invalid."""
    try:
        day: date | None = DayField(label="Day", required=False).clean(request.GET.get(name, ""))
    except ValidationError:
        return None
    return day


def not_yet(request: DatedRequest, name: str) -> HttpResponse:
    """A 404 page that says that `name` did not exist on the day shown."""
    return render(request, "warrants/not_yet.html", {"name": name}, status=404)


def second_person(kind: str, record: Model) -> dict[str, object]:
    """For a form's page: whether it asks for approval, and the reasons against asking now."""
    if not needs_second_person(WARRANTS):
        return {"asks": False}
    return {"asks": True, "against": list(reasons_against_asking(kind, record.pk))}


def sent_for_approval(request: DatedRequest, approval: Approval, to: str | HasPage) -> HttpResponse:
    """Say that the request waits, and lead to where its outcome will be seen."""
    messages.success(request, f"{approval} is awaiting a CFO's decision: {approval.what}.")
    return redirect(to)
