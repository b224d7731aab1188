"""Signing in, and the first screen."""

from playwright.sync_api import Page, expect

from tests.browser.guide.desk import TREASURY, Desk, Window
from tests.browser.guide.steps import step

CHAPTER = "Start"


@step(CHAPTER, "Sign in")
def sign_in(desk: Desk) -> Page:
    """Open the product in a browser and sign in with your own name. Names and passwords are
    case-sensitive. An account is opened by an Administrator, who gives you a one-time link to
    choose your password.

    In the example you can sign in as any of four people. `make run` prints their passwords the
    first time it starts.

    After thirty minutes without use you are signed out.
    """
    page = desk.stranger(Window("nobody"))
    expect(page.get_by_role("region", name="Try the example")).to_be_visible()
    page.get_by_label("Username").fill(TREASURY)
    return page


@step(CHAPTER, "Read the dashboard")
def dashboard(desk: Desk) -> Page:
    """The first screen answers four questions. What can still be sold under each agreement, and
    how much of its capacity is settled, sold but unsettled, reserved by open placements, or free.
    **Settlements due**, with the shares to deliver and the cash. **Blocked**: what cannot be
    sold, and why. And what happened last.

    Every figure is a link: it opens to the rows and the calculation behind it. The day at the top
    right, *As of*, says which day you are looking at; the example stands on November 13, 2001.
    """
    page = desk.of(TREASURY)
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Remaining capacity")
    return page


@step(CHAPTER, "See how a figure is calculated")
def calculation(desk: Desk) -> Page:
    """“How this is calculated” under a figure shows the formula with its figures and, where the
    agreement settles the matter, the page of the agreement. On the page of an agreement every line
    opens in the same way: here the commission, tier by tier.

    A question mark beside a term opens the glossary.
    """
    page = desk.of(TREASURY)
    page.goto("/agreements/sales-agreement/")
    page.locator("#commission > summary").click()
    page.locator("#commission").scroll_into_view_if_needed()
    page.locator("#capacity").evaluate("heading => heading.scrollIntoView()")
    expect(page.locator("#commission")).to_contain_text("4.00%")
    return page
