"""What can be made in the background: the addresses of direct downloads, and what each is in words.

A job is such an address, to be opened later for whoever asked: its bytes are those of the download.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve

from neoequity import asof
from neoequity.books.days import written
from neoequity.books.models import Closing, Issuer
from neoequity.books.periods.rules import parse_period
from neoequity.books.refusal import Reason, Refused
from neoequity.datasets import DATASETS, in_words
from neoequity.readable import fault_in, texts_of
from neoequity.reports.all import REPORTS
from neoequity.reports.making import FORMS
from neoequity.reports.views import asked_in

#: Characters that a job keeps of an address.
LONGEST_ADDRESS = 2_000
_NAMES = {"csv": "CSV", "xlsx": "Excel", "pdf": "PDF", "zip": "ZIP"}


class Asked(NamedTuple):
    """A file to be made: the `address` says all of it, and `what` says it to people.

    It `is_fixed` unless what is recorded while it waits can still change it.
    """

    what: str
    address: str
    is_fixed: bool


class _Place(NamedTuple):
    """An address in its parts."""

    path: str
    query: QueryDict
    match: ResolverMatch
    as_of: date


def asked_at(address: str, today: date, moment: datetime) -> Asked:
    """The file of an address, as of its day or today, and as known at its moment or at `moment`.

    So what is recorded while it waits changes nothing, but for the pack of an open period, which
    has no moment. A closed period has one of its own.
    Raises Refused with a sentence for an address of which no file is made in the background.
    """
    place = _place(address, today)
    what, takes_a_moment = _KINDS[place.match.view_name](place)
    if place.match.view_name == "pack":
        return Asked(what, place.path, _is_closed(place))
    query = place.query.copy()
    query["as_of"] = place.as_of.isoformat()
    if takes_a_moment and not query.get("known_at"):
        query["known_at"] = moment.isoformat()
    fixed = f"{place.path}?{query.urlencode()}"
    if len(fixed) > LONGEST_ADDRESS:
        raise Refused([Reason("This filter is too long: choose fewer values.")])
    return Asked(what, fixed, is_fixed=True)


def forms_of(address: str) -> list[tuple[str, str]]:
    """The name of each form in which the address gives the same, and its address in that form."""
    path, _, query = address.partition("?")
    stem, _, ending = path.rpartition(".")
    if ending == "zip":
        return [(_NAMES[ending], address)]
    endings = FORMS if path.startswith("/reports/") else ("csv", "xlsx")
    rest = f"?{query}" if query else ""
    return [(_NAMES[each], f"{stem}.{each}{rest}") for each in endings]


def _place(address: str, today: date) -> _Place:
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404) as missing:  # ValueError: half of a host in brackets
        raise _no_file(address) from missing
    if match.view_name not in _KINDS:
        raise _no_file(address)
    query = QueryDict(parts.query)
    if unreadable := fault_in("The address", texts_of(query.lists())):
        raise Refused([Reason(unreadable)])
    text = query.get("as_of", "").strip()
    try:
        as_of = asof.parse_day(text) if text else today
    except ValueError as fault:
        raise Refused([Reason(str(fault))]) from fault
    return _Place(parts.path, query, match, as_of)


def _no_file(address: str) -> Refused:
    return Refused([Reason(f"“{address[:80]}” is not a file that can be made in the background.")])


def _dataset(place: _Place) -> tuple[str, bool]:
    dataset = place.match.kwargs["dataset"]
    if dataset not in DATASETS:
        raise _no_file(place.path)
    narrowed = set(place.query) - {"as_of", "known_at", "bom", "page", "sort"}
    filtered = ", filtered" if any(place.query.get(name) for name in narrowed) else ""
    form = _form(place)
    return f"{in_words(dataset)}{filtered} as {form}, as of {written(place.as_of)}", True


def _report(place: _Place) -> tuple[str, bool]:
    report, form = REPORTS.get(place.match.kwargs["name"]), place.match.kwargs["form"]
    if report is None or form not in FORMS:
        raise _no_file(place.path)
    asked = asked_in(place.query, place.as_of)
    days = f"{written(asked.since)} to {written(asked.until)}"
    return f"{report.title} as {_form(place)}, {days}", asked.known_at is None


def _pack(place: _Place) -> tuple[str, bool]:
    slug, label = place.match.kwargs["issuer"], place.match.kwargs["label"]
    issuer = Issuer.objects.filter(slug=slug).first()
    if issuer is None:
        raise _no_file(place.path)
    try:
        period = parse_period(label)
    except ValueError as fault:
        raise Refused([Reason(str(fault))]) from fault
    return f"Auditors’ pack of {issuer.name} for {period.label}", False


def _is_closed(place: _Place) -> bool:
    """Whether the period of a pack is closed, so that the pack has a moment of its own."""
    starts_on, ends_on = parse_period(place.match.kwargs["label"])
    closings = Closing.standing().filter(issuer__slug=place.match.kwargs["issuer"])
    return closings.filter(starts_on=starts_on, ends_on=ends_on).exists()


def _form(place: _Place) -> str:
    return _NAMES[place.path.rpartition(".")[2]]


#: By the name of its address: what the file is, and whether the address takes `known_at`.
_KINDS: dict[str, Callable[[_Place], tuple[str, bool]]] = {
    "export": _dataset,
    "export_workbook": _dataset,
    "reports:file": _report,
    "pack": _pack,
}
