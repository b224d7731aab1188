"""Another offer in the lock-up of two placements: refused until the agent's consents are there."""

from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.clicks import approve, fits_desk_and_phone, no_sideways_scrolling
from tests.browser.served import Product, browsing
from tests.offices import APPROVER

PHONE = (390, 844)
TODAY = "2001-11-13"
CONSENT: FilePayload = {
    "name": "consent.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\nWritten consent\n%%EOF\n",
}


def test_a_consent_clears_a_clash(chromium: Browser, own_books: Product) -> None:
    """On a phone; the calendar is looked at on a desk, too."""
    with (
        browsing(chromium, own_books, *PHONE) as page,
        browsing(chromium, own_books, *PHONE, APPROVER) as approver,
    ):
        offer(page)
        refused(page, "Sales Agreement")
        refused(page, "Other Agreement")

        for agreement in ("Sales Agreement", "Other Agreement"):
            consent(page, approver, agreement)
        offer(page)
        refused(page, "Sales Agreement")

        attach(page)
        attach(page)
        calendar(page)
        expect(page.locator("main")).not_to_contain_text("document missing")
        fits_desk_and_phone(page)

        offer(page)
        expect(page.locator("main")).to_contain_text("was sent for approval")
        approve(approver, request_of(page))
        calendar(page)
        clashes = page.get_by_role("region", name="Clashes")
        expect(clashes).to_contain_text("Stock for Montrose")
        expect(clashes.locator("tr", has_text="Stock for Montrose")).to_contain_text(
            ["cleared", "cleared"]
        )


def calendar(page: Page) -> None:
    page.goto("/company/")
    page.get_by_role("link", name="Calendar and lock-up").click()
    expect(page.get_by_role("heading", name="November 2001")).to_be_visible()
    no_sideways_scrolling(page)


def offer(page: Page) -> None:
    """Record a sale of stock outside the agreements as of today."""
    calendar(page)
    page.get_by_role("link", name="Record another offer").click()
    page.get_by_label("Issuer").select_option(index=1)
    page.get_by_label("Kind").select_option(label="Sale of securities")
    page.get_by_label("What is offered").fill("Stock for Montrose")
    page.locator("main form button[type=submit]").click()


def refused(page: Page, agreement: str) -> None:
    expect(page.locator("main")).to_contain_text(
        "Sale of securities “Stock for Montrose”, on Nov 13, 2001, falls in the lock-up of "
        f"Placement {'1' if agreement == 'Sales Agreement' else '2'} under the {agreement}"
    )
    no_sideways_scrolling(page)


def consent(page: Page, approver: Page, agreement: str) -> None:
    """Record the agent's consent for today and have it approved, without its document."""
    calendar(page)
    page.get_by_role("link", name="Record consent").click()
    page.get_by_label("Issuer").select_option(index=1)
    page.get_by_label("Agreement").select_option(label=agreement)
    page.get_by_label("Covers from").fill(TODAY)
    page.get_by_label("Covers until").fill(TODAY)
    page.get_by_label("What it covers").fill(f"Stock for Montrose, {agreement}")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("was sent for approval")
    approve(approver, request_of(page))


def request_of(page: Page) -> str:
    """The number of the request whose page is open."""
    return page.url.rstrip("/").rpartition("/")[2]


def attach(page: Page) -> None:
    """Attach the document that one of the consents misses."""
    calendar(page)
    page.get_by_role("link", name="attach it").first.click()
    page.get_by_label("What it is").select_option(label="Consent")
    page.get_by_label("File").set_input_files([CONSENT])
    page.get_by_role("button", name="Attach").click()
    expect(page.locator("main")).to_contain_text("“consent.pdf” is attached.")
