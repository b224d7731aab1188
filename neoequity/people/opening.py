"""The pages that a one-time link opens, and the one that tells what others set."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import submitted_data
from neoequity.people.forms import ChosenPasswordForm, SeenForm
from neoequity.people.limits import count_failure, is_refused
from neoequity.people.links import (
    NO_LINK,
    USED,
    choose_password,
    person_named,
    reason_against_link,
)
from neoequity.people.models import User
from neoequity.people.told import changes_told_to, note_as_seen
from neoequity.people.views import onward

# In the session: key and token of the link that was opened.
_LINK = "opened_link"


@login_not_required
@require_safe
def open_link(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Takes the token out of the address, so that no log of addresses holds one that works."""
    request.session[_LINK] = [key, token]
    return redirect("choose_password")


@sensitive_post_parameters()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Asks the person for whom the link was made for a password; logs nobody in."""
    if _LINK not in request.session:
        messages.info(request, NO_LINK)
        return redirect("login")
    key, token = request.session[_LINK]
    person = person_named(key)
    name = person.get_username() if person else None
    if is_refused(request, name):
        return HttpResponse(status=429)
    against = reason_against_link(person, token)
    if person is None or against:
        return _failed(request, name, against or USED)
    form = ChosenPasswordForm(person, submitted_data(request))
    if request.method == "POST" and form.is_valid():
        if not choose_password(person, token, form.cleaned_data["password1"]):
            return _failed(request, name, USED)
        del request.session[_LINK]
        messages.success(request, f"The password of {name} is chosen. Sign in with it now.")
        return redirect("login")
    context = {"form": form, "person": person}
    return render(
        request, "people/choose_password.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def credentials(request: DatedRequest) -> HttpResponse:
    """Tells what others set for this account, until it is seen."""
    person: User = request.user
    form = SeenForm(submitted_data(request))
    if request.method == "POST" and form.is_valid():
        note_as_seen(person, up_to=form.cleaned_data["up_to"])
        return onward(request)
    changes = list(changes_told_to(person))
    context = {"changes": changes, "up_to": max((change.pk for change in changes), default=0)}
    return render(request, "people/credentials.html", context, status=422 if form.errors else 200)


def _failed(request: HttpRequest, name: str | None, sentence: str) -> HttpResponse:
    del request.session[_LINK]
    count_failure(request, name)
    return render(request, "people/link_ended.html", {"sentence": sentence}, status=410)
