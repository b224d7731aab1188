"""Lists and forms of the admin write and ask as every other page does."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from placements.models import Agreement, Placement, Sale
from tests.admin.typed import address
from tests.clients import logged_in
from tests.factories import AgreementFactory, PlacementFactory, sell
from tests.periods.closings import carl, close, reopen
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def sale(placement: Placement) -> Sale:
    """949,710 shares at $4.0254 on November 9, 2001."""
    return sell(placement, shares=949_710, price="4.0254", trade_date=date(2001, 11, 9))


def with_warrants() -> Agreement:
    """The Sales Agreement with the terms of its warrants."""
    made: Agreement = AgreementFactory(
        warrant_coverage_rate=Decimal("0.10"),
        warrant_life_years=5,
        warrant_cashless_years=1,
        warrant_due_days=10,
    )
    return made


@built_once
def unused() -> Agreement:
    """Before its first placement, so that its terms can be typed."""
    return with_warrants()


@built_once
def in_use() -> Agreement:
    """With a placement, so that its terms are read-only."""
    placed: Placement = PlacementFactory(agreement=with_warrants())
    return placed.agreement


def page(client: Client, name: str, *args: Any) -> str:
    markup: str = client.get(address(name, *args)).content.decode()
    return markup


def words(markup: str) -> str:
    """What a person reads."""
    return re.sub(r"\s+", " ", strip_tags(markup.replace("<", " <")))


def control(markup: str, name: str) -> str:
    """The input of this name, with the group around it."""
    found: str
    [found] = re.findall(
        rf'<div class="input-group">(?:(?!</div>).)*name="{name}".*?</div>', markup, re.DOTALL
    )
    return found


def test_a_list_writes_money_prices_shares_and_days_as_the_pages_do(
    admin: Client, sale: Sale
) -> None:
    markup = page(admin, "sale_changelist")
    for written in ("949,710", "$4.0254", "$3,822,962.63", "Nov 9, 2001"):
        assert f">{written}</td>" in markup
    assert '<td class="field-gross num">' in markup


def test_a_posted_sale_reads_without_iso_days_and_bare_decimals(admin: Client, sale: Sale) -> None:
    told = words(page(admin, "sale_change", sale.pk))
    assert "Settlement date Nov 15, 2001" in told
    assert "Net $" in told
    assert not re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]\.[0-9]{6}|None", told)


def test_read_only_terms_have_their_units(admin: Client, in_use: Agreement) -> None:
    told = words(page(admin, "agreement_change", in_use.pk))
    for written in (
        "Warrant coverage 10.00%",
        "Exercisable for 5 years",
        "Cashless exercise after 1 year",
        "Capacity (gross proceeds) $25,000,000.00",
        "Last day of exercise included yes",
    ):
        assert written in told


def test_fee_tiers_in_force_are_a_table_of_dollars_and_percentages(
    admin: Client, in_use: Agreement
) -> None:
    told = words(page(admin, "agreement_change", in_use.pk))
    assert "Gross proceeds above Commission Page of the document" in told
    assert "$10,000,000.00 3.50%" in told


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("capacity", "25,000,000.00", "$"),
        ("warrant_coverage_rate", "10", "%"),
        ("warrant_life_years", "5", "years"),
        ("warrant_due_days", "10", "days"),
        ("fee_tiers-1-rate", "3.5", "%"),
        ("fee_tiers-1-above", "10,000,000.00", "$"),
    ],
)
def test_an_input_has_its_unit_beside_it(
    admin: Client, unused: Agreement, name: str, value: str, unit: str
) -> None:
    drawn = control(page(admin, "agreement_change", unused.pk), name)
    assert f'value="{value}"' in drawn
    assert f">{unit}</span>" in drawn


def test_the_methods_of_an_agreement_are_boxes(admin: Client, unused: Agreement) -> None:
    markup = page(admin, "agreement_change", unused.pk)
    boxes = re.findall(
        r'<input class="form-check-input" type="checkbox"[^>]*name="methods"', markup
    )
    assert len(boxes) == 5


def test_every_input_of_a_row_is_named(admin: Client, unused: Agreement) -> None:
    markup = page(admin, "agreement_change", unused.pk)
    assert 'aria-label="Commission, row 2"' in markup
    assert 'aria-label="Remove, row 2"' in markup


@pytest.mark.parametrize(
    ("name", "button"),
    [
        ("sale_add", "Record sale"),
        ("delivery_add", "Record delivery"),
        ("placement_add", "Draft placement"),
        ("agreement_add", "Add agreement"),
        ("attachment_add", "Attach document"),
    ],
)
def test_a_button_says_what_is_done_to_what(admin: Client, name: str, button: str) -> None:
    assert re.search(rf'name="_save"[^>]*>{button}<', page(admin, name))


def test_the_overview_says_in_a_sentence_what_each_kind_of_record_is(admin: Client) -> None:
    response = admin.get("/admin/")
    kinds = [kind for area in response.context["app_list"] for kind in area["models"]]
    ours = [kind for kind in kinds if not kind["admin_url"].startswith("/admin/claims/")]
    assert all(kind["summary"].endswith(".") for kind in ours)
    assert "Recent actions" not in response.content.decode()


def test_the_admin_has_the_products_header_and_none_of_djangos_style(admin: Client) -> None:
    markup = page(admin, "sale_changelist")
    assert '<header class="masthead">' in markup
    assert "neoequity/app.css" in markup
    assert "admin/css/" not in markup
    assert "<style" not in markup
    assert " style=" not in markup


def test_the_admin_shows_today_and_offers_no_other_day(admin: Client, sale: Sale) -> None:
    assert 'name="as_of"' not in page(admin, "sale_changelist")
    assert 'name="as_of"' in admin.get("/sales/").content.decode()


def test_columns_with_figures_can_be_sorted_by(
    admin: Client, sale: Sale, placement: Placement
) -> None:
    more = sell(placement, shares=10, price="4.50", trade_date=date(2001, 11, 9))
    headers = re.findall(r"column-(\w+)", page(admin, "sale_changelist"))
    by_gross = headers.index("gross")
    for order, rows in ((f"{by_gross}", [more, sale]), (f"-{by_gross}", [sale, more])):
        listed = admin.get(address("sale_changelist"), {"o": order}).context["cl"].result_list
        assert list(listed) == rows


def test_who_may_not_see_people_finds_no_link_to_them_on_a_reopened_closing(db: None) -> None:
    PlacementFactory(accepted=True)
    closing = close("2001-09")
    reopen(closing)
    page = logged_in(carl()).get(f"/admin/books/closing/{closing.pk}/change/").content.decode()
    assert "A sale was forgotten." in page
    assert "/admin/people/" not in page
