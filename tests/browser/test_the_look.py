"""How the pages look: at every width, in light and dark, on paper and without scripts."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.clicks import no_sideways_scrolling
from tests.browser.contrast import too_pale
from tests.browser.served import Product, browsing

WIDTHS = (320, 390, 600, 768, 1024, 1280, 1920)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 26)"}
PAGES = [
    "/",
    "/?as_of=2001-11-09",
    "/placements/",
    "/placements/new/",
    "/placements/sales-agreement/1/",
    "/sales/",
    "/sales/new/",
    "/sales/sales-agreement/1/",
    "/settlements/",
    "/warrants/",
    "/warrants/holders/",
    "/warrants/registration/",
    "/approvals/",
    "/history/",
    "/search/",
    "/search/?q=Nov+2001",
    "/help/",
    "/help/glossary/",
    "/periods/",
    "/agreements/sales-agreement/",
    "/people/",
    "/people/permissions/",
    "/accounts/two-factor/",
]
ADMIN = ["/admin/", "/admin/placements/sale/", "/admin/people/user/add/"]


@pytest.fixture(scope="module")
def desk(chromium: Browser, product: Product) -> Iterator[Page]:
    """One browser for all pages; that its console stays silent is seen at the end."""
    with browsing(chromium, product, 1280, 900) as page:
        yield page


@pytest.fixture
def fresh(chromium: Browser, product: Product) -> Iterator[Page]:
    """A browser of its own, which remembers no choice; its system is light."""
    with browsing(chromium, product, 1280, 900) as page:
        page.emulate_media(color_scheme="light")
        yield page


@pytest.fixture
def scriptless(chromium: Browser, product: Product) -> Iterator[Page]:
    """A browser of its own that runs no scripts, in which nobody has signed in."""
    context = chromium.new_context(java_script_enabled=False, base_url=product.url)
    yield context.new_page()
    context.close()


def choose(page: Page, appearance: str) -> None:
    page.get_by_role("group", name="Appearance").get_by_role("button", name=appearance).click()


def is_drawn_in(page: Page, scheme: str) -> None:
    expect(page.locator("body")).to_have_css("background-color", PAPER[scheme])


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_every_width_and_all_its_words_can_be_read(desk: Page, address: str) -> None:
    answer = desk.goto(address)
    assert answer is not None
    assert answer.ok
    for scheme in SCHEMES:
        desk.emulate_media(color_scheme=scheme)
        is_drawn_in(desk, scheme)
        for width in WIDTHS:
            desk.set_viewport_size({"width": width, "height": 900})
            no_sideways_scrolling(desk)
        assert too_pale(desk) == []


@pytest.mark.parametrize("address", ADMIN)
def test_all_words_of_the_admin_can_be_read(desk: Page, address: str) -> None:
    desk.goto(address)
    for scheme in SCHEMES:
        desk.emulate_media(color_scheme=scheme)
        is_drawn_in(desk, scheme)
        assert too_pale(desk) == []


def test_the_same_look_finds_words_that_are_too_pale(desk: Page) -> None:
    desk.goto("/people/permissions/")
    desk.emulate_media(color_scheme="light")
    desk.locator("h1").evaluate("heading => heading.style.color = '#bbb'")
    assert [words.partition(":")[2] for words in too_pale(desk)] == [" 1.92"]


def test_the_switch_redraws_the_page_at_once_and_keeps_what_was_typed(fresh: Page) -> None:
    fresh.goto("/sales/new/")
    fresh.get_by_label("Agent's reference").fill("half a notice")
    is_drawn_in(fresh, "light")
    choose(fresh, "Dark")
    is_drawn_in(fresh, "dark")
    expect(fresh.get_by_label("Agent's reference")).to_have_value("half a notice")
    expect(fresh.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_product_and_admin_follow_one_choice(fresh: Page) -> None:
    choose(fresh, "Dark")
    fresh.goto("/admin/")
    is_drawn_in(fresh, "dark")
    choose(fresh, "Light")
    fresh.emulate_media(color_scheme="dark")
    fresh.goto("/")
    is_drawn_in(fresh, "light")
    choose(fresh, "System")
    is_drawn_in(fresh, "dark")


def test_paper_is_light_whatever_was_chosen(fresh: Page) -> None:
    choose(fresh, "Dark")
    fresh.emulate_media(media="print", color_scheme="dark")
    is_drawn_in(fresh, "light")


def test_no_figure_on_the_printed_dashboard_runs_into_the_next(fresh: Page) -> None:
    fresh.goto("/?as_of=2001-11-22")
    fresh.emulate_media(media="print")
    fresh.set_viewport_size({"width": 690, "height": 900})
    runs_over = (
        "all => all.filter(fact => fact.scrollWidth > fact.clientWidth).map(fact => fact.innerText)"
    )
    assert fresh.locator(".facts > div").evaluate_all(runs_over) == []


def test_an_error_page_that_knows_no_request_follows_the_choice(
    chromium: Browser, product: Product
) -> None:
    context = chromium.new_context(base_url=product.url, color_scheme="light")
    page = context.new_page()
    page.goto("/accounts/login/")
    choose(page, "Dark")
    context.clear_cookies(name="csrftoken")
    page.get_by_label("Username").fill("cfo")
    page.get_by_label("Password").fill("whatever it is")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("This form could not be trusted")
    is_drawn_in(page, "dark")
    context.close()


def test_without_scripts_the_switch_leads_back_to_its_page_in_the_chosen_appearance(
    scriptless: Page,
) -> None:
    scriptless.goto("/accounts/login/?next=/sales/")
    is_drawn_in(scriptless, "light")
    choose(scriptless, "Dark")
    expect(scriptless).to_have_url("/accounts/login/?next=/sales/")
    is_drawn_in(scriptless, "dark")


def test_without_scripts_every_menu_can_be_used(scriptless: Page) -> None:
    scriptless.goto("/")
    scriptless.get_by_label("Username").fill(Product.user)
    scriptless.get_by_label("Password").fill(Product.password)
    scriptless.get_by_role("button", name="Sign in").click()
    scriptless.set_viewport_size({"width": 390, "height": 844})
    scriptless.locator("header summary", has_text="Agreements").click()
    scriptless.locator("header").get_by_role("link", name="Other Agreement").click()
    expect(scriptless.locator("h1")).to_have_text("Other Agreement")
    scriptless.get_by_role("button", name="Sign out").click()
    expect(scriptless.locator("h1")).to_have_text("Sign in")


def test_the_agreements_are_a_menu_for_the_keyboard(fresh: Page) -> None:
    menu = fresh.locator("header summary", has_text="Agreements")
    first = fresh.locator("header").get_by_role("link", name="Sales Agreement")
    menu.press("Enter")
    expect(first).to_be_visible()
    menu.press("Tab")
    expect(first).to_be_focused()
    first.press("Escape")
    expect(first).to_be_hidden()
    expect(menu).to_be_focused()
