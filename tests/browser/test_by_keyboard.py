"""The whole of a placement by keyboard alone, from the draft to the delivery."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.keyboard import Keys
from tests.browser.served import Product, browsing
from tests.offices import APPROVER


@pytest.fixture(scope="module")
def product(own_books: Product) -> Product:
    return own_books


@pytest.fixture
def page(chromium: Browser, product: Product) -> Iterator[Page]:
    with browsing(chromium, product, 1280, 900) as page:
        yield page


@pytest.fixture
def approver(chromium: Browser, product: Product) -> Iterator[Page]:
    with browsing(chromium, product, 1280, 900, APPROVER) as page:
        yield page


def approve_the_newest(approver: Page) -> None:
    keys = Keys(approver)
    approver.goto("/approvals/")
    waiting = approver.get_by_role("region", name="Awaiting my decision")
    number = waiting.get_by_role("link").first.inner_text()
    keys.press("link", number)
    keys.press("button", "Approve")
    expect(approver.locator("main")).to_contain_text(f"Request {number} is approved")


def test_a_placement_is_drafted_approved_sold_and_delivered_without_a_mouse(
    page: Page, approver: Page
) -> None:
    keys, main = Keys(page), page.locator("main")
    page.goto("/")
    keys.press("link", "New placement")
    keys.type("Agreement", "Sales", "combobox")
    keys.type("Shares offered", "40,000")
    keys.type("Minimum price (optional)", "$4.00")
    keys.press("button", "Create draft")
    keys.press("button", "Request approval")
    expect(main).to_contain_text("is awaiting a CFO's decision")
    approve_the_newest(approver)
    page.reload()
    for verb in ("Propose", "Accept"):
        keys.press("link", verb)
        keys.press("button", verb)
    keys.press("link", "Record sale")
    keys.type("Method", "Privately", "combobox")
    keys.type("Shares", "40,000")
    keys.type("Price per share", "4.10")
    keys.type("Agent's reference", "BY-KEYS-1")
    # What is still on its way when the page is left would be a complaint of the console.
    expect(page.locator("#preview")).to_contain_text("$164,000.00")
    keys.press("button", "Post sale")
    expect(main).to_contain_text("unsettled, due on Nov 16, 2001")
    keys.type("Remark (optional)", "The agent asked for it.")
    keys.press("button", "Record delivery")
    expect(main).to_contain_text("settled")

    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("BY-KEYS-1")
    page.keyboard.press("Enter")
    expect(main).to_contain_text("BY-KEYS-1")


def test_the_content_is_one_key_away_and_the_menu_closes_by_escape(page: Page) -> None:
    keys = Keys(page)
    page.goto("/sales/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    keys.press("button", "Signed in as cfo")
    menu = page.get_by_role("link", name="Sign-in log")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
