"""The day that a page shows: `?as_of=YYYY-MM-DD`, else today."""

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from neoequity import clock
from neoequity.books.days import read_day

# The days that can be shown; the market calendar covers them.
EARLIEST, LATEST = date(1980, 1, 1), date(2100, 12, 31)


def parse_day(text: str) -> date:
    """The day written as YYYY-MM-DD. Raises ValueError with a whole sentence otherwise."""
    day = read_day(text)
    if day is None:
        raise ValueError(
            f"The as-of day must be a date such as 2001-11-09, but it is “{text[:40]}”."
        )
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"The as-of day must lie between {EARLIEST} and {LATEST}, not on {day}.")
    return day


class AsOfMiddleware:
    """Sets `request.today`, `request.as_of` and `request.as_of_given` for every view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _set_days(request, clock.today(), None)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Read the address only now, after anonymous users have been sent to the sign-in page."""
        text = request.GET.get("as_of", "").strip()
        if not text:
            return None
        try:
            _set_days(request, clock.today(), parse_day(text))
        except ValueError as error:
            if getattr(view, "answers_in_json", False):
                return JsonResponse({"detail": str(error)}, status=400)
            return render(request, "400.html", {"sentence": str(error)}, status=400)
        return None


def _set_days(request: HttpRequest, today: date, given: date | None) -> None:
    vars(request).update(today=today, as_of=given or today, as_of_given=given is not None)
