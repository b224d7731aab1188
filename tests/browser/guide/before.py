"""What a CFO asks before a sale, and the lock-up around it."""

from playwright.sync_api import Page, expect

from tests.browser.guide.desk import CFO, TREASURY, Desk
from tests.browser.guide.steps import step

CHAPTER = "Before you sell"


@step(CHAPTER, "Ask what stops you")
def before_you_sell(desk: Desk) -> Page:
    """*Company*, then *Before you sell*: enter agreement, shares, price and day. One
    sentence answers how much you can sell at this price and which limit binds first. Below it
    stands every check, passed, failed or unknown, with the sale’s figure, the limit, the page of
    the document and what to do.

    A check is unknown while a figure is missing; it never counts as zero. A proposal that fails a
    check needs the reason of the CFO who approves it, and both are kept with the placement.
    """
    page = desk.of(CFO)
    page.goto("/before-you-sell/")
    page.get_by_label("Shares").fill("400,000")
    page.get_by_label("Price per share").fill("3.80")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_contain_text("You can sell up to")
    return page


@step(CHAPTER, "Know your shares")
def know_your_shares(desk: Desk) -> Page:
    """The share ledger rolls the shares outstanding forward from the last count that a document
    states: deliveries, exercises and splits are read from the books, other events you record. It
    shows what is left of the authorized shares, the dilution by source, and the price below which
    shares run out before dollars do.
    """
    page = desk.of(CFO)
    page.goto("/company/shares/")
    expect(page.locator("main")).to_contain_text("22,032,172")
    return page


@step(CHAPTER, "Keep clear of the lock-up")
def keep_clear_of_the_lock_up(desk: Desk) -> Page:
    """The calendar shows trading days, settlements, filings due, and the days on which a placement
    locks the company up: from the fifth trading day before its terms are agreed to the fifth after
    its last sale has settled. Another offer, grant or call on these days is refused until the
    agent’s written consent is approved and attached.

    *Create address* gives you a secret address at which your own calendar can subscribe to it.
    """
    page = desk.of(TREASURY)
    page.goto("/company/calendar/")
    expect(page.locator("main")).to_contain_text("Lock-up")
    return page
