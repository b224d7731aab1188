"""A placement from its draft to the agent's acceptance."""

from playwright.sync_api import Page, expect

from tests.browser.clicks import move
from tests.browser.guide.desk import CFO, TREASURY, Desk
from tests.browser.guide.steps import step

CHAPTER = "A placement"
PLACEMENT = "/placements/sales-agreement/2/"


@step(CHAPTER, "Draft it")
def draft(desk: Desk) -> Page:
    """A placement is a number of shares and their terms that you offer to the agent. *New
    placement* on the dashboard opens the form: the agreement, the shares, and the minimum price
    below which the agent may not sell. A placement without a minimum states an expected price,
    which only reserves capacity.

    A draft binds nobody. Beside the form you see what is free today.
    """
    page = desk.of(TREASURY)
    page.goto("/")
    page.get_by_role("link", name="New placement").click()
    page.get_by_label("Agreement").select_option(label="Sales Agreement")
    page.get_by_label("Shares offered").fill("250,000")
    page.get_by_label("Minimum price").fill("4.00")
    return page


@step(CHAPTER, "Request approval")
def ask_for_approval(desk: Desk) -> Page:
    """Before a placement is proposed to the agent, a CFO must approve its terms. Ask for the
    approval on the placement’s page. Until it is decided, the page says who is asked, and what
    cannot be done meanwhile and why."""
    page = desk.of(TREASURY)
    page.get_by_role("button", name="Create draft").click()
    page.get_by_role("button", name="approval").click()
    expect(page.locator("main")).to_contain_text("Request")
    return page


@step(CHAPTER, "Approve it")
def approve(desk: Desk) -> Page:
    """The CFO finds the request under *Approvals*; the number in the header counts what is waiting.
    The page of the request says exactly what is asked, who asked, and what approving does. A
    rejection needs a note.

    No one can approve their own request, and nobody who wrote the draft can approve it.
    """
    page = desk.of(CFO)
    page.goto("/approvals/")
    page.get_by_role("region", name="Awaiting my decision").get_by_role("link").first.click()
    expect(page.get_by_role("button", name="Approve", exact=True)).to_be_visible()
    return page


@step(CHAPTER, "Propose and accept it")
def propose_and_accept(desk: Desk) -> Page:
    """Once approved, Treasury proposes the placement to the agent and records the answer: the agent
    may accept or decline. Each step has its day, and the status history keeps who recorded it.

    From its acceptance on, the placement reserves its unsold shares at the minimum price. If it
    needs more than is free, acceptance is refused with the figures.
    """
    cfo = desk.of(CFO)
    cfo.get_by_role("button", name="Approve", exact=True).click()
    expect(cfo.locator("main")).to_contain_text("approved")
    page = desk.of(TREASURY)
    page.goto(PLACEMENT)
    move(page, "Propose", "proposed")
    move(page, "Accept", "accepted")
    page.evaluate("window.scrollTo(0, 0)")
    return page
