"""Who may look: every page shows the books, and only their readers see it, unless it says more."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from neoequity.roles import READ_BOOKS


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

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """The admin asks for the permission of each kind of row itself."""
        is_open = not getattr(view, "login_required", True)
        in_admin = request.resolver_match is not None and request.resolver_match.app_name == "admin"
        if is_open or in_admin:
            return
        needed = getattr(view, "for_whom", READ_BOOKS)
        if needed is not None and not request.user.has_perm(needed):
            raise PermissionDenied
