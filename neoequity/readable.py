"""Requests that nothing here could read are answered once, for all pages: 400 and a whole sentence.

A NUL, half of a character or a number of thousands of digits raises wherever it is first used: in
the database, in a header, in `int`. No page checks for them.
"""

import codecs
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.http import parse_header_parameters

#: Addresses of this product stay far below.
LONGEST_ADDRESS = 8_000
#: No figure of the books has more than 18 digits, and Python reads at most 4,300.
MOST_DIGITS = 1_000
#: Where the WSGI handler notes that Django cannot read the content type: see `note_content_type`.
UNREADABLE_TYPE = "neoequity.unreadable_type"

_UNREADABLE = re.compile(rf"\0|[\ud800-\udfff]|\d{{{MOST_DIGITS}}}")
_NO_HEADER = re.compile("[^\x01-\xff]")
_LENGTH = re.compile("[0-9]{0,15}", re.ASCII)
_HEADERS = ("QUERY_STRING", "CONTENT_TYPE", "REMOTE_ADDR")
#: What Django raises for the headers of a form's parts, besides its own exceptions.
_MISREAD = (ValueError, LookupError, TypeError)


class ReadableMiddleware:
    """Reads address, headers and cookies before anything else does, the form before its view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        fault = _fault_of(request)
        return _refused(fault) if fault else self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Refuse a form that cannot be read; those above the limits are refused by Django."""
        if request.method != "POST":
            return None
        try:
            fields = texts_of(request.POST.lists())
        except UnreadablePostError:
            return _refused("The form did not arrive as a whole.")
        except _MISREAD:
            return _refused("The form is not written as forms are.")
        fault = fault_in("The form", fields)
        return _refused(fault) if fault else None


def note_content_type(environ: dict[str, Any]) -> None:
    """Set aside a content type that Django cannot read: it reads it before any middleware."""
    try:
        _, said = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        codecs.lookup(said.get("charset", "utf-8"))
    except _MISREAD:
        environ["CONTENT_TYPE"] = ""
        environ[UNREADABLE_TYPE] = True


def _fault_of(request: HttpRequest) -> str:
    """The sentence against everything but the form; empty if there is none."""
    if len(request.META.get("QUERY_STRING", "")) + len(request.path) > LONGEST_ADDRESS:
        return f"The address is longer than {LONGEST_ADDRESS:,} characters."
    for name, text in request.META.items():
        if (name.startswith("HTTP_") or name in _HEADERS) and _NO_HEADER.search(str(text)):
            return "A header contains a character that no header can carry."
    if not _LENGTH.fullmatch(str(request.META.get("CONTENT_LENGTH") or "")):
        return "The length of the request is not a number of bytes."
    charset = (request.content_params or {}).get("charset", "utf-8")
    if request.META.get(UNREADABLE_TYPE) or charset.lower() not in ("utf-8", "utf8"):
        return "The request is written otherwise than in UTF-8, or does not say how it is written."
    return fault_in("The address", [request.path, *texts_of(request.GET.lists())]) or fault_in(
        "A cookie", [*request.COOKIES, *request.COOKIES.values()]
    )


def texts_of(lists: Iterable[tuple[str, Iterable[object]]]) -> list[str]:
    """The names and the texts of an address or a form."""
    return [str(text) for name, texts in lists for text in (name, *texts)]


def fault_in(place: str, texts: Iterable[str]) -> str:
    """The sentence against what nothing could read in these texts; empty if there is none."""
    for text in texts:
        if unreadable := _UNREADABLE.search(text):
            return (
                f"{place} contains {_in_words(unreadable.group())}, which nothing in the books has."
            )
    return ""


def _in_words(unreadable: str) -> str:
    if unreadable == "\0":
        return "a NUL character"
    if unreadable.isdecimal():
        return f"a number of {MOST_DIGITS:,} digits or more"
    return "half of a character"


def _refused(sentence: str) -> HttpResponse:
    """The page without its header: who asks cannot be read either, or not yet."""
    page = render_to_string("400.html", {"sentence": f"{sentence} Nothing was changed."})
    return HttpResponse(page, status=400)
