"""The books as a whole, to show that a refused act left no trace in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from pghistory.models import Context

from placements.models import MarketClosure
from placements.terms.refusal import Refused

Books = dict[str, list[tuple[Any, ...]]]


def books() -> Books:
    """Every row of every table of ours, the history included.

    But for the calendar's 1,500 closed weekdays: none of the product's acts writes them.
    """
    ours = (apps.get_app_config(label) for label in ("placements", "warrants"))
    models: list[type[Model]] = [*(model for app in ours for model in app.get_models()), Context]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in models
        if model is not MarketClosure
    }


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
