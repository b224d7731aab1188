"""Lists: the empty say why, the long stand on pages, and each has the order asked for."""

import pytest
from django.test import Client

from tests.factories import PlacementFactory, sell, sell_many
from tests.pages.plain_text import words

pytestmark = pytest.mark.django_db

SALES = "/sales/"
SETTLEMENTS = "/settlements/"


def test_fifty_rows_stand_on_a_page_and_none_on_two(reader: Client) -> None:
    sell_many(PlacementFactory(accepted=True), 120, shares=10)
    pages = [
        [
            row.record.number
            for row in reader.get(f"{SALES}?sort=trade_date&page={n}").context["table"].page
        ]
        for n in (1, 2, 3)
    ]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert sorted(number for page in pages for number in page) == list(range(1, 121))


@pytest.mark.parametrize(
    "query",
    [
        {"page": "999"},
        {"page": "none"},
        {"page": "-1"},
        {"per_page": "0"},
        {"sort": "password"},
        {"sort": "-gross,net"},
    ],
)
def test_an_address_that_asks_for_nonsense_gets_the_nearest_page(
    reader: Client, query: dict[str, str]
) -> None:
    sell(PlacementFactory(accepted=True))
    response = reader.get(SALES, query)
    assert response.status_code == 200
    assert len(response.context["table"].page) == 1


def test_the_table_is_sorted_by_the_column_asked_for(reader: Client) -> None:
    placement = PlacementFactory(accepted=True)
    for shares in (300, 100, 200):
        sell(placement, shares)
    for order, expected in (("gross", [100, 200, 300]), ("-gross", [300, 200, 100])):
        rows = reader.get(SALES, {"sort": order}).context["table"].rows
        assert [row.record.shares for row in rows] == expected


def test_an_empty_table_says_why(reader: Client) -> None:
    assert "No sales as of Nov 13, 2001." in words(reader.get(SALES))
    assert "No sales match these filters." in words(reader.get(SALES, {"status": "settled"}))


def test_an_empty_list_of_settlements_says_so(reader: Client) -> None:
    assert "Every sale has settled: nothing is awaiting" in words(reader.get(SETTLEMENTS))


def test_a_long_list_of_settlements_stands_on_pages_with_totals_of_all(
    reader: Client,
) -> None:
    sell_many(PlacementFactory(accepted=True), 150, shares=10)
    first, second = (reader.get(SETTLEMENTS, {"page": page}) for page in ("1", "2"))
    assert "Upcoming 150 sales, 1,500 shares, $5,760.00 net" in words(first)
    assert [len(page.context["page"]) for page in (first, second)] == [100, 50]
    assert "Page 2 of 2" in words(second)
    assert reader.get(SETTLEMENTS, {"page": "none"}).context["page"].number == 1
