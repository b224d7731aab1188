"""Agent's warrants: what is owed, its calculation, and the register."""

from playwright.sync_api import Page, expect

from tests.browser.clicks import move
from tests.browser.guide.desk import CFO, TREASURY, Desk
from tests.browser.guide.settling import DAY
from tests.browser.guide.steps import step

CHAPTER = "Warrants"


@step(CHAPTER, "See what is owed", day=DAY)
def owed(desk: Desk) -> Page:
    """The agent earns warrants on what it sold: under the example’s agreements 10% of the shares,
    at 130% of the placement’s average price. *Warrants* shows what is accruing, unsettled and due,
    the limit of the NASD, the register, and the callable Class B Warrants with their holders.

    A warrant is due within seven days after the placement’s last sale settled and it was told that
    no more will be sold. Here Treasury has closed placement 1, whose sales are all settled.
    """
    page = desk.of(TREASURY)
    page.goto("/placements/sales-agreement/1/")
    if page.get_by_role("link", name="Close", exact=True).count():
        move(page, "Close", "closed", on="Nov 15, 2001")
    page.goto("/warrants/")
    return page


@step(CHAPTER, "Check the calculation and request the issue", day=DAY)
def calculated_warrant(desk: Desk) -> Page:
    """The page of what is owed calculates the number of shares and the exercise price line by line,
    with the pages of the agreement: 10% of 949,710 shares sold, rounded down, is 94,971; 130% of
    $3,822,967.00 divided by the shares is $5.2330. *Request issue* asks a CFO to approve it.
    """
    page = desk.of(TREASURY)
    page.goto("/warrants/issue/sales-agreement/1/")
    expect(page.locator("main")).to_contain_text("94,971")
    expect(page.locator("main")).to_contain_text("$5.2330")
    return page


@step(CHAPTER, "Approve the issue", day=DAY)
def approve_the_issue(desk: Desk) -> Page:
    """Issuing, transferring and canceling warrants and recording a split need a second person,
    unless the office says otherwise (`NEOEQUITY_FOUR_EYES`). The request shows what approving
    posts; at that moment everything is checked anew.
    """
    treasury, cfo = desk.of(TREASURY), desk.of(CFO)
    treasury.get_by_role("button", name="Request issue").click()
    expect(treasury.locator("main")).to_contain_text("is awaiting a CFO's decision")
    cfo.goto("/approvals/")
    waiting = cfo.get_by_role("region", name="Awaiting my decision")
    waiting.get_by_role("link").first.click()
    expect(cfo.locator("main")).to_contain_text("94,971")
    return cfo


@step(CHAPTER, "Read the register", day=DAY)
def warrant(desk: Desk) -> Page:
    """Every warrant has its page: what is outstanding, what each key date allows, who holds it and
    every entry of the register. Exercise, transfer and cancellation are recorded there. An exercise
    or transfer that a key date does not allow yet is refused with the day and the page."""
    desk.of(CFO).get_by_role("button", name="Approve", exact=True).click()
    expect(desk.of(CFO).locator("main")).to_contain_text("is approved")
    page = desk.of(TREASURY)
    page.goto("/warrants/")
    page.locator("main").get_by_role("link", name="Warrant 3", exact=True).click()
    expect(page.locator(".answer")).to_contain_text("94,971")
    return page
