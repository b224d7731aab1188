"""Accounts: who may sign in, and what each may do."""

from playwright.sync_api import Page, expect

from tests.browser.guide.closing import DAY
from tests.browser.guide.desk import FIRST, Desk
from tests.browser.guide.steps import step

CHAPTER = "Accounts"


@step(CHAPTER, "See who may sign in", day=DAY)
def people(desk: Desk) -> Page:
    """An Administrator keeps the accounts and does not read or post to the books. *People* lists
    them with their groups; the sign-in log tells who came, and who tried."""
    page = desk.of(FIRST)
    page.goto("/people/")
    return page


@step(CHAPTER, "Open an account", day=DAY)
def new_account(desk: Desk) -> Page:
    """In the administration an Administrator makes the account, chooses its group and gives the
    person a one-time link to choose a password. Nobody else learns the password."""
    page = desk.of(FIRST)
    page.goto("/admin/people/user/add/")
    page.get_by_label("Username").fill("j.rivera")
    page.get_by_label("Treasury", exact=True).check()
    return page


@step(CHAPTER, "See who may do what", day=DAY)
def rights(desk: Desk) -> Page:
    """*Permissions* in the menu under your name shows every right and the groups that have
    it."""
    page = desk.of(FIRST)
    page.goto("/people/permissions/")
    expect(page.locator("h1")).to_contain_text("Permissions")
    return page
