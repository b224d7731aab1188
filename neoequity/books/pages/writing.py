"""The guard before every page that writes: the permission, and the day it is done on."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from neoequity.books.pages.request import DatedRequest

P = ParamSpec("P")
View = Callable[Concatenate[DatedRequest, P], HttpResponse]


def writes(permission: str) -> Callable[[View[P]], View[P]]:
    """403 without `permission` (app.codename); 409 with a sentence while another day is shown."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: DatedRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.as_of != request.today:
                return render(request, "placements/another_day.html", status=409)
            return view(request, *args, **kwargs)

        return permission_required(permission, raise_exception=True)(guarded)

    return guard


def said_by(request: HttpRequest) -> QueryDict | None:
    """What was sent with POST, even if it is nothing; None for a page that only asks."""
    return request.POST if request.method == "POST" else None
