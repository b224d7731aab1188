"""One placement from draft to close by clicks alone, in the served product, at two widths."""

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def agreement(page: Page) -> str:
    """Each width works under an agreement of its own, for both share the served books."""
    size = page.viewport_size
    return "Sales Agreement" if size and size["width"] == 1280 else "Other Agreement"


LEFT_AFTER = {"Sales Agreement": "$21,013,033.00", "Other Agreement": "$7,823,104.00"}


def test_the_dashboard_says_what_was_left_on_a_past_day(page: Page) -> None:
    look_back_to(page, "2001-11-09")
    sales, other = page.locator(".position").all()
    expect(sales).to_contain_text("$21,177,033.00")
    expect(sales).to_contain_text("left of $25,000,000")
    expect(sales).to_contain_text("$152,918.68")
    expect(other).to_contain_text("$7,987,104.00")
    expect(other).to_contain_text("left of $8,400,000")


def test_the_sales_of_9_november_are_sold_unsettled_and_due_on_the_15th(page: Page) -> None:
    due = page.get_by_role("region", name="Next settlements")
    expect(due).to_contain_text("15 Nov 2001")
    expect(due).to_contain_text("$3,670,048.32")


def test_a_placement_is_proposed_accepted_sold_delivered_and_closed_by_clicks(
    page: Page, agreement: str
) -> None:
    draft(page, agreement)
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
    page: Page, agreement: str
) -> None:
    draft(page, agreement)
    move(page, "Propose", "proposed")
    move(page, "Accept", "accepted")
    page.get_by_role("link", name="Record a sale").click()
    fill_notice(page, price="3.99", reference=f"low-{agreement}")
    preview = page.locator("#sale")
    expect(preview).to_contain_text("The price of $3.9900 is below the minimum of $4.0000")
    page.get_by_role("button", name="Post the sale").click()
    expect(page.locator("#sale")).to_contain_text("is below the minimum of $4.0000")
    page.goto("/sales/?status=unsettled")
    expect(page.locator("main")).not_to_contain_text(f"low-{agreement}")


def look_back_to(page: Page, day: str) -> None:
    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    page.get_by_label("As of").fill(day)
    page.get_by_role("button", name="Show").click()


def draft(page: Page, agreement: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="New placement").click()
    page.get_by_label("Agreement").select_option(label=agreement)
    page.get_by_label("Shares offered").fill("40000")
    page.get_by_label("Minimum price").fill("4.00")
    page.get_by_role("button", name="Draft the placement").click()
    expect(page.locator("main")).to_contain_text("draft")
    no_sideways_scrolling(page)


def move(page: Page, verb: str, then: str) -> None:
    page.get_by_role("link", name=verb, exact=True).click()
    page.get_by_role("button", name=verb, exact=True).click()
    expect(page.locator(".answer")).to_contain_text(f"{then} since 13 Nov 2001")


def fill_notice(page: Page, price: str, reference: str) -> None:
    page.get_by_label("Method").select_option(label="Privately negotiated")
    page.get_by_label("Shares").fill("40000")
    page.get_by_label("Price a share").fill(price)
    page.get_by_label("Agent's reference").fill(reference)


def sell(page: Page, agreement: str) -> None:
    page.get_by_role("link", name="Record a sale").click()
    fill_notice(page, price="4.10", reference=f"notice-{agreement}")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("$164,000.00")
    expect(preview).to_contain_text("$6,560.00")
    expect(preview).to_contain_text("$157,440.00")
    expect(preview).to_contain_text("16 Nov 2001")
    expect(preview).to_contain_text(LEFT_AFTER[agreement])
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Post the sale").click()
    expect(page.locator("main")).to_contain_text("unsettled, due on 16 Nov 2001")


def deliver(page: Page) -> None:
    page.get_by_role("button", name="Record the delivery").click()
    expect(page.locator("main")).to_contain_text("settled")
    expect(page.get_by_role("button", name="Record the delivery")).to_have_count(0)


def no_sideways_scrolling(page: Page) -> None:
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow == 0
