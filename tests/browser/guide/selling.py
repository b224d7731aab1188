"""Sales from the agent's notices: one by one, from a file, and what corrects them."""

from playwright.sync_api import Page, expect

from tests.browser.guide.desk import TREASURY, Desk
from tests.browser.guide.placing import PLACEMENT
from tests.browser.guide.steps import step

CHAPTER = "Sales"
_MAIL = """Date\tShares\tPrice\tRef
11/13/2001\t20,000\t4.08\tCF-1121
11/13/2001\t15,000\t4.1050\tCF-1122
11/13/2001\t25,000\t4.12\tCF-1123"""


@step(CHAPTER, "Record sale")
def record_a_sale(desk: Desk) -> Page:
    """Enter what the agent’s notice says: placement, trade date, method, shares, price and the
    agent’s reference. While you type, the right-hand side shows what would be posted: gross and net
    proceeds, the commission tier by tier, the settlement date, and what is left afterwards.
    Whatever stands against the sale is said there, in whole sentences, before you post it.

    Numbers can be pasted as they are written: `$4.10`, `40,000`. The Enter key checks and never
    posts. *Post and record another* keeps the form open for the next notice.
    """
    page = desk.of(TREASURY)
    page.goto(PLACEMENT)
    page.get_by_role("link", name="Record sale").click()
    page.get_by_label("Method").select_option(label="Privately negotiated")
    page.get_by_label("Shares").fill("40,000")
    page.get_by_label("Price per share").fill("4.10")
    page.get_by_label("Agent's reference").fill("CF-1120")
    expect(page.locator("#preview")).to_contain_text("$157,440.00")
    return page


@step(CHAPTER, "Look at the posted sale")
def posted_sale(desk: Desk) -> Page:
    """A posted sale has a page of its own with its figures, its dates and its calculation. Attach
    the agent’s notice there; documents are kept byte for byte and are never altered or deleted."""
    page = desk.of(TREASURY)
    page.get_by_role("button", name="Post sale").click()
    expect(page.locator("main")).to_contain_text("unsettled")
    page.locator("#commission > summary").click()
    page.evaluate("window.scrollTo(0, 0)")
    return page


@step(CHAPTER, "Import sales", needs="/sales/import/")
def import_sales(desk: Desk) -> Page:
    """If the agent sends many sales at once, paste its table or upload its file under *Import
    sales*. The product reads the columns and asks what it does not know; then you see every sale
    with its outcome and correct what is wrong in place. All sales are posted together, or none."""
    page = desk.of(TREASURY)
    page.goto("/sales/import/")
    page.get_by_label("Rows").fill(_MAIL)
    page.get_by_label("Placement").select_option(index=1)
    page.get_by_label("Method").select_option(label="Privately negotiated")
    page.get_by_role("button", name="Read rows").click()
    page.get_by_label("What the column “Ref” is").select_option(label="Agent's reference")
    page.get_by_role("button", name="Show the sales").click()
    expect(page.locator("main")).to_contain_text("Ready to post.")
    return page


@step(CHAPTER, "Find and export sales")
def all_sales(desk: Desk) -> Page:
    """*Sales* lists all entries as of the day, with totals of everything that matches the filter,
    also on further pages. *CSV of these sales* exports exactly what the filter shows, ready for a
    spreadsheet."""
    page = desk.of(TREASURY)
    page.goto("/sales/")
    return page


@step(CHAPTER, "Correct a sale")
def correct_a_sale(desk: Desk) -> Page:
    """A posted sale is never changed. If it was wrong, ask for its reversal with a reason; the page
    shows beforehand what the reversal gives back. After a CFO approves, the reversal is posted with
    the figures negated, and you record the correct sale as a new one.

    Where a reversal or a late notice moves other sales into another fee tier, the difference in
    commission is posted as an adjustment beside them.
    """
    page = desk.of(TREASURY)
    page.goto("/sales/sales-agreement/2/")
    page.get_by_role("link", name="reversal").click()
    page.get_by_label("Reason").fill("The notice was for another account.")
    return page
