"""The Controller closes a period."""

from playwright.sync_api import Page, expect

from tests.browser.guide.desk import CONTROLLER, Desk
from tests.browser.guide.steps import step

CHAPTER = "Close a period"
DAY = "2001-12-05"
_ADDRESS = "/periods/close/?issuer=neotherapeutics&period=2001-10"


@step(CHAPTER, "Choose the period", day=DAY)
def periods(desk: Desk) -> Page:
    """*Periods* lists quarters with their months. A Controller closes a month or a whole quarter
    once it is over."""
    page = desk.of(CONTROLLER)
    page.goto("/periods/")
    return page


@step(CHAPTER, "Work through the checklist", day=DAY)
def checklist(desk: Desk) -> Page:
    """The checklist shows what is still open for the period: findings, unsettled sales, warrants
    that are due, missing documents and pending requests, each with a link to where it can be put
    right. What blocks must be resolved. Anything else may stay open with a reason, which is kept
    with the closing.

    When you close, the whole ledger is proved first; nothing is closed unless the books agree.
    """
    page = desk.of(CONTROLLER)
    page.goto(_ADDRESS)
    expect(page.locator("h1")).to_contain_text("Close October 2001")
    return page


@step(CHAPTER, "Keep the closing", day=DAY)
def closed(desk: Desk) -> Page:
    """The closing keeps the totals, the checklist as it was, and the head of the chain of seals.
    From then on nothing dated in the period is entered or changed. What is recorded later and
    concerns the period is listed here.

    *Auditors’ pack* downloads everything of the period in one file. If a period has to be reopened,
    the Controller asks and a CFO decides.
    """
    page = desk.of(CONTROLLER)
    for note in page.locator("main form textarea, main form input[type=text]").all():
        note.fill("Checked with Treasury; documents are on file.")
    page.get_by_role("button", name="Close October 2001").click()
    expect(page.locator("main")).to_contain_text("Totals at closing")
    return page
