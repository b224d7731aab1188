"""The books as a whole, to show that a refused act left no trace in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from pghistory.models import Context

from neoequity.books.models import MarketClosure
from neoequity.books.refusal import Refused

Books = dict[str, tuple[int, str]]

#: The apps of the books.
OURS = ("books", "placements", "warrants", "company", "statements")
#: The connection that has planned the question, which takes longer than to answer it.
_planned_on: list[Any] = []


def books() -> Books:
    """The number of rows of every table of ours, the history included, and a digest over them.

    But for the calendar's 1,500 closed weekdays: none of the product's acts writes them.
    """
    with connection.cursor() as cursor:
        if _planned_on != [connection.connection]:
            cursor.execute(f"PREPARE books_as_a_whole AS {_every_table()}")
            _planned_on[:] = [connection.connection]
        cursor.execute("EXECUTE books_as_a_whole")
        return {label: (rows, digest) for label, rows, digest in cursor.fetchall()}


@cache
def _every_table() -> str:
    ours = (apps.get_app_config(label) for label in OURS)
    models: list[type[Model]] = [*(model for app in ours for model in app.get_models()), Context]
    return " UNION ALL ".join(
        f"SELECT '{model._meta.label}', COUNT(*), "  # noqa: S608  # names of our own tables
        f"md5(string_agg(t::text, E'\\n' ORDER BY t.{model._meta.pk.column})) "
        f"FROM {model._meta.db_table} t"
        for model in models
        if model is not MarketClosure and not model._meta.proxy
    )


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Whatever happens inside, the books are the same afterwards."""
    before = books()
    yield
    assert books() == before


@contextmanager
def refused(*sentences: str) -> Iterator[None]:
    """The act inside is refused with exactly these sentences, and nothing changes."""
    with nothing_changes(), pytest.raises(Refused) as refusal:
        yield
    assert [reason.sentence for reason in refusal.value.reasons] == list(sentences)
    assert str(refusal.value) == "\n".join(sentences)
