"""The pages of API tokens, and the page that describes the API."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neoequity import clock
from neoequity.api.actions import create_api_token, revoke_anyones_api_token, revoke_api_token
from neoequity.api.endpoints import api
from neoequity.api.forms import TokenForm
from neoequity.api.models import ApiToken
from neoequity.api.schemas import MOST, RowsWanted
from neoequity.api.selectors import tokens
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from neoequity.read_access import for_whom

_OWN = "api.add_apitoken"
_USUAL_DAYS = timedelta(days=90)
_ABOUT_NAME = ("name", "The name of a report")


@write_view(_OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def own_tokens(request: DatedRequest) -> HttpResponse:
    """`/accounts/api-tokens/`: one's own tokens; creates one and shows it, this once.

    A token's last day is a real one, whatever day the example shows.
    """
    today = clock.real_day()
    form = TokenForm(submitted_data(request), initial={"expires_on": today + _USUAL_DAYS})
    made = acted(form, lambda said: create_api_token(**said, by=request.user, today=today))
    if made is not None:
        example = request.build_absolute_uri("/api/v1/positions")
        return render(request, "api/token.html", {"made": made, "example": example})
    context: dict[str, object] = {
        "form": form,
        "tokens": tokens(request.user),
        "own": True,
        "real_day": today,
    }
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@write_view(_OWN)
@require_POST
def revoke_own(request: DatedRequest, pk: int) -> HttpResponse:
    """`/accounts/api-tokens/<pk>/revoke/`: end a token of one's own."""
    token = get_object_or_404(ApiToken, pk=pk, revoked_at=None)
    if token.owner_id != request.user.pk:
        raise PermissionDenied
    revoke_api_token(token, by=request.user)
    return redirect("api_tokens")


@require_safe
def all_tokens(request: DatedRequest) -> HttpResponse:
    """`/people/api-tokens/`: everybody's tokens, for those who keep the accounts."""
    context = {"tokens": tokens(), "real_day": clock.real_day()}
    return render(request, "api/all_tokens.html", context)


@write_view("people.change_user")
@require_POST
def revoke_anyones(request: DatedRequest, pk: int) -> HttpResponse:
    """`/people/api-tokens/<pk>/revoke/`: end anybody's token."""
    token = get_object_or_404(ApiToken, pk=pk, revoked_at=None)
    revoke_anyones_api_token(token, by=request.user)
    return redirect("all_api_tokens")


@for_whom(None)
@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """`/help/api/`: the addresses of the API, what each takes and gives."""
    paths: Any = api.get_openapi_schema()["paths"]
    rows = [
        {
            "path": path,
            "summary": told["summary"],
            "takes": [*_taken_by(told.get("parameters", []))],
        }
        for path, methods in paths.items()
        for told in methods.values()
    ]
    common = [(name, field.description) for name, field in RowsWanted.model_fields.items()]
    context = {
        "rows": rows,
        "common": common,
        "most": MOST,
        "example": request.build_absolute_uri("/api/v1/positions"),
        "description": request.build_absolute_uri("/api/v1/openapi.json"),
    }
    return render(request, "api/help.html", context)


def _taken_by(parameters: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """The name and meaning of each parameter but those that all addresses take."""
    for each in parameters:
        if each["in"] == "path":
            yield _ABOUT_NAME
        elif each["name"] not in RowsWanted.model_fields:
            yield each["name"], each["schema"]["description"]
