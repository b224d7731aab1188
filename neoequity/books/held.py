"""What other apps hold against an act of an app that does not know them, and add to its record.

`settings.HELD_AGAINST` lists the functions that give reasons against an event, `DONE_WITH` those
that keep something with it in the same transaction, `LINKED_TO` those that give links for the page
of a record.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from neoequity.books.accounts import User
from neoequity.books.refusal import Reason

#: A question with the act's subject and day, and today; it reads after the act took its locks.
Held = Callable[[Model, date, date], list[Reason]]


def reasons_against(event: str, subject: Model, *, on: date, today: date) -> list[Reason]:
    """Every reason that the functions of `HELD_AGAINST` give against an event of a day.

    Raises KeyError for an event that the setting does not list.
    """
    paths = settings.HELD_AGAINST[event]
    return [reason for path in paths for reason in _held(path)(subject, on, today)]


def reasons_against_approving(kind: str, request: Model, today: date) -> list[Reason]:
    """The reasons against approving a request of this kind now, if any app holds such."""
    event = f"{kind}_approval"
    if event not in settings.HELD_AGAINST:
        return []
    return reasons_against(event, request, on=today, today=today)


class Closed(NamedTuple):
    """Days that an app closes to sales, read along with the rows that every sale is held against.

    `question` asks for its rows about some issuers, by their keys; `against` gives the reasons of
    these rows against a sale under an agreement on a day.
    """

    question: Callable[[Collection[int]], QuerySet[Any, Any]]
    against: Callable[[Iterable[Any], Any, date], list[Reason]]


def closed_days(issuers: Iterable[int]) -> list[QuerySet[Any, Any]]:
    """The questions of `CLOSED_TO_SALES` about these issuers."""
    return [each.question(set(issuers)) for each in _closed()]


def reasons_of_days(rows: Sequence[list[Any]], agreement: Model, on: date) -> list[Reason]:
    """Every reason against a sale under an agreement on a day, given these questions' answers."""
    return [
        reason
        for each, own in zip(_closed(), rows, strict=True)
        for reason in each.against(own, agreement, on)
    ]


def _closed() -> Sequence[Closed]:
    closed: Sequence[Closed] = import_string(settings.CLOSED_TO_SALES)
    return closed


def do_with(event: str, subject: Model, *, on: date, by: User) -> None:
    """Let the functions of `DONE_WITH` keep what they keep of an event of a day."""
    for path in settings.DONE_WITH[event]:
        _function(path)(subject, on=on, by=by)


class Link(NamedTuple):
    """A page about a record in another app: what it says, and its address."""

    text: str
    url: str


def links_of(record: Model) -> list[Link]:
    """The links that the functions of `LINKED_TO` give for the page of this record."""
    paths = settings.LINKED_TO[record._meta.label_lower]
    return [link for path in paths for link in _function(path)(record)]


def _held(path: str) -> Held:
    held: Held = _function(path)
    return held


@cache
def _function(path: str) -> Callable[..., Any]:
    function: Callable[..., Any] = import_string(path)
    return function
