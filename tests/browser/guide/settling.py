"""The day of settlement."""

from playwright.sync_api import Page, expect

from tests.browser.guide.desk import TREASURY, Desk
from tests.browser.guide.steps import step

CHAPTER = "Settlement"
DAY = "2001-11-15"


@step(CHAPTER, "See what is due", day=DAY)
def due(desk: Desk) -> Page:
    """*Settlements* lists every sale that awaits delivery: overdue first, then what is due today,
    then what is coming. The example’s sales of November 9 settle on November 15: November 12 was
    Veterans Day, a trading day on which banks were closed, so it is not counted.

    Check the sales whose shares were delivered, and enter the day.
    """
    page = desk.of(TREASURY)
    page.goto("/settlements/")
    today = page.get_by_role("region", name="Due today")
    for box in today.get_by_role("checkbox").all():
        box.check()
    return page


@step(CHAPTER, "Record delivery", day=DAY)
def delivery(desk: Desk) -> Page:
    """All chosen deliveries are recorded together. The sales are settled from that day on, and the
    capacity bar on the dashboard moves them from *sold, unsettled* to *settled*."""
    page = desk.of(TREASURY)
    page.get_by_role("button", name="Record delivery").click()
    expect(page.locator("main")).to_contain_text("Upcoming")
    page.goto("/")
    return page
