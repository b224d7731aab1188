"""Pages of one's own account: signing in, another password, the second factor."""

import time
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from neoequity.books.addresses import page_of_ours
from neoequity.books.pages.writing import submitted_data
from neoequity.people import second_factor
from neoequity.people.demo_accounts import open_to_visitors
from neoequity.people.directory import known_people
from neoequity.people.entry import VERIFIED_BY, needs_second_factor
from neoequity.people.forms import CodeForm, LoginForm, NewPasswordForm
from neoequity.people.limits import forget_failures
from neoequity.people.models import User
from neoequity.people.sessions import BEGAN, USED

# In the session: the key that is offered, until a code shows that the phone has it.
_OFFERED = "offered_key"


class Login(LoginView):
    """Name and password; the hours of the session count from here."""

    form_class = LoginForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the demo people of an example's books, for its note."""
        return {**super().get_context_data(**kwargs), "demo_people": open_to_visitors()}

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; a session taken over from an earlier sign-in starts anew."""
        response = super().form_valid(form)
        for name in (BEGAN, USED, VERIFIED_BY):
            self.request.session.pop(name, None)
        return response


class NewPassword(PasswordChangeView):
    """A new password for oneself, which ends one's other sessions."""

    form_class = NewPasswordForm
    template_name = "people/password.html"
    success_url = reverse_lazy("dashboard")

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the request, which the limits on guessing look at."""
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, and say so."""
        response = super().form_valid(form)
        forget_failures(self.request, form.user.get_username())
        messages.success(self.request, "Your password is changed; your other sessions are ended.")
        return response


@require_http_methods(["GET", "HEAD", "POST"])
def two_factor_code(request: HttpRequest) -> HttpResponse:
    """Asks for the code of somebody who has given only the password."""
    person = _person(request)
    form = CodeForm(submitted_data(request))
    if request.session.get(VERIFIED_BY) == person.second_factor:
        return onward(request)
    if request.method == "POST" and form.is_valid():
        if second_factor.accepts(person, form.cleaned_data["code"]):
            request.session[VERIFIED_BY] = person.second_factor
            return onward(request)
        form.add_error(
            "code",
            "This code does not fit. Take the one the phone shows now; after a wrong code, the "
            "next is read only after a few seconds.",
        )
    context = {"form": form, "next": request.GET.get("next", "/")}
    return render(request, "people/two_factor_code.html", context, status=_status(form))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def two_factor(request: HttpRequest) -> HttpResponse:
    """Sets up the second factor, or says how it stands."""
    person = _person(request)
    form = CodeForm(submitted_data(request))
    key = request.session.setdefault(_OFFERED, second_factor.new_key())
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"].replace(" ", "")
        if codes := second_factor.set_up(person, key, code, now=time.time()):
            del request.session[_OFFERED]
            request.session[VERIFIED_BY] = known_people().get(pk=person.pk).second_factor
            return render(request, "people/recovery_codes.html", {"codes": codes})
        form.add_error("code", "This code does not fit the key. Take the one the phone shows now.")
    offered = second_factor.offer(person, key)
    context = {
        "form": form,
        "typed": offered.typed,
        "square": offered.square,
        "is_set_up": person.second_factor is not None,
        "required": needs_second_factor(person),
        "codes_left": second_factor.recovery_codes_left(person),
    }
    return render(request, "people/two_factor.html", context, status=_status(form))


@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes, shown this once."""
    person = _person(request)
    if person.second_factor is None:
        return redirect("two_factor")
    codes = second_factor.renew_recovery_codes(person)
    return render(request, "people/recovery_codes.html", {"codes": codes})


def onward(request: HttpRequest) -> HttpResponse:
    """A redirect to where the request wanted to go, if that is a page of ours."""
    return HttpResponseRedirect(page_of_ours(request, request.GET.get("next", "")))


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def _status(form: CodeForm) -> int:
    return 422 if form.errors else 200
