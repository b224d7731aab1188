"""The first screen of books in which nothing stands yet, and how it grows with them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from placements.models import Placement
from tests.factories import AgreementFactory, PlacementFactory, UserFactory, sell_many
from tests.pages.plain_text import words

pytestmark = pytest.mark.django_db


def test_without_an_agreement_it_says_how_to_load_one(reader: Client) -> None:
    text = words(reader.get("/"))
    assert "No agreement is loaded yet" in text
    assert "manage.py load_programme neoequity/programmes/neotherapeutics.toml" in text
    assert "administration" not in text


def test_without_a_sale_every_list_says_that_it_is_empty(reader: Client) -> None:
    AgreementFactory()
    text = words(reader.get("/"))
    assert "Average price not available" in text
    assert "Every sale has settled: nothing is awaiting delivery." in text
    assert "No sales by then." in text
    assert "Nothing has been recorded yet." in text


def test_its_queries_do_not_grow_with_sales_and_placements(reader: Client) -> None:
    by = UserFactory()
    for trait in ({}, {"other": True}):
        agreement = AgreementFactory(**trait)
        opened = PlacementFactory(
            agreement=agreement, accepted=True, shares_offered=2_000_000, by=by
        )
        sell_many(opened, 5, shares=10, by=by)
    few = _queries(reader)
    for placement in Placement.objects.all():
        sell_many(placement, 500, shares=10, by=by)
        PlacementFactory.create_batch(10, agreement=placement.agreement, proposed=True, by=by)
    assert _queries(reader) == few


def _queries(reader: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert reader.get("/").status_code == 200
    return len(asked)
