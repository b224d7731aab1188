"""A bank's statement from upload to the signed-off month, in the served product."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.clicks import no_sideways_scrolling
from tests.browser.flawless import overflows
from tests.browser.served import Product
from tests.offices import Office, Opened
from tests.statements import files

OCT_31 = files.NOV_15.replace(month=10, day=31)
#: What the bank paid for the sales of each agreement, and the short name of its account's bank.
PAID = {
    "Sales Agreement": [(files.NOV_15, "3670048.32")],
    "Other Agreement": [(OCT_31, "324963.84"), (files.NOV_15, "71416.32")],
}
BANKS = {"Sales Agreement": "First Pine", "Other Agreement": "Second Pine"}
SUMS = {"Sales Agreement": "$3,670,048.32", "Other Agreement": "$71,416.32"}


@pytest.fixture(scope="module")
def product(
    tmp_path_factory: pytest.TempPathFactory, opened: Opened, prepared: Office
) -> Iterator[Product]:
    """The example's books on Dec 3, when November can be signed off."""
    served = Product(tmp_path_factory.mktemp("product"), opened("sign_off", like=prepared))
    try:
        served.start("2001-12-03")
        yield served
    finally:
        served.remove()


def flawless(page: Page) -> None:
    """Nothing runs out of the page, and nobody is kept from what it says."""
    assert overflows(page) == []
    found = Axe().run(page, context="main")
    assert found.violations_count == 0, found.generate_report()


def record_bank(page: Page, name: str) -> None:
    page.goto("/statements/senders/")
    page.get_by_role("link", name="Record sender").or_(
        page.get_by_role("link", name="Record a sender")
    ).first.click()
    page.get_by_label("Issuer").select_option(index=1)
    page.get_by_label("Side").select_option(label="Bank")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Short name").fill(name.lower().replace(" ", "-"))
    page.get_by_role("button", name="Record sender of statements").click()
    expect(page.locator("main")).to_contain_text(name)


def upload(page: Page, agreement: str) -> None:
    bank = BANKS[agreement]
    paid = [
        files.payment(number, day, amount, f"{bank[0]}W-{number}", "Wire from the agent")
        for number, (day, amount) in enumerate(PAID[agreement], start=1)
    ]
    content = files.as_ofx(paid, Decimal(0))
    page.goto("/statements/upload/")
    ways = page.get_by_label("Sender and layout")
    way = ways.locator("option", has_text=bank).filter(has_text="OFX").first
    ways.select_option(value=way.get_attribute("value"))
    page.get_by_label("File").set_input_files(
        {"name": f"{bank}.ofx", "mimeType": "application/x-ofx", "buffer": content}
    )
    page.get_by_role("button", name="Read file").click()
    expect(page.get_by_text("Ready to record.")).to_be_visible()
    flawless(page)
    page.get_by_role("button", name="Record ").click()
    expect(page.locator("main")).to_contain_text("Closing balance")


def match(page: Page, agreement: str) -> None:
    page.goto("/statements/matching/?side=bank")
    for _ in PAID[agreement]:
        amount = page.locator("#proposals").locator("xpath=ancestor::section")
        amount.get_by_role("button", name="Accept match").first.click()
        expect(page.locator("main")).to_contain_text("is accepted")


def test_a_statement_is_uploaded_matched_and_its_month_signed_off(
    page: Page, agreement: str
) -> None:
    record_bank(page, BANKS[agreement])
    upload(page, agreement)
    match(page, agreement)

    page.goto("/statements/reconciliations/?period=2001-11")
    flawless(page)
    row = page.get_by_role("row").filter(has_text=agreement)
    row.get_by_role("link", name="Bank").click()
    expect(page.locator("main")).to_contain_text("Nothing is open as of Nov 30, 2001.")
    expect(page.locator("main")).to_contain_text(SUMS[agreement])
    flawless(page)

    page.get_by_label("Note").fill("Compared with the account.")
    page.get_by_role("button", name="Sign off reconciliation").click()
    expect(page.locator("main")).to_contain_text("Bank, November 2001, is signed off")
    expect(page.locator("main")).to_contain_text("Compared with the account.")
    flawless(page)
    no_sideways_scrolling(page)

    page.goto("/statements/reconciliations/?period=2001-11")
    expect(row).to_contain_text("signed off Dec 3, 2001")
