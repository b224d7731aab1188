"""The head is on every page and in every export, so that a rewritten chain shows against them."""

import pytest
from django.test import Client

from neoequity.books.models import ChainHead
from neoequity.people.models import User
from tests.clients import logged_in
from tests.ledger.tampering import Tamper
from tests.worlds import built_once


@built_once
def client(person: User) -> Client:
    return logged_in(person)


@pytest.mark.parametrize(
    "page",
    ["/", "/sales/", "/placements/", "/settlements/", "/warrants/", "/agreements/sales-agreement/"],
)
def test_a_page_ends_with_the_head_short_on_screen_and_whole_on_paper(
    books: None, client: Client, page: str
) -> None:
    head = ChainHead.objects.get()
    footer = client.get(page).content.decode().split("<footer", 1)[1]
    assert "10 entries sealed, chain head" in footer
    assert f">{head.digest[:12]}<" in footer
    assert f'print-digits">{head.digest}<' in footer


def test_a_page_still_opens_when_somebody_took_the_chain_away(
    tamper: Tamper, client: Client
) -> None:
    tamper("DELETE FROM books_seal", "DELETE FROM books_chainhead")
    response = client.get("/")
    assert response.status_code == 200
    assert "chain head" not in response.content.decode()


@pytest.mark.parametrize("dataset", ["sales", "agreements", "placements", "warrants"])
def test_an_export_names_the_head_it_was_written_under(
    books: None, client: Client, dataset: str
) -> None:
    head = ChainHead.objects.get()
    response = client.get(f"/exports/{dataset}.csv")
    assert response["X-Chain-Head"] == f"neotherapeutics 10 {head.digest}"
    assert response.getvalue()  # read to its end, so that the file behind it is closed
