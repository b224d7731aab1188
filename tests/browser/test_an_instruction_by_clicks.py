"""A delivery instruction by clicks: drafted, approved by another CFO, sent and confirmed."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clicks import approve, ask_and_approve, draft, move, no_sideways_scrolling, sell
from tests.browser.served import Product


@pytest.fixture(scope="module")
def product(own_books: Product) -> Product:
    return own_books


@pytest.fixture
def sold(page: Page, approver: Page, agreement: str) -> Page:
    """The page of a sale of 40,000 shares that settles on Nov 16, 2001."""
    draft(page, agreement)
    ask_and_approve(page, approver)
    move(page, "Propose", "proposed")
    move(page, "Accept", "accepted")
    sell(page, agreement)
    return page


def test_an_instruction_goes_from_draft_to_delivered(
    sold: Page, approver: Page, agreement: str
) -> None:
    sold.goto("/settlements/")
    sold.get_by_role("link", name="Delivery instructions").click()
    sold.get_by_role("link", name="New instruction").click()
    sold.get_by_label("Agreement").select_option(label=agreement)
    sold.get_by_role("button", name="Continue").click()
    sold.get_by_label("Transfer agent").fill("U.S. Stock Transfer Corporation")
    sold.get_by_label("Deliver to").fill("Cantor Fitzgerald & Co.")
    sold.get_by_label("Depository participant").fill("0197")
    sold.get_by_label("Account").fill("4711")
    no_sideways_scrolling(sold)
    sold.get_by_role("button", name="Draft instruction").click()
    expect(sold.locator("main")).to_contain_text("40,000 shares to deliver on Nov 16, 2001 · Draft")
    no_sideways_scrolling(sold)

    sold.get_by_role("button", name="Request approval").click()
    expect(sold.locator("main")).to_contain_text("is awaiting a CFO's decision")
    number = sold.locator("main").get_by_role("link", name="Request").first.inner_text().split()[-1]
    approve(approver, number)
    sold.reload()
    expect(sold.get_by_role("link", name="Letter (PDF)")).to_be_visible()
    expect(sold.get_by_role("link", name="File (CSV)")).to_be_visible()

    sold.get_by_role("button", name="Record as sent").click()
    expect(sold.locator("main")).to_contain_text("is recorded as sent")
    sold.get_by_label("Transfer agent’s reference").fill("USST-1")
    sold.get_by_label("Delivered on").fill("2001-11-13")
    sold.get_by_role("button", name="Record confirmation").click()
    expect(sold.locator("main")).to_contain_text("is confirmed.")
    expect(sold.get_by_role("table")).to_contain_text("Nov 13, 2001")
    no_sideways_scrolling(sold)


def test_a_notice_is_recorded_with_what_it_states(sold: Page) -> None:
    sold.get_by_role("link", name="Record agent’s notice").click()
    sold.get_by_label("Commission of").fill("6,559.99")
    no_sideways_scrolling(sold)
    sold.get_by_role("button", name="Record notice").click()
    expect(sold.locator("main")).to_contain_text(
        "The commission stated, $6,559.99, is $0.01 less than ours, $6,560.00."
    )
    no_sideways_scrolling(sold)
