"""Every page that links lead to, found without a browser: what a person opens, one of each kind."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

#: Where a walk begins; the rest is found by links.
STARTS = ("/", "/people/permissions/", "/accounts/two-factor/")
#: Files, and what reading must not do.
_NO_PAGE = re.compile(
    r"/(accounts/logout|exports|packs|attachments|jsi18n|admin/r|work/\d+/download)/|\.(csv|json|pdf|xlsx|zip)(\?|$)"
)
_LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))"


def kind_of(address: str) -> str | None:
    """The name of the address, which pages of one kind share; None for what is no page of ours."""
    path = urlsplit(address).path
    if not path.startswith("/") or _NO_PAGE.search(address):
        return None
    try:
        found = resolve(path)
    except Resolver404:
        return None
    if found.view_name == "reports:report":  # each report is a page of its own kind
        return path
    return found.view_name or found._func_path


def walked(page: Page, of_a_kind: int, *, admin: bool) -> Iterator[str]:
    """Open page after page, `of_a_kind` of each kind at most, and yield the address of each.

    With `admin` its pages are among them. The page is open while its address is yielded.
    """
    waiting, seen = [*STARTS, *(["/admin/"] if admin else [])], set[str]()
    counts: dict[str, int] = {}
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind is None or address in seen or (address.startswith("/admin/") and not admin):
            continue
        if counts.get(kind, 0) >= of_a_kind:
            continue
        seen.add(address)
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        counts[kind] = counts.get(kind, 0) + 1
        waiting += [link.partition("#")[0] for link in page.evaluate(_LINKS)]
        yield address
