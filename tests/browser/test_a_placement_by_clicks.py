"""One placement from draft to close by clicks alone, in the served product, at two widths."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clicks import (
    LEFT_AFTER,
    ask_and_approve,
    deliver,
    draft,
    fill_notice,
    look_back_to,
    move,
    no_sideways_scrolling,
    sell,
)
from tests.browser.served import Product


@pytest.fixture(scope="module")
def product(own_books: Product) -> Product:
    return own_books


def test_the_dashboard_says_what_was_left_on_a_past_day(page: Page) -> None:
    look_back_to(page, "2001-11-09")
    sales, other = page.locator(".position").all()
    expect(sales).to_contain_text("$21,177,033.00")
    expect(sales).to_contain_text("left of $25,000,000")
    expect(sales).to_contain_text("$152,918.68")
    expect(other).to_contain_text("$7,987,104.00")
    expect(other).to_contain_text("left of $8,400,000")


def test_the_sales_of_9_november_are_sold_unsettled_and_due_on_the_15th(page: Page) -> None:
    due = page.get_by_role("region", name="Settlements due")
    expect(due).to_contain_text("Nov 15, 2001")
    expect(due).to_contain_text("$3,670,048.32")


def test_a_placement_is_proposed_accepted_sold_delivered_and_closed_by_clicks(
    page: Page, approver: Page, agreement: str
) -> None:
    draft(page, agreement)
    ask_and_approve(page, approver)
    move(page, "Propose", "proposed")
    move(page, "Accept", "accepted")
    sell(page, agreement)
    deliver(page)
    page.locator(".crumbs").get_by_role("link", name="Placement").click()
    move(page, "Close", "closed")
    page.goto("/")
    position = page.locator(".position").filter(has_text=agreement)
    expect(position).to_contain_text(LEFT_AFTER[agreement])
    no_sideways_scrolling(page)


def test_a_sale_below_the_minimum_is_told_so_before_it_is_posted(
    page: Page, approver: Page, agreement: str
) -> None:
    draft(page, agreement)
    ask_and_approve(page, approver)
    move(page, "Propose", "proposed")
    move(page, "Accept", "accepted")
    page.get_by_role("link", name="Record sale").click()
    fill_notice(page, price="3.99", reference=f"low-{agreement}")
    preview = page.locator("#sale")
    expect(preview).to_contain_text("The price of $3.9900 is below the minimum of $4.0000")
    page.get_by_role("button", name="Post sale").click()
    expect(page.locator("#sale")).to_contain_text("is below the minimum of $4.0000")
    page.goto("/sales/?status=unsettled")
    expect(page.locator("main")).not_to_contain_text(f"low-{agreement}")
