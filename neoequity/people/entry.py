"""What stands between a password and the books: a code, news to be seen, a second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from neoequity.books.rights import ADMINISTRATOR, CFO
from neoequity.people.models import User

#: The pages that lead into the books, in the order in which they are passed.
CODE, NEWS, SET_UP = "two_factor_code", "credentials", "two_factor"
LEAVE = "logout"
#: In the session: the device whose code was given.
VERIFIED_BY = "second_factor"
#: Groups whose members need a second factor where the installation asks for one.
TRUSTED = {CFO, ADMINISTRATOR}


def next_step(user: AbstractBaseUser | AnonymousUser, session: SessionBase) -> str | None:
    """The page that must be passed next, None for somebody who has entered."""
    if not isinstance(user, User):
        return settings.LOGIN_URL
    if user.second_factor is not None and session.get(VERIFIED_BY) != user.second_factor:
        return CODE
    if user.has_unseen_changes:
        return NEWS
    if user.second_factor is None and needs_second_factor(user):
        return SET_UP
    return None


def has_entered(request: HttpRequest) -> bool:
    """Whether somebody has signed in and passed every step."""
    user = getattr(request, "user", None)
    return user is not None and next_step(user, request.session) is None


def needs_second_factor(person: User) -> bool:
    """Whether the installation asks for a second factor of somebody in this position."""
    trusted = person.is_superuser or TRUSTED & set(person.group_names)
    return bool(settings.TWO_FACTOR_REQUIRED and trusted)


class EntryMiddleware:
    """Leads whoever has only given a password to what is still missing, from every address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """A redirect to the next step, unless this is its page, or a page open to all."""
        if not getattr(view, "login_required", True):
            return None
        step = next_step(request.user, request.session)
        here = request.resolver_match.view_name if request.resolver_match else ""
        return None if step is None or here in {step, LEAVE} else led_to(step, request)


def led_to(step: str, request: HttpRequest) -> HttpResponse:
    """A redirect to the step, which leads on to where the request wanted to go."""
    query = QueryDict(mutable=True)
    query["next"] = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    return HttpResponseRedirect(f"{reverse(step)}?{query.urlencode(safe='/')}")
