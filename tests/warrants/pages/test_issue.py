"""The issue page: the workings of what is owed, the five dates, the button and its refusals."""

import pytest
from django.test import Client

from tests.pages.plain_text import words
from tests.warrants.factories import issued_warrant, sold_placement, warrant_agreement
from warrants.models import Warrant

pytestmark = pytest.mark.django_db

FIRST = "/warrants/issue/sales-agreement/1/"


def test_it_shows_its_workings_and_five_dates(reader: Client) -> None:
    sold_placement(shares=949_710, price="4.0254")
    text = words(reader.get(FIRST))
    assert "94,971 warrant shares at $5.2330 to Cantor Fitzgerald & Co." in text
    assert "10.00% of them, rounded down p. S-11 94,971" in text
    assert "130.00% of it p. S-11" in text
    assert "divided by the shares sold 949,710" in text
    for line in (
        "Exercisable until Nov 15, 2006 running",
        "Cashless from Nov 15, 2002 not yet",
        "Transferable by the agreement from Nov 15, 2002 not yet the later of the two governs",
        "Transferable by the NASD rule from Nov 1, 2002 not yet",
        "Registrable from Nov 15, 2002 not yet",
        "5 years after the issue on Nov 15, 2001, the last day included",
    ):
        assert line in text


def test_one_button_issues_it(writer: Client) -> None:
    sold_placement()
    page = writer.post(FIRST, follow=True)
    assert page.redirect_chain == [("/warrants/neotherapeutics/1/", 302)]
    told = "Warrant 1 is issued to Cantor Fitzgerald & Co.: 1,000 shares at $5.2000."
    assert told in words(page)
    assert Warrant.objects.get().outstanding == 1000
    again = writer.post(FIRST)
    assert again.status_code == 422
    assert "No further warrant is owed for placement 1" in words(again)
    assert Warrant.objects.count() == 1


def test_it_refuses_with_a_sentence_while_sales_are_not_settled(writer: Client) -> None:
    sold_placement(delivered=False)
    page = writer.get(FIRST)
    sentence = "1 sale is not settled under placement 1: its warrant is issued once all are"
    assert sentence in words(page)
    assert "Issue warrant" not in words(page)
    refused = writer.post(FIRST)
    assert refused.status_code == 422
    assert sentence in words(refused)
    assert not Warrant.objects.exists()


def test_a_pooled_agreement_issues_for_the_programme_only(writer: Client) -> None:
    agreement = warrant_agreement(warrant_pooled=True)
    sold_placement(agreement)
    sold_placement(agreement, 20_000, "5.00")
    refused = writer.post(FIRST)
    assert refused.status_code == 422
    sentence = "pools its warrants over the programme: none is issued for one placement."
    assert sentence in words(refused)
    assert sentence in words(writer.get(FIRST))
    page = writer.get("/warrants/issue/sales-agreement/")
    assert "3,000 warrant shares at $6.0667" in words(page)
    assert writer.post("/warrants/issue/sales-agreement/").status_code == 302
    assert Warrant.objects.get().shares == 3000


def test_an_unpooled_agreement_issues_for_no_programme(writer: Client) -> None:
    sold_placement()
    refused = writer.post("/warrants/issue/sales-agreement/")
    assert refused.status_code == 422
    assert "gives a warrant for each placement" in words(refused)


def test_before_a_sale_nothing_is_owed(reader: Client) -> None:
    sold_placement()
    page = reader.get(FIRST + "?as_of=2001-11-08")
    assert "Nothing has been sold under placement 1, so no warrant is owed." in words(page)


def test_an_issued_one_is_named(reader: Client) -> None:
    issued_warrant()
    text = words(reader.get(FIRST))
    assert "Warrant 1, 1,000 shares at $5.2000" in text
    assert "No further warrant is owed for placement 1" in text
