"""What all pages that write share: the guard, acting on a valid form, and showing refusals."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from neoequity.books.database_refusal import DATABASE_REFUSES, reason_of
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.request import DatedRequest
from neoequity.books.refusal import Refused

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[Concatenate[DatedRequest, P], HttpResponse]


def write_view(permission: str) -> Callable[[View[P]], View[P]]:
    """403 without `permission` (app.codename); 409 with a sentence while another day is shown."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: DatedRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.as_of != request.today:
                return render(request, "placements/another_day.html", status=409)
            return view(request, *args, **kwargs)

        return permission_required(permission, raise_exception=True)(guarded)

    return guard


def submitted_data(request: HttpRequest) -> QueryDict | None:
    """The data of a POST, even if empty; None for any other request."""
    return request.POST if request.method == "POST" else None


def acted(form: PageForm, act: Callable[[Mapping[str, Any]], T]) -> T | None:
    """The result of `act` on a valid form; None if the form is not valid or `act` refuses.

    So it is where only the database refuses: a figure that rounds to nothing, say.
    """
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refused as refusal:
        form.add_reasons(refusal.reasons)
    except DATABASE_REFUSES as error:
        form.add_reasons([reason_of(error)])
    return None
