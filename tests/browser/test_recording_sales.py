"""Sales recorded by keyboard in the served product: Enter never posts, and one follows another."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clicks import ask_and_approve, draft, fill_notice, move, no_sideways_scrolling
from tests.browser.served import Product


@pytest.fixture(scope="module")
def product(own_books: Product) -> Product:
    return own_books


@pytest.fixture
def form(page: Page, approver: Page, agreement: str) -> Page:
    """The form of a sale, opened from an accepted placement of 40,000 shares."""
    draft(page, agreement)
    ask_and_approve(page, approver)
    move(page, "Propose", "proposed")
    move(page, "Accept", "accepted")
    page.get_by_role("link", name="Record sale").click()
    return page


def test_enter_shows_what_would_be_posted_and_another_sale_follows_the_one_posted(
    form: Page, agreement: str
) -> None:
    expect(form.get_by_label("Placement")).to_be_focused()
    fill_notice(form, price="$4.10", reference=f"enter-{agreement}")
    form.get_by_label("Shares").fill("1,000")
    form.get_by_label("Agent's reference").press("Enter")
    expect(form.get_by_label("Shares")).to_have_value("1,000")
    expect(form.get_by_label("Price per share")).to_have_value("4.10")
    expect(form.locator("#preview")).to_contain_text("$4,100.00")
    expect(form.locator("#preview")).to_be_focused()
    expect(form.locator("main")).not_to_contain_text("is recorded")
    no_sideways_scrolling(form)

    form.get_by_role("button", name="Post and record another").click()
    expect(form.locator("main")).to_contain_text("is recorded: 1,000 shares for $4,100.00.")
    expect(form.get_by_label("Placement").locator("option:checked")).to_contain_text(
        f"{agreement} · placement"
    )
    expect(form.get_by_label("Placement").locator("option:checked")).to_contain_text(
        "39,000 shares left"
    )
    expect(form.get_by_label("Shares")).to_have_value("")
    expect(form.get_by_label("Placement")).to_be_focused()
    no_sideways_scrolling(form)


def test_choosing_a_placement_leaves_the_methods_of_its_agreement(
    form: Page, agreement: str
) -> None:
    method = form.get_by_label("Method").locator("option")
    expect(method).to_have_text(["Choose a method", *ALLOWED[agreement]])
    choose(form, "Choose a placement")
    expect(method).to_have_text(["Choose a method", *ALL])
    placement = form.get_by_label("Placement").locator("option", has_text=agreement).last
    choose(form, placement.inner_text())
    expect(method).to_have_text(["Choose a method", *ALLOWED[agreement]])


def choose(form: Page, placement: str) -> None:
    """Choose it, and wait for the preview: a request cut short would be an error of the page."""
    with form.expect_response("**/sales/preview/") as preview:
        form.get_by_label("Placement").select_option(label=placement)
    preview.value.finished()


ALL = [
    "Privately negotiated",
    "Into Nasdaq",
    "Through a market maker",
    "Through an electronic communications network",
    "Another lawful way",
]
ALLOWED = {
    "Sales Agreement": ["Privately negotiated", "Another lawful way"],
    "Other Agreement": ALL,
}
