"""The order and columns of a table that a reader chose stand again at the next visit."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PlacementFactory, UserFactory, sell
from tests.pages.plain_text import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def sales() -> str:
    """The list of two sales, of which the second is the larger."""
    placement, person = PlacementFactory(accepted=True), UserFactory(username="clerk")
    sell(placement, shares=100, by=person)
    sell(placement, shares=900, by=person)
    return reverse("placements:sales")


def shares_in_order(client: Client, address: str) -> list[str]:
    return re.findall(r'data-label="Shares"[^>]*>([0-9,]+)<', client.get(address).content.decode())


def columns(client: Client, address: str) -> list[str]:
    return re.findall(r'data-label="([A-Za-z]+)"', client.get(address).content.decode())


@pytest.mark.parametrize(
    ("order", "shares"), [("shares", ["100", "900"]), ("-shares", ["900", "100"])]
)
def test_a_table_stands_in_the_order_that_was_chosen(
    reader: Client, sales: str, order: str, shares: list[str]
) -> None:
    reader.cookies["table_sale"] = f"{order}~"

    assert shares_in_order(reader, sales)[:2] == shares


def test_the_order_in_the_address_goes_before_the_remembered_one(
    reader: Client, sales: str
) -> None:
    reader.cookies["table_sale"] = "shares~"

    assert shares_in_order(reader, f"{sales}?sort=-shares")[:2] == ["900", "100"]


def test_a_hidden_column_is_left_out_and_can_be_shown_again(reader: Client, sales: str) -> None:
    reader.cookies["table_sale"] = "~price,net"

    shown = columns(reader, sales)
    page = reader.get(sales).content.decode()

    assert not {"Net", "Price"} & set(shown)
    assert "Gross" in shown
    assert re.search(r'value="net">Net', page)
    assert re.search(r'value="gross" checked>Gross', page)


def test_the_first_column_is_always_shown(reader: Client, sales: str) -> None:
    reader.cookies["table_sale"] = "~number"

    assert "Sale" in columns(reader, sales)


@pytest.mark.parametrize(
    "cookie",
    ["nonsense", "~", "shares;--~x", "%00%ff~%", "~" + "no," * 500, "-~-", "id~id,pk"],
)
def test_a_cookie_that_says_nothing_of_the_table_changes_nothing(
    reader: Client, sales: str, cookie: str
) -> None:
    before = words(reader.get(sales))
    reader.cookies["table_sale"] = cookie

    assert words(reader.get(sales)) == before


def test_the_file_of_a_table_has_every_column(reader: Client, sales: str) -> None:
    reader.cookies["table_sale"] = "-shares~price,net"
    file = b"".join(reader.get(reverse("export", args=["sales"])).streaming_content)  # type: ignore[attr-defined]  # a file

    assert b",price,gross,commission,net," in file.splitlines()[0]
