"""A warrant from the placement it is earned on to its exercise a year later, by clicks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.clicks import (
    approve,
    ask_and_approve,
    draft,
    fill_notice,
    fits_desk_and_phone,
    move,
)
from tests.browser.served import Product, browsing
from tests.offices import APPROVER, Office, Opened

PHONE = (390, 844)
ISSUED, A_YEAR_LATER = "2001-11-21", "2002-11-21"


@pytest.fixture
def product(tmp_path: Path, opened: Opened, prepared: Office) -> Iterator[Product]:
    """A product of its own, for its day moves."""
    served = Product(tmp_path, opened("a_warrant", like=prepared))
    try:
        served.start("2001-11-16")
        yield served
    finally:
        served.remove()


def test_a_warrant_is_owed_issued_refused_too_early_and_exercised_after_a_year(
    chromium: Browser, product: Product
) -> None:
    """On a phone; what comes of it is looked at on a desk, too."""
    with (
        browsing(chromium, product, *PHONE) as page,
        browsing(chromium, product, *PHONE, APPROVER) as approver,
    ):
        sell_and_close(page, approver)
        expect(page.locator("main")).to_contain_text("unsettled")
    turn_to(product, ISSUED)
    with (
        browsing(chromium, product, *PHONE) as page,
        browsing(chromium, product, *PHONE, APPROVER) as approver,
    ):
        settle(page)
        issue(page, approver)
        exercise(page, way="Exercise cashless")
        expect(page.locator("#exercise")).to_contain_text(
            "Cashless exercise is possible from Nov 21, 2002 on"
        )
    turn_to(product, A_YEAR_LATER)
    with browsing(chromium, product, *PHONE) as page:
        to_register(page)
        page.locator("main").get_by_role("link", name="Warrant 3", exact=True).first.click()
        exercise(page, way="Exercise cashless")
        # floor(4,000 x (8.00 - 5.33) / 8.00) = 1,335 shares.
        expect(page.locator("main")).to_contain_text("1,335")
        expect(page.locator(".answer")).to_contain_text("0 warrant shares outstanding")
        fits_desk_and_phone(page)
        to_register(page)
        expect(page.locator("main")).to_contain_text("Warrant 3")
        fits_desk_and_phone(page)


def sell_and_close(page: Page, approver: Page) -> None:
    """40,000 shares at $4.10 earn 4,000 warrants at 130%: $5.3300."""
    draft(page, "Sales Agreement")
    ask_and_approve(page, approver)
    for verb, then in (("Propose", "proposed"), ("Accept", "accepted")):
        move(page, verb, then, on="Nov 16, 2001")
    page.get_by_role("link", name="Record sale").click()
    fill_notice(page, price="4.10", reference="notice-2")
    page.get_by_role("button", name="Post sale").click()
    expect(page.locator("main")).to_contain_text("unsettled, due on Nov 21, 2001")
    page.locator(".crumbs").get_by_role("link", name="Placement").click()
    expect(page.locator("main")).to_contain_text("4,000")
    move(page, "Close", "closed", on="Nov 16, 2001")


def turn_to(product: Product, day: str) -> None:
    product.stop()
    product.start(day)


def settle(page: Page) -> None:
    page.goto("/settlements/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Record delivery").click()
    expect(page.get_by_role("status").first).to_contain_text("recorded")


def issue(page: Page, approver: Page) -> None:
    """One asks, another approves on a phone; only then there is a warrant."""
    page.goto("/placements/sales-agreement/2/")
    page.locator("main").get_by_role("link", name="warrant").first.click()
    expect(page.locator("main")).to_contain_text("4,000")
    expect(page.locator("main")).to_contain_text("$5.3300")
    fits_desk_and_phone(page)
    page.get_by_role("button", name="Request issue").click()
    expect(page.locator("main")).to_contain_text("Awaiting approval by another person")
    expect(page.locator("main")).to_contain_text("No warrants issued as of Nov 21, 2001")
    fits_desk_and_phone(page)
    request = page.locator("main").get_by_role("link", name="Request").first
    approve_issue(approver, request.inner_text().split()[-1])
    page.reload()
    page.locator("main").get_by_role("link", name="Warrant 3", exact=True).click()
    expect(page.locator(".answer")).to_contain_text("4,000 warrant shares outstanding at $5.3300")


def approve_issue(approver: Page, number: str) -> None:
    """The request says to the cent what approving posts."""
    approver.goto(f"/approvals/{number}/")
    will = approver.get_by_role("region", name="What approving posts")
    expect(will).to_contain_text(
        "Approving issues a warrant for 4,000 shares at $5.3300 to Cantor Fitzgerald & Co., "
        "dated Nov 21, 2001."
    )
    fits_desk_and_phone(approver)
    approve(approver, number)


def exercise(page: Page, way: str) -> None:
    page.get_by_role("link", name="Exercise", exact=True).click()
    page.get_by_label("Warrant shares").fill("4000")
    page.get_by_label("Market price").fill("8.00")
    page.get_by_role("button", name=way).click()


def to_register(page: Page) -> None:
    page.goto("/warrants/")
