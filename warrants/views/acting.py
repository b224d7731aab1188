"""What every page that writes entries does: find the warrant, act on a valid form."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField
from neoequity.books.pages.request import DatedRequest
from warrants.models import Holder, Warrant


def the_warrant(slug: str, number: int) -> Warrant:
    """The warrant of an issuer by its number, or 404."""
    warrants = Warrant.objects.select_related("issuer", "agreement", "placement", "series")
    terms = ("agreement__versions", "agreement__term_pages")
    return get_object_or_404(warrants.prefetch_related(*terms), issuer__slug=slug, number=number)


def asked(
    request: DatedRequest, template: str, form: PageForm, context: dict[str, Any]
) -> HttpResponse:
    """The page with its form, 422 while sentences stand against it."""
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def holder_of(warrant: Warrant, slug: str) -> Holder | None:
    """The holder that the address asks for, else the one who has most of the warrant."""
    holders = Holder.objects.filter(balances__warrant=warrant).order_by("-balances__shares")
    chosen = holders.filter(slug=slug).first() if slug else None
    return chosen or holders.first()


def day_of(request: DatedRequest, name: str) -> date | None:
    """The day that the address proposes; None where it proposes none, or nothing that is a day."""
    try:
        day: date | None = DayField(label="Day", required=False).clean(request.GET.get(name, ""))
    except ValidationError:
        return None
    return day


def not_yet(request: DatedRequest, name: str) -> HttpResponse:
    """404 with a sentence: on the day looked at there was no such thing."""
    return render(request, "warrants/not_yet.html", {"name": name}, status=404)
