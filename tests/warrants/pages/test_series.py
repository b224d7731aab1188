"""The Class B page: terms, calls with the working of their price, what-if; splits; registration."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.pages.plain_text import words
from tests.warrants.factories import issued_warrant, opened_warrant
from warrants.models import CallNotice, RegistrationRequest, Split

pytestmark = pytest.mark.django_db

CLASS_B = "/warrants/series/class-b/"
SPLIT = {
    "issuer": "neotherapeutics",
    "effective_on": "2002-09-16",
    "new": "1",
    "old": "25",
    "source": "Form 8-K",
}


def test_a_call_is_given_priced_once_and_shown_with_its_working(writer: Client) -> None:
    opened_warrant()
    assert writer.post(f"{CLASS_B}call/", {"delivered_on": "2001-11-28"}).status_code == 302
    call = CallNotice.objects.get()
    address = f"{CLASS_B}calls/{call.pk}/price/"
    said = {"closing_bid": "4.04", "market_price": "4.04"}
    checked = writer.post(address, said | {"check": "1"})
    assert "times 95.00%, for the market price of $4.0400 is below $5.0000" in words(checked)
    call.refresh_from_db()
    assert call.exercise_price is None
    assert writer.post(address, said).status_code == 302
    text = words(writer.get(CLASS_B))
    assert "Notice of Nov 28, 2001 $3.8380" in text
    assert "exercise price, 95.00% of the bid $3.8380" in text
    again = writer.post(address, said)
    assert again.status_code == 422
    assert "The call of Nov 28, 2001 has its price already." in words(again)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2001-12-01", "is in the future"),
        ("2001-10-31", "The books of the Class B Warrants open on Nov 1, 2001."),
        ("", "Delivered on is missing."),
    ],
)
def test_calls_that_are_refused(writer: Client, day: str, sentence: str) -> None:
    opened_warrant()
    page = writer.post(f"{CLASS_B}call/", {"delivered_on": day})
    assert page.status_code == 422
    assert sentence in words(page)
    assert not CallNotice.objects.exists()


@pytest.mark.parametrize(
    ("price", "told"),
    [
        ("4.04", "All exercise 1,706,800 $6,550,698.40"),
        ("5.00", "times 97.00%, for the market price of $5.0000 is not below $5.0000"),
        ("40", "exercise price, the cap $33.7500"),
        ("4.04", "half answer 853,400 $3,275,349.20 None exercise 0 $0.00"),
        ("1.99", "The market price is below $2.0000: the issuer may be unable to use"),
    ],
)
def test_what_if(reader: Client, price: str, told: str) -> None:
    opened_warrant()
    assert told in words(reader.get(f"{CLASS_B}?price={price}"))


def test_a_what_if_that_cannot_be_read_is_told(reader: Client) -> None:
    opened_warrant()
    page = reader.get(f"{CLASS_B}?price=abc")
    assert page.status_code == 400
    assert "Enter a price in dollars" in words(page)


def test_a_split_says_first_what_it_will_do(writer: Client, later: date) -> None:
    issued_warrant()
    opened_warrant()
    checked = writer.post("/warrants/splits/", SPLIT | {"check": "1"})
    assert "Warrant 1 Cantor Fitzgerald & Co. 1,000 40 $5.2000 $130.0000" in words(checked)
    assert not Split.objects.exists()
    done = writer.post("/warrants/splits/", SPLIT, follow=True)
    assert "Sep 16, 2002 NeoTherapeutics, Inc. 1 for 25 Form 8-K" in words(done)
    after = words(writer.get("/warrants/neotherapeutics/1/"))
    assert "40 warrant shares outstanding at $130.0000" in after
    assert "Issued at $5.2000; adjusted for 1 for 25 on Sep 16, 2002." in after
    before = words(writer.get("/warrants/neotherapeutics/1/?as_of=2002-09-15"))
    assert "1,000 warrant shares outstanding at $5.2000" in before
    assert "$843.7500" in words(writer.get(CLASS_B))
    assert "$843.7500" not in words(writer.get(f"{CLASS_B}?as_of=2002-09-15"))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"effective_on": "2003-01-16"}, "is in the future"),
        ({"new": "25"}, "A split gives new shares for a different number of old ones."),
        ({"source": ""}, "A split names its source."),
        ({"new": "2000000"}, "A split counts up to 1,000,000 shares."),
    ],
)
def test_splits_that_are_refused(
    writer: Client, later: date, said: dict[str, str], sentence: str
) -> None:
    issued_warrant()
    page = writer.post("/warrants/splits/", SPLIT | said)
    assert page.status_code == 422
    assert sentence in words(page)
    assert not Split.objects.exists()


def asking(**other: Any) -> dict[str, Any]:
    said = {"agreement": "sales-agreement", "holder": "cantor-fitzgerald", "kind": "demand"}
    return {**said, "requested_on": "2002-11-15", **other}


def test_registration_is_recorded_from_its_day_on(writer: Client, later: date) -> None:
    issued_warrant()
    early = writer.post("/warrants/registration/", asking(requested_on="2002-11-14"))
    assert early.status_code == 422
    assert "Registration can be requested from Nov 15, 2002 on (p. S-12)" in words(early)
    assert not RegistrationRequest.objects.exists()
    page = writer.post("/warrants/registration/", asking(), follow=True)
    text = words(page)
    assert "The demand of Cantor Fitzgerald & Co. is recorded." in text
    assert "Nov 15, 2002 Demand Cantor Fitzgerald & Co. Sales Agreement" in text
    assert "Sales Agreement: 1 demand made; demands are “limited”" in text
    then = words(writer.get("/warrants/registration/?as_of=2002-11-14"))
    assert "No requests as of Nov 14, 2002." in then
    assert "Nov 15, 2002 not yet" in then


def test_a_request_of_no_kind_is_refused(writer: Client, later: date) -> None:
    issued_warrant()
    page = writer.post("/warrants/registration/", asking(kind="wish"))
    assert page.status_code == 422
    assert "A request is a demand or a piggyback." in words(page)


def test_the_cap_of_the_working_is_exact(reader: Client) -> None:
    opened_warrant(shares=3)
    assert f"All exercise 3 ${Decimal('11.51')}" in words(reader.get(f"{CLASS_B}?price=4.04"))
