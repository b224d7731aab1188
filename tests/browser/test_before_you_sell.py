"""A CFO asks whether 400,000 shares can be sold at $3.80 on Thursday, at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Product

ASK = "/before-you-sell/?agreement=sales-agreement&shares={shares}&price={price}&on=2001-11-15"


@pytest.fixture(scope="module")
def product(own_books: Product) -> Product:
    """Books in which no other module has sold anything."""
    return own_books


def asked(page: Page, shares: str, price: str) -> None:
    page.goto(ASK.format(shares=shares, price=price))


def answer_of(page: Page, check: str) -> str:
    row = page.locator(".checks tbody tr", has=page.get_by_role("rowheader", name=check))
    return row.locator(".check").inner_text()


def test_the_question_is_filled_in_and_answered_in_one_sentence(page: Page) -> None:
    page.goto("/before-you-sell/")
    page.get_by_label("Shares").fill("400,000")
    page.get_by_label("Price per share").fill("$3.80")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_contain_text("You can sell up to 3,310,964 shares")
    expect(page.get_by_text("Nothing stops 400,000 shares at $3.8000.")).to_be_visible()


def test_a_check_passes_another_fails_and_a_third_is_unknown(page: Page) -> None:
    asked(page, "3,400,000", "3.80")
    assert answer_of(page, "Capacity of the agreement") == "passed"
    assert answer_of(page, "Nasdaq's 20% rule") == "failed"
    assert answer_of(page, "Nasdaq's minimum bid") == "unknown"
    expect(page.get_by_text("fail 1 check.")).to_be_visible()


def test_the_slider_says_what_its_table_says(page: Page) -> None:
    asked(page, "400,000", "3.80")
    slider, said = page.get_by_label("Price per share").last, page.locator("output")
    rows = page.locator("#prices tbody tr")
    for place in (0, rows.count() - 1):
        slider.fill(str(place))
        price, shares, dollars, binds = rows.nth(place).locator("th, td").all_inner_texts()
        expect(said).to_have_text(
            f"At {price}: up to {shares} shares for {dollars}; first to bind: {binds}."
        )
        expect(rows.nth(place)).to_have_class(re.compile("chosen"))


def test_the_first_screen_says_what_binds_first(page: Page) -> None:
    page.goto("/")
    before = page.get_by_role("region", name="Before you sell")
    expect(before.get_by_text("first to bind: Nasdaq's 20% rule")).to_be_visible()
    before.get_by_role("link", name="shares").first.click()
    expect(page.locator(".verdict")).to_contain_text("at $4.0400")
