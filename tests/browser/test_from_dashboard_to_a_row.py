"""From a figure of the first screen to the row of one sale; what is urgent needs no scrolling."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.clicks import no_sideways_scrolling
from tests.browser.served import Product, browsing

SIZES = [pytest.param((1280, 800), id="desk"), pytest.param((390, 844), id="phone")]
ROW = "949,710"


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, chromium: Browser, product: Product) -> Iterator[Page]:
    width, height = request.param
    with browsing(chromium, product, width, height) as page:
        yield page


def _arrives_at_the_sale(page: Page) -> None:
    """From the list of sales to the one of Nov 9, 2001 under the Sales Agreement."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Sales")
    page.locator("tbody tr", has_text=ROW).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sale SA-1")
    expect(page.locator("main")).to_contain_text("$3,822,967.00")
    expect(page.locator("main")).to_contain_text("$152,918.68")
    no_sideways_scrolling(page)


def test_what_is_sold_and_unsettled_opens_its_sales_and_a_row(page: Page) -> None:
    page.goto("/")
    agreement = page.get_by_role("article", name="Sales Agreement")
    agreement.get_by_role("link", name="$3,822,967.00", exact=True).click()
    _arrives_at_the_sale(page)


def test_what_a_period_sold_opens_its_sales_and_a_row(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="This quarter").click()
    expect(page).to_have_url(re.compile("period=this-quarter"))
    over_time = page.get_by_role("region", name="Capacity and proceeds over time")
    expect(over_time.get_by_role("heading", level=3).first).to_have_text(
        "Sold, Oct 1, 2001 to Nov 13, 2001"
    )
    over_time.get_by_role("link", name="Sales Agreement").click()
    _arrives_at_the_sale(page)


def test_a_commission_opens_its_calculation_on_the_page_of_the_agreement(page: Page) -> None:
    page.goto("/")
    agreement = page.get_by_role("article", name="Sales Agreement")
    agreement.get_by_role("link", name="$152,918.68").click()
    calculation = page.locator("#commission")
    calculation.locator("summary").first.scroll_into_view_if_needed()
    expect(calculation).to_contain_text("Commission to date")
    expect(calculation).to_contain_text("$152,918.68")
    page.locator("main").get_by_role("link", name="SA-1", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sale SA-1")


def test_an_urgent_notice_opens_the_settlement_it_is_about(page: Page) -> None:
    page.goto("/?as_of=2001-11-16")
    page.get_by_role("region", name="Urgent").get_by_role("link", name="$3,670,048.32").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settlements")
    expect(page.locator("main")).to_contain_text("$3,670,048.32")


@pytest.mark.parametrize("day", ["2001-11-13", "2001-11-16", "2001-12-31", "2002-06-12"])
def test_nothing_that_needs_scrolling_is_urgent(page: Page, day: str) -> None:
    page.goto(f"/notices/?as_of={day}")
    all_of_them = page.locator("[data-urgency=urgent]").count()
    page.goto(f"/?as_of={day}")
    assert page.viewport_size is not None
    fold = page.viewport_size["height"]
    shown = page.locator("[data-urgency=urgent]")
    bottoms = [box["y"] + box["height"] for each in shown.all() if (box := each.bounding_box())]
    assert len(bottoms) == shown.count() >= 1
    assert max(bottoms) <= fold
    left_out = all_of_them - len(bottoms)
    more = page.get_by_role("link", name=f"and {left_out} more")
    assert more.count() == (1 if left_out else 0)
    if left_out:
        box = more.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= fold


def test_other_notices_stay_folded_until_they_are_asked_for(page: Page) -> None:
    page.goto("/")
    others = page.locator(".other-notices")
    expect(others.locator(".notice").first).to_be_hidden()
    others.locator("summary").click()
    expect(others.locator(".notice").first).to_be_visible()
    no_sideways_scrolling(page)
    others.get_by_role("link", name="All notices").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notices")
