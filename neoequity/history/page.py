"""`/history/`: who changed what, from what to what, when, by which path, and why."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.books.exporting.query import parse_moment
from neoequity.books.history.lines import Lines, history_lines, record_in_words
from neoequity.books.history.query import Place
from neoequity.books.history.sources import sources
from neoequity.books.pages.form_fields import read_key
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.tables import asked_of_export
from neoequity.history.dataset import history_by
from neoequity.history.filters import HistoryFilter

_LINES = 50


@require_safe
def history(request: DatedRequest) -> HttpResponse:
    """The events that match the filter, newest first, fifty to a page."""
    history_filter = HistoryFilter(request.GET)
    page = Lines([], None)
    if history_filter.is_valid():
        place = _place(request.GET.get("beneath", ""))
        sought = history_filter.narrow(history_by(request.as_of))
        page = history_lines(sources(), sought, most=_LINES, beneath=place)
    context = {
        "filter": history_filter,
        "filtered": history_filter.is_used(),
        "record": history_filter.record and record_in_words(history_filter.record),
        "lines": page.lines,
        "older": page.beneath and _beneath(request, page.beneath),
        "beneath": "beneath" in request.GET,
        "csv": asked_of_export(request),
    }
    return render(
        request, "neoequity/history.html", context, status=200 if history_filter.is_valid() else 400
    )


def _beneath(request: DatedRequest, place: Place) -> str:
    """The address of the next page."""
    query = request.GET.copy()
    query["beneath"] = f"{place.at.isoformat()}_{place.source}_{place.id}"
    return f"{request.path}?{query.urlencode()}"


def _place(text: str) -> Place | None:
    """Where the previous page ended; None, the top, for an invalid address."""
    at, _, rest = text.partition("_")
    source, _, key = rest.partition("_")
    try:
        moment = parse_moment(at, needs_zone=True)
    except ValueError:
        return None
    number, row = read_key(source), read_key(key)
    return None if number is None or row is None else Place(moment, number, row)
