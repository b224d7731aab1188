"""The calculator: both ways side by side with what speaks against each, then one is posted."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from neoequity.books.days import on_page
from tests.pages.plain_text import breaks_the_policy, words
from tests.warrants.factories import HolderFactory, last_entry, opened_warrant
from warrants.actions.calls import give_call_notice, price_call
from warrants.models import Entry, Series, Warrant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warrant")]

FIRST = "/warrants/neotherapeutics/1/exercise/"
PREVIEW = f"{FIRST}preview/"
NOT_YET = (
    "Cashless exercise is possible from Nov 15, 2002 on (p. S-12); this one is dated Nov 30, 2001"
)


def typed(**other: Any) -> dict[str, Any]:
    said = {
        "holder": "cantor-fitzgerald",
        "shares": "1000",
        "on": "2001-11-30",
        "market_price": "6.50",
    }
    return {**said, **other}


def test_a_fresh_page_proposes_all_that_the_holder_has(writer: Client) -> None:
    page = writer.get(FIRST)
    assert 'value="1,000"' in page.content.decode()
    text = words(page)
    assert "1,000 warrant shares at $5.2000 For cash Cashless" in text
    assert "do not use the programme's dollar capacity. They do use authorized shares." in text


@pytest.mark.parametrize("address", [PREVIEW, FIRST])
def test_both_ways_stand_side_by_side_and_nothing_is_posted(writer: Client, address: str) -> None:
    page = writer.post(address, typed(check="1"))
    assert page.status_code == 200
    assert breaks_the_policy(page) == []
    text = words(page)
    assert "Cash to pay $5,200.00 $0.00" in text
    assert "Shares received 1,000 200" in text
    assert "Their value at $6.5000 $6,500.00 $1,300.00" in text
    assert "Value less cash $1,300.00 $1,300.00" in text
    assert "Ready to exercise for cash." in text
    assert on_page(NOT_YET) in text
    assert Entry.objects.count() == 1


def test_it_posts_for_cash(writer: Client, warrant: Warrant) -> None:
    page = writer.post(FIRST, typed(way="cash", market_price=""), follow=True)
    assert "1,000 shares of warrant 1 are exercised for $5,200.00" in words(page)
    entry = last_entry(warrant)
    assert (entry.kind, entry.cash, entry.shares_issued) == ("cash_exercise", Decimal(5200), 1000)


def test_cashless_before_its_day_is_refused(writer: Client) -> None:
    page = writer.post(FIRST, typed(way="cashless"))
    assert page.status_code == 422
    assert NOT_YET in words(page)
    assert Entry.objects.count() == 1


def test_cashless_from_its_day_on_gives_shares_for_nothing(
    writer: Client, warrant: Warrant, later: date
) -> None:
    page = writer.post(FIRST, typed(way="cashless", on="2002-11-15"), follow=True)
    assert "200 shares of common stock are issued" in words(page)
    assert last_entry(warrant).shares_issued == 200


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"market_price": "5.20"}, "The market price of $5.2000 is not above the exercise price"),
        ({"market_price": ""}, "A cashless exercise needs the market price."),
        ({"shares": "1001"}, "1,001 shares are more than the 1,000"),
        ({"on": "2003-01-16"}, "is in the future"),
        ({"on": "2001-11-14"}, "The warrant was issued on Nov 15, 2001, after Nov 14, 2001."),
        ({"shares": "many"}, "Enter a whole number of shares"),
        ({"shares": ""}, "Warrant shares is missing."),
        ({"market_price": "1.2345678"}, "Enter a price in dollars"),
        ({"holder": "elsewhere"}, "There is no such holder of this warrant."),
    ],
)
def test_refusals_are_sentences_and_change_nothing(
    writer: Client, later: date, said: dict[str, str], sentence: str
) -> None:
    page = writer.post(FIRST, typed(on="2002-11-15", way="cashless") | said)
    assert page.status_code == 422
    assert sentence in words(page)
    assert Entry.objects.count() == 1


def test_after_its_last_day_it_is_refused(writer: Client, settings: Any) -> None:
    settings.NEOEQUITY_TODAY = date(2006, 11, 16)
    page = writer.post(FIRST, typed(on="2006-11-16", way="cash"))
    assert page.status_code == 422
    assert "The warrant could be exercised until Nov 15, 2006 (p. S-12)." in words(page)


def test_while_typing_a_blank_field_is_forgiven(writer: Client) -> None:
    page = writer.post(PREVIEW, {"holder": "cantor-fitzgerald", "on": "2001-11-30"})
    assert page.status_code == 200
    assert "is missing" not in words(page)
    assert "to compare both ways of exercise" in words(page)
    assert "Enter a whole number of shares" in words(writer.post(PREVIEW, typed(shares="x")))


def test_a_callable_series_answers_a_priced_call_in_cash_only(writer: Client) -> None:
    warrant = opened_warrant(holder=HolderFactory(slug="montrose", name="M", category="other"))
    address = f"{warrant.get_absolute_url()}exercise/"
    by = last_entry(warrant).recorded_by
    on = date(2001, 11, 28)
    call = give_call_notice(Series.objects.get(), delivered_on=on, by=by, today=date(2001, 11, 30))
    said = typed(holder="montrose", market_price="", way="cash", call="")
    refused = writer.post(address, said)
    assert refused.status_code == 422
    assert "in answer to a call whose price is set" in words(refused)
    price = Decimal("4.04")
    price_call(call, closing_bid=price, market_price=price, by=by, today=date(2001, 11, 30))
    assert "Exercise cashless" not in words(writer.get(address))
    assert writer.post(address, said | {"call": call.pk}).status_code == 302
    assert last_entry(warrant).cash == Decimal("3838.00")
    warrant.refresh_from_db()
    assert warrant.outstanding == 1_705_800
