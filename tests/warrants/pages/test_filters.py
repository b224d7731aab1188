"""The filters of the register page, by what the day left of each warrant."""

from datetime import date

import pytest
from django.test import Client

from tests.factories import UserFactory
from tests.pages.plain_text import words
from tests.warrants.factories import ISSUED_BY, another_holder, issued_warrant, warrant_agreement
from tests.warrants.pages.test_register import HERE, rows
from tests.worlds import built_once
from warrants.actions.register import transfer
from warrants.models import Holder, Warrant

pytestmark = pytest.mark.django_db

FILTERS = [
    ("state=outstanding", {1, 2}),
    ("state=exercisable", {1, 2}),
    ("state=cashless", set()),
    ("state=cashless&as_of=2002-11-15", {1, 2}),
    ("state=transferable&as_of=2002-11-14", set()),
    ("state=transferable&as_of=2002-11-15", {1, 2}),
    ("state=expired&as_of=2006-11-15", set()),
    ("state=expired&as_of=2006-11-16", {1, 2}),
    ("state=exercisable&as_of=2006-11-16", set()),
    ("holder=officer", {2}),
    ("holder=cantor-fitzgerald", {1, 2}),
    ("holder=officer&as_of=2001-11-28", set()),
    ("agreement=sales-agreement", {1, 2}),
    ("issued_from=2001-11-16", set()),
    ("expires_to=2006-11-15", {1, 2}),
]


@built_once(autouse=True)
def _two_warrants(db: None) -> None:
    agreement = warrant_agreement()
    issued_warrant(agreement)
    second = issued_warrant(agreement, 20_000, "5.00")
    transfer(
        second,
        holder_from=Holder.objects.get(),
        holder_to=another_holder("agent_officer", slug="officer"),
        shares=5,
        on=date(2001, 11, 29),
        by=UserFactory(),
        today=ISSUED_BY,
    )


@pytest.mark.parametrize(("query", "left"), FILTERS)
def test_filters(reader: Client, query: str, left: set[int]) -> None:
    text = rows(words(reader.get(f"{HERE}?{query}")) + " end", "Agent's warrants", " end")
    assert {w.number for w in Warrant.objects.all() if f"Warrant {w.number} Sales" in text} == left
