"""Who may look: every page shows the books, and only their readers see it, unless it says more."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from neoequity.roles import READ_BOOKS, SEE_PEOPLE


def for_whom(permission: str | None) -> Callable[[Any], Any]:
    """Marks a view that shows no books: it needs `permission`, or where None only a login."""

    def mark(view: Any) -> Any:
        view.for_whom = permission
        return view

    return mark


class ReadersMiddleware:
    """403 for somebody logged in who may not read; stands after the login, before the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """An Administrator, who reads no books, is led from the first screen to the people."""
        if not getattr(view, "login_required", True) or _may_open(request, view):
            return None
        if _opens_first_screen(request) and request.user.has_perm(SEE_PEOPLE):
            return redirect("people")
        raise PermissionDenied


def _may_open(request: HttpRequest, view: Any) -> bool:
    found = request.resolver_match
    if found is not None and found.app_name == "admin":
        return request.user.is_staff  # the admin asks for the permission of each kind of row itself
    needed = getattr(view, "for_whom", READ_BOOKS)
    return needed is None or request.user.has_perm(needed)


def _opens_first_screen(request: HttpRequest) -> bool:
    found = request.resolver_match
    return request.method == "GET" and found is not None and found.view_name == "dashboard"
