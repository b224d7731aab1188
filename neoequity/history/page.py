"""`/history/`: who changed what, from what to what, when, by which path, and why."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.books.history.lines import Lines, history_lines, record_in_words
from neoequity.books.history.query import Place
from neoequity.books.history.sources import sources
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.tables import asked_of_export
from neoequity.history.dataset import history_by
from neoequity.history.filters import HistoryFilter

_LINES = 50


@require_safe
def history(request: DatedRequest) -> HttpResponse:
    """The acts that the filter lets through, newest first, fifty to a page."""
    chosen = HistoryFilter(request.GET)
    found = Lines([], None)
    if chosen.is_valid():
        place = _place(request.GET.get("beneath", ""))
        sought = chosen.narrow(history_by(request.as_of))
        found = history_lines(sources(), sought, most=_LINES, beneath=place)
    context = {
        "filter": chosen,
        "filtered": chosen.is_used(),
        "record": chosen.record and record_in_words(chosen.record),
        "lines": found.lines,
        "older": found.beneath and _beneath(request, found.beneath),
        "beneath": "beneath" in request.GET,
        "csv": asked_of_export(request),
    }
    return render(
        request, "neoequity/history.html", context, status=200 if chosen.is_valid() else 400
    )


def _beneath(request: DatedRequest, place: Place) -> str:
    """The address of the next page."""
    query = request.GET.copy()
    query["beneath"] = f"{place.at.isoformat()}_{place.source}_{place.id}"
    return f"{request.path}?{query.urlencode()}"


def _place(text: str) -> Place | None:
    """Where the page before ended; the top for an address that asks for nonsense."""
    at, _, rest = text.partition("_")
    source, _, key = rest.partition("_")
    try:
        place = Place(datetime.fromisoformat(at), int(source), int(key))
    except ValueError:
        return None
    return place if place.at.tzinfo and abs(place.id) < 2**63 else None
