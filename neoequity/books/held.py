"""What other apps hold against an act of an app that does not know them."""

from collections.abc import Callable
from datetime import date
from functools import cache

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from neoequity.books.refusal import Reason

#: A question with the act's subject and day, and today; it reads after the act took its locks.
Held = Callable[[Model, date, date], list[Reason]]


def reasons_against(event: str, subject: Model, *, on: date, today: date) -> list[Reason]:
    """Every reason that the functions of `HELD_AGAINST` give against an event of a day.

    Raises KeyError for an event that the setting does not list.
    """
    paths = settings.HELD_AGAINST[event]
    return [reason for path in paths for reason in _held(path)(subject, on, today)]


@cache
def _held(path: str) -> Held:
    held: Held = import_string(path)
    return held
