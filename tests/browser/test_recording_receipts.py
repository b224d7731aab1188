"""A receipt recorded by keyboard in the served product, and undone once another person agrees."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clicks import approve, no_sideways_scrolling
from tests.browser.served import Product
from tests.offices import Office, Opened

#: What settles on Nov 15, 2001 under each agreement, and the sale that it is for.
WIRES = {
    "Sales Agreement": ("3,670,048.32", "SA-1"),
    "Other Agreement": ("71,416.32", "OA-2"),
}


@pytest.fixture(scope="module")
def product(
    tmp_path_factory: pytest.TempPathFactory, opened: Opened, prepared: Office
) -> Iterator[Product]:
    """The example's books some days after its sales should have settled."""
    served = Product(tmp_path_factory.mktemp("product"), opened("receipts", like=prepared))
    try:
        served.start("2001-11-20")
        yield served
    finally:
        served.remove()


@pytest.fixture
def form(page: Page, agreement: str) -> Page:
    """The form of a receipt under the agreement, with the bank's advice filled in."""
    page.goto("/settlements/")
    page.get_by_role("link", name="Record receipt").click()
    # `count` does not wait: before the form stood there, it counted on the page that was left.
    expect(page.get_by_role("heading", name="Record receipt")).to_be_visible()
    link = page.locator("main").get_by_role("link", name=agreement, exact=True)
    if link.count():
        link.click()
    expect(page.locator("main strong", has_text=agreement)).to_be_visible()
    amount, _ = WIRES[agreement]
    page.get_by_label("Received on").fill("2001-11-15")
    page.get_by_label("Amount", exact=True).fill(f"${amount}")
    page.get_by_label("Bank's reference").fill("FW 2001-77")
    return page


def test_a_wire_is_checked_recorded_and_undone(form: Page, approver: Page, agreement: str) -> None:
    amount, sale = WIRES[agreement]
    main = form.locator("main")
    form.get_by_label("Bank's reference").press("Enter")
    expect(main).to_contain_text("The amount equals exactly what was due on that day")
    expect(main).to_contain_text(f"${amount} is allocated, and nothing is left. Ready to post.")
    expect(main).not_to_contain_text("is recorded")
    number = sale.partition("-")[2]
    expect(form.get_by_label(f"Pay sale {number}", exact=True)).to_be_checked()
    no_sideways_scrolling(form)

    form.get_by_role("button", name="Record receipt").click()
    expect(form.locator("body")).to_contain_text(
        f"Receipt 1 of the {agreement} is recorded: ${amount} on Nov 15, 2001."
    )
    no_sideways_scrolling(form)
    form.get_by_role("link", name=sale).click()
    expect(main).to_contain_text("Paid, undelivered")
    form.get_by_role("link", name="Receipt 1").click()

    form.get_by_role("link", name="Request undoing").click()
    form.get_by_label("Reason").fill("It was for another account.")
    form.get_by_role("button", name="Request undoing").click()
    expect(main).to_contain_text("Awaiting approval by another person")
    request = main.get_by_role("link", name="Request").first
    approve(approver, request.inner_text().split()[-1])

    form.goto("/settlements/receipts/")
    expect(main).to_contain_text("undone")
    no_sideways_scrolling(form)
