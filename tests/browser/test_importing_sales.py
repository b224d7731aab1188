"""Ten sales of a mail, imported in the served product: one is corrected, all are posted."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.clicks import ask_and_approve, draft, move
from tests.browser.flawless import overflows
from tests.browser.served import Product

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def product(own_books: Product) -> Product:
    return own_books


@pytest.fixture
def start(page: Page, approver: Page, agreement: str) -> Page:
    """The first step, opened from the list of sales; 40,000 shares can be sold from $4.00."""
    draft(page, agreement)
    ask_and_approve(page, approver)
    move(page, "Propose", "proposed")
    move(page, "Accept", "accepted")
    page.goto("/sales/")
    page.get_by_role("link", name="Import sales").click()
    return page


def mail(agreement: str) -> str:
    """As an agent sends it: a title, names of columns of its own, ten fills, a total."""
    short = agreement.split(maxsplit=1)[0]
    fills = [
        f"Nov 13, 2001  {100 * n:,}  {'3.95' if n == 7 else f'4.{n:02}'}  {short}-{n:03}"
        for n in range(1, 11)
    ]
    head = [f"Fills under the {agreement}", "", f"Trade Date  Qty  Avg Px  {short} Ticket"]
    return "\n".join([*head, *fills, "Total  5,500", "Best regards, the desk"])


def paste(page: Page, agreement: str) -> None:
    page.get_by_label("Rows").fill(mail(agreement))
    placement = page.get_by_label("Placement").locator("option", has_text=agreement).last
    page.get_by_label("Placement").select_option(label=placement.inner_text())
    page.get_by_label("Method").select_option(label="Privately negotiated")
    fits(page)
    page.get_by_role("button", name="Read rows").click()


def fits(page: Page) -> None:
    """At no width anything runs out of the page, and nobody is kept from what it says."""
    assert overflows(page) == []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        # A color may be on its way.
        page.evaluate("document.getAnimations().forEach(change => change.finish())")
        found = Axe().run(page, context="main")
        assert found.violations_count == 0, found.generate_report()


def test_ten_pasted_rows_are_corrected_in_place_and_posted(start: Page, agreement: str) -> None:
    page, ticket = start, f"What the column “{agreement.split(maxsplit=1)[0]} Ticket” is"
    paste(page, agreement)

    expect(page.get_by_label("What the column “Qty” is")).to_have_value("shares")
    expect(page.get_by_label(ticket)).to_have_value("")
    page.get_by_label(ticket).select_option(label="Agent's reference")
    fits(page)
    page.get_by_role("button", name="Show the sales").click()

    bad = page.locator("tbody.refused")
    expect(bad).to_have_count(1)
    expect(bad).to_contain_text("The price of $3.9500 is below the minimum of $4.0000")
    expect(page.get_by_label("Price per share, line 10")).to_be_focused()
    expect(page.locator("main")).to_contain_text("Left out: line 1, line 14, line 15.")
    fits(page)

    page.get_by_label("Price per share, line 10").fill("4.07")
    page.get_by_label("Price per share, line 10").press("Enter")
    expect(page.locator("#outcome")).to_contain_text("Ready to post.")
    expect(page.locator("main")).to_contain_text("Total of 10 sales")
    expect(page.locator("main")).not_to_contain_text("posted.")
    fits(page)

    page.get_by_role("button", name="Post 10 sales").click()
    expect(page.locator("main")).to_contain_text(
        f"10 sales posted. {agreement}: 10 sales, 5,500 shares, gross $22,385.00"
    )
    expect(page.locator("main")).to_contain_text("10 rows.")

    page.goto("/sales/import/")
    paste(page, agreement)
    expect(page.locator("main")).to_contain_text("As you chose for your last file")
    expect(page.get_by_label(ticket)).to_have_value("agent_reference")
    page.get_by_role("button", name="Show the sales").click()
    expect(page.locator("tbody.refused")).to_have_count(10)
    expect(page.locator("tbody.refused").first).to_contain_text("is already booked as sale")
