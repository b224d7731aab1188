"""A notice and a delivery instruction by clicks: drafted, approved by another, sent, confirmed."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clicks import approve, no_sideways_scrolling
from tests.browser.served import Product

#: The sale of each agreement that waits for its delivery, its shares, and its commission less a
#: cent with the sentence about it.
WAITING = {
    "Sales Agreement": ("sales-agreement/1", "949,710", "152,918.67", "ours, $152,918.68."),
    "Other Agreement": ("other-agreement/2", "20,000", "2,975.67", "ours, $2,975.68."),
}


@pytest.fixture(scope="module")
def product(own_books: Product) -> Product:
    return own_books


def test_a_sale_goes_from_its_notice_through_an_instruction_to_its_delivery(
    page: Page, approver: Page, agreement: str
) -> None:
    sale, shares, stated, ours = WAITING[agreement]
    page.goto(f"/sales/{sale}/")
    page.get_by_role("link", name="Record agent’s notice").click()
    page.get_by_label("Commission of").fill(stated)
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Record notice").click()
    expect(page.locator("main")).to_contain_text(
        f"The commission stated, ${stated}, is $0.01 less than {ours}"
    )
    no_sideways_scrolling(page)

    page.goto("/settlements/")
    page.get_by_role("link", name="Delivery instructions").click()
    page.get_by_role("link", name="New instruction").click()
    page.get_by_label("Agreement").select_option(label=agreement)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Transfer agent").fill("U.S. Stock Transfer Corporation")
    page.get_by_label("Deliver to").fill("Cantor Fitzgerald & Co.")
    page.get_by_label("Depository participant").fill("0197")
    page.get_by_label("Account").fill("4711")
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Draft instruction").click()
    expect(page.locator(".answer")).to_contain_text(
        f"{shares} shares to deliver on Nov 15, 2001 · Draft"
    )
    no_sideways_scrolling(page)

    page.get_by_role("button", name="Request approval").click()
    expect(page.locator("main")).to_contain_text("is awaiting a CFO's decision")
    number = page.locator("main").get_by_role("link", name="Request").first.inner_text().split()[-1]
    approve(approver, number)
    page.reload()
    expect(page.get_by_role("link", name="Letter (PDF)")).to_be_visible()
    expect(page.get_by_role("link", name="File (CSV)")).to_be_visible()

    page.get_by_role("button", name="Record as sent").click()
    expect(page.locator("main")).to_contain_text("is recorded as sent")
    page.get_by_label("Transfer agent’s reference").fill("USST-1")
    page.get_by_label("Delivered on").fill("2001-11-13")
    page.get_by_role("button", name="Record confirmation").click()
    expect(page.locator("main")).to_contain_text("is confirmed.")
    expect(page.get_by_role("table")).to_contain_text("Nov 13, 2001")
    no_sideways_scrolling(page)
