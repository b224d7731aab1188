"""The CFO makes the board report."""

from playwright.sync_api import Page, expect

from tests.browser.guide.desk import CFO, Desk
from tests.browser.guide.steps import step

CHAPTER = "Report to the board"
_DAY = "2001-12-05"  # as the closing, which comes next
_ADDRESS = "/reports/board/?from=2001-10-01&to=2001-12-05"


@step(CHAPTER, "Make the board report", day=_DAY)
def board_report(desk: Desk) -> Page:
    """*Reports* lists what the board reads, what is filed and what the ledger needs. Choose *Board
    report* and its days: the programme on one page, with charts of gross against capacity, proceeds
    by month and dilution, and every figure of them in the tables beneath.

    *PDF* downloads the same page on paper, ready for the board’s folder; *Excel* and *CSV* have the
    figures. Once a period is closed, its report stays as it was, whatever is recorded later.
    """
    page = desk.of(CFO)
    page.goto(_ADDRESS)
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert download.value.suggested_filename == "board-2001-10-01-2001-12-05.pdf"
    expect(page.locator("h1")).to_have_text("Board report")
    return page
