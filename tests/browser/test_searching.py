"""The search in the browser: the key /, and the way to a sale, at a desk and on a phone."""

from playwright.sync_api import Page, expect

from tests.browser.clicks import no_sideways_scrolling


def test_the_key_leads_to_the_search_and_enter_to_what_was_found(page: Page) -> None:
    page.goto("/history/")
    page.keyboard.press("/")
    field = page.locator("[data-search]:visible")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("$3,822,967")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Search")
    expect(page.locator("main mark")).to_contain_text(["$3,822,967.00"])
    no_sideways_scrolling(page)
    page.get_by_role("region", name="Sales").get_by_role("link", name="Sale SA-1").click()
    expect(page.locator("h1")).to_have_text("Sale SA-1")
    expect(page.locator("main")).to_contain_text("$3,822,967.00")


def test_the_key_is_a_character_while_something_is_typed(page: Page) -> None:
    page.goto("/sales/new/")
    reference = page.get_by_label("Agent's reference")
    reference.click()
    page.keyboard.type("CF/7")
    expect(reference).to_have_value("CF/7")
    expect(page).to_have_url("/sales/new/")


def test_the_page_of_the_search_says_what_it_understands(page: Page) -> None:
    page.goto("/search/")
    expect(page.get_by_role("region", name="What can be searched")).to_be_visible()
    page.get_by_label("Search the books").fill("Nov 9, 2001")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("region", name="Days")).to_contain_text("Traded on Nov 9, 2001")
    no_sideways_scrolling(page)
