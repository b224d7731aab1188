"""Read access: only readers of the books see a page, unless its view is marked otherwise."""

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from neoequity.books.accounts import User
from neoequity.roles import READ_BOOKS, SEE_PEOPLE

V = TypeVar("V", bound=Callable[..., object])


def for_whom(permission: str | None) -> Callable[[V], V]:
    """Mark a view as not showing the books: it needs `permission`, or if None only a sign-in."""

    def mark(view: V) -> V:
        view.for_whom = permission  # type: ignore[attr-defined]  # read by the middleware
        return view

    return mark


def right_to(view: object) -> str | None:
    """The permission (app.codename) that a page needs; None where a sign-in is enough."""
    needed: str | None = getattr(view, "for_whom", READ_BOOKS)
    return needed


class ReadersMiddleware:
    """Answers 403 to signed-in users without the right; runs after sign-in, before the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Administrators, who do not read the books, go from the first screen to the users."""
        if not getattr(view, "login_required", True) or _may_open(request, view):
            return None
        if _opens_first_screen(request) and request.user.has_perm(SEE_PEOPLE):
            return redirect("people")
        raise PermissionDenied


def may_open(person: User, view: object) -> bool:
    """Whether somebody who signed in has the right that a view needs: by default, to read."""
    needed = right_to(view)
    return needed is None or person.has_perm(needed)


def _may_open(request: HttpRequest, view: object) -> bool:
    match = request.resolver_match
    if match is not None and match.app_name == "admin":
        return request.user.is_staff  # the admin checks permissions by model
    return may_open(cast(User, request.user), view)


def _opens_first_screen(request: HttpRequest) -> bool:
    match = request.resolver_match
    return (
        request.method in ("GET", "HEAD") and match is not None and match.view_name == "dashboard"
    )
