"""Corrections of records by the kernel's pages, and the choices that its forms make for people."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from neoequity.books.models import Approval, Issuer
from neoequity.books.records import forms
from neoequity.company.models import MarketPrice
from neoequity.people.models import User
from tests.clients import logged_in
from tests.factories import IssuerFactory, UserFactory
from tests.kinds.test_company_figures import FIGURES
from tests.kinds.test_company_market import POSITIONS, PRICES
from tests.kinds.test_company_registers import COUNTINGS
from tests.pages.plain_text import words
from tests.worlds import built_once

NEW = "/records/marketprice/new/"


@built_once
def clerk(treasurer: User, company: Issuer) -> Client:
    User.objects.filter(pk=treasurer.pk).update(is_staff=True)
    return logged_in(User.objects.get(pk=treasurer.pk))


@built_once
def price(treasurer: User, company: Issuer) -> MarketPrice:
    row: MarketPrice = PRICES.post(treasurer)
    return row


def corrected(price: MarketPrice, by: User) -> MarketPrice:
    facts = {"close": Decimal("4.05"), "replaces": price, "remark": "Mistyped"}
    row: MarketPrice = PRICES.post(by, **facts)
    return row


def options(client: Client, address: str, name: str) -> list[tuple[str, bool]]:
    """The keys that a select offers, and whether each is chosen; without the empty one."""
    page = client.get(address).content.decode()
    select = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    assert select is not None
    found = re.findall(r'<option value="(\d+)"( selected)?', select[0])
    return [(key, bool(chosen)) for key, chosen in found]


# The form


def test_the_only_issuer_is_chosen(clerk: Client, company: Issuer) -> None:
    assert options(clerk, NEW, "issuer") == [(str(company.pk), True)]


def test_of_several_issuers_none_is_chosen(clerk: Client, company: Issuer) -> None:
    IssuerFactory(slug="another", name="Another, Inc.", ticker="ANOT")
    assert [chosen for _, chosen in options(clerk, NEW, "issuer")] == [False, False]


def test_only_what_stands_can_be_corrected(
    clerk: Client, price: MarketPrice, treasurer: User
) -> None:
    assert options(clerk, NEW, "replaces") == [(str(price.pk), False)]
    later = corrected(price, treasurer)
    assert options(clerk, NEW, "replaces") == [(str(later.pk), False)]


def test_what_was_corrected_already_is_refused_by_the_form(
    clerk: Client, price: MarketPrice, treasurer: User, company: Issuer
) -> None:
    corrected(price, treasurer)
    sent = {"issuer": company.pk, "day": "2001-11-01", "close": "4.06", "document": "A report"}
    answer = clerk.post(NEW, {**sent, "replaces": price.pk, "remark": "Mistyped"})
    assert answer.status_code == 422
    assert MarketPrice.objects.count() == 2


def test_a_correction_starts_from_what_is_corrected(clerk: Client, price: MarketPrice) -> None:
    address = f"{NEW}?replaces={price.pk}"
    page = clerk.get(address).content.decode()
    assert options(clerk, address, "replaces") == [(str(price.pk), True)]
    for name, value in (("close", "4.04"), ("volume", "100,000"), ("day", "2001-11-01")):
        assert re.search(rf'<input[^>]*name="{name}"[^>]*value="{value}"', page), name


def test_a_correction_is_recorded_by_the_form(
    clerk: Client, price: MarketPrice, company: Issuer
) -> None:
    sent = {
        "issuer": company.pk,
        "day": "2001-11-01",
        "close": "4.05",
        "document": "A closing report",
        "remark": "Mistyped",
        "replaces": price.pk,
    }
    assert clerk.post(f"{NEW}?replaces={price.pk}", sent).status_code == 302
    later = MarketPrice.objects.get(replaces=price)
    assert (later.close, later.bid) == (Decimal("4.05"), None)


@pytest.mark.parametrize("key", ["0", "-1", "x", "99999999999999999999"])
def test_a_record_that_is_not_there_is_not_corrected(
    clerk: Client, price: MarketPrice, key: str
) -> None:
    assert options(clerk, f"{NEW}?replaces={key}", "replaces") == [(str(price.pk), False)]


def test_a_long_list_offers_the_latest_and_the_one_whose_page_led_here(
    clerk: Client, price: MarketPrice, treasurer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "_LATEST", 2)
    later = [PRICES.post(treasurer, day=date(2001, 11, day)) for day in (2, 5, 6)]
    latest = [(str(row.pk), False) for row in reversed(later[1:])]
    assert options(clerk, NEW, "replaces") == latest
    asked = options(clerk, f"{NEW}?replaces={price.pk}", "replaces")
    assert asked == [(str(price.pk), True), *latest]


def test_a_figure_is_typed_as_it_is_printed(clerk: Client, company: Issuer) -> None:
    sent = {"issuer": company.pk, "day": "2001-11-01", "name": "rights_plan_rate"}
    assert clerk.post("/records/figure/new/", {**sent, "value": "20%"}).status_code == 302
    assert Approval.objects.get().asked["value"] == "0.200000"


# The pages


def test_a_record_says_when_it_was_corrected_and_leads_there(
    clerk: Client, price: MarketPrice, treasurer: User
) -> None:
    later = corrected(price, treasurer)
    page = clerk.get(price.get_absolute_url())
    assert "Corrected by Market price of Nov 1, 2001, recorded by tess on" in words(page)
    assert f'href="{later.get_absolute_url()}"' in page.content.decode()
    other = words(clerk.get(later.get_absolute_url()))
    assert "Corrects Market price of Nov 1, 2001, which no longer counts." in other
    assert "Corrected by" not in other


def test_the_list_marks_what_was_corrected(
    clerk: Client, price: MarketPrice, treasurer: User
) -> None:
    assert "corrected" not in words(clerk.get("/records/marketprice/"))
    corrected(price, treasurer)
    assert words(clerk.get("/records/marketprice/")).count("corrected") == 1


def test_a_standing_record_offers_its_correction_to_those_who_may(
    clerk: Client, price: MarketPrice, treasurer: User
) -> None:
    link = f'href="{NEW}?replaces={price.pk}"'
    page = price.get_absolute_url()
    assert link in clerk.get(page).content.decode()
    assert link not in clerk.get(f"{page}?as_of=2001-11-09").content.decode()
    assert link not in logged_in(UserFactory(group="CFO")).get(page).content.decode()
    corrected(price, treasurer)
    assert link not in clerk.get(page).content.decode()


def test_a_record_shows_every_fact_that_it_states(clerk: Client, treasurer: User) -> None:
    row = FIGURES.post(treasurer, document="Prospectus supplement of November 1, 2001")
    page = words(clerk.get(row.get_absolute_url()))
    for fact in (
        "Figure Shares outstanding, stated by the company",
        "Stated value 21,927,372",
        "As printed October 26, 2000",
        "Document Prospectus supplement of November 1, 2001",
    ):
        assert fact in page


@pytest.mark.parametrize("address", ["/records/figure/", "/admin/company/figure/"])
def test_a_list_shows_a_choice_by_its_title(clerk: Client, treasurer: User, address: str) -> None:
    FIGURES.post(treasurer)
    page = words(clerk.get(address))
    assert "Shares outstanding, stated by the company" in page
    assert "shares_outstanding" not in page


def test_the_admin_says_what_each_kind_is(clerk: Client) -> None:
    page = words(clerk.get("/admin/"))
    assert "Company figures Add company figure Figures that documents state" in page


def test_rates_and_decisions_read_as_on_every_page(clerk: Client, treasurer: User) -> None:
    facts: Any = {"holder": "Directors", "stated_rate": Decimal("0.116"), "held": None}
    row = POSITIONS.post(treasurer, **facts, acquirable=None, within_60_days=None)
    assert "Stated share of the outstanding 11.60%" in words(clerk.get(row.get_absolute_url()))
    decision = COUNTINGS.post(treasurer)
    page = words(clerk.get(decision.get_absolute_url()))
    assert "Counts toward the 20% yes" in page


@pytest.mark.parametrize("address", ["/records/figure/", "/admin/company/figure/"])
def test_a_figure_is_listed_with_its_unit(clerk: Client, treasurer: User, address: str) -> None:
    FIGURES.post(treasurer, name="rights_plan_rate", value=Decimal("0.20"))
    FIGURES.post(treasurer, name="par_value", value=Decimal("0.001"))
    page = words(clerk.get(address))
    assert "Stockholder rights plan: acquiring person 20% p. S-9" in page
    assert "Par value per share $0.001 p. S-9" in page


def test_a_form_says_what_its_button_does(clerk: Client, company: Issuer) -> None:
    assert "Record market price" in words(clerk.get(NEW))
    assert "Request approval" in words(clerk.get("/records/figure/new/"))
