"""One visitor with the passwords of the first start plays all who are needed, at two widths."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.clicks import approve, draft, move, no_sideways_scrolling
from tests.browser.conftest import SIZES
from tests.browser.served import Product, browsing


@pytest.fixture(scope="module")
def product(own_books: Product) -> Product:
    return own_books


@pytest.fixture(scope="module")
def printed(product: Product) -> dict[str, str]:
    """The passwords of the demo people, as the first start printed them."""
    assert product.office is not None
    table = re.findall(r"^  (demo-\S+) +(\S{16})  ", product.office.printed, re.MULTILINE)
    return dict(table)


@pytest.mark.parametrize("size", SIZES)
def test_a_placement_is_asked_for_approved_and_proposed_by_one_visitor(
    chromium: Browser, product: Product, printed: dict[str, str], size: tuple[int, int]
) -> None:
    treasury, cfo = "demo-treasury", "demo-cfo"
    with (
        browsing(chromium, product, *size, treasury, printed[treasury]) as clerk,
        browsing(chromium, product, *size, cfo, printed[cfo]) as approver,
    ):
        draft(clerk, "Other Agreement")
        placement = clerk.url
        clerk.get_by_role("button", name="Request approval").click()
        number = clerk.locator("main").get_by_role("link", name="Request").first.inner_text()
        number = number.split()[-1]
        approver.goto("/")
        expect(badge(approver)).to_be_visible()
        approve(approver, number)

        clerk.goto("/")
        badge(clerk).click()
        news = clerk.get_by_role("region", name="New decisions")
        expect(news).to_contain_text("You can now propose the placement.")
        no_sideways_scrolling(clerk)
        news.get_by_role("link", name=number, exact=True).click()
        expect(badge(clerk)).to_have_count(0)
        clerk.goto(placement)
        move(clerk, "Propose", "proposed")


def test_the_sign_in_page_names_who_can_sign_in(
    chromium: Browser, product: Product, printed: dict[str, str]
) -> None:
    page = chromium.new_page(base_url=product.url)

    page.goto("/accounts/login/")

    named = page.get_by_role("region", name="Try the example").locator("dt")
    assert named.all_inner_texts() == list(printed)
    page.close()


def badge(page: Page) -> Locator:
    """The number of what waits, as it is seen without opening a menu."""
    return page.get_by_role("link", name="waiting for me").locator("visible=true")
