"""A cell of the table: what a role gets to see, against what the table says."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Protocol

from django.db import transaction
from django.test import Client

from tests.books import nothing_changes
from tests.permissions.house import House
from tests.permissions.pages import Page
from tests.permissions.people import STRANGER

METHODS = ("get", "post")
#: What is answered to somebody who may: the page, where it leads, or what is wrong in the form.
_OPENED = {"get": {200}, "post": {200, 302, 422}}
#: Not for this person, or for nobody in this way.
_REFUSED = {403, 405}


def wrong_cells(pages: Iterable[Page], role: str, client: Client, house: House) -> list[str]:
    """The cells in which the product answers otherwise than the table says, in words.

    What a role may send is taken back; what it may not send leaves the books as they were.
    """
    cells = [(page, method) for page in pages for method in METHODS]
    may = [cell for cell in cells if role in getattr(cell[0], cell[1])]
    wrong = list(_wrong(may, role, client, house))
    with nothing_changes():
        wrong += _wrong([cell for cell in cells if cell not in may], role, client, house)
    return wrong


def _wrong(
    cells: Iterable[tuple[Page, str]], role: str, client: Client, house: House
) -> Iterator[str]:
    kept = client.cookies
    for page, method in cells:
        client.cookies = deepcopy(kept)  # some cells sign out
        address = page.address.format(**house.keys)
        with transaction.atomic():
            response = getattr(client, method)(address)
            transaction.set_rollback(True)
        if not is_as_told(page, method, role, response):
            yield f"{role}: {method.upper()} {address} gives {response.status_code}"


class Answer(Protocol):
    """As much of an answer as a cell is judged by."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...


def is_as_told(page: Page, method: str, role: str, response: Answer) -> bool:
    """Whether the answer is what the table says."""
    told = page.get_instead.get(role) if method == "get" else None
    if isinstance(told, str):
        return response.headers.get("Location") == told
    if told is not None:
        return response.status_code == told
    if role == STRANGER and not page.open_to_all:
        return response.headers.get("Location", "").startswith("/accounts/login/")
    may = getattr(page, method)
    if role in may or (role == STRANGER and may):
        return response.status_code in _OPENED[method]
    return response.status_code in _REFUSED
