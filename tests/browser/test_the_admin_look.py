"""The administration in Chromium: every kind of page of every kind of record, without a flaw."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.flawless import faults, listen, overflows
from tests.browser.served import Product, browsing
from tests.offices import PASSWORD, Office, Opened
from tests.permissions.admin import ADMIN

#: Colors differ by the scheme, all else by the width: so axe looks twice, and sees both of each.
LOOKS: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1280), ("dark", 390))
HEIGHT = 900
OF_THE_PRODUCT = {"books", "company", "people", "placements", "statements", "warrants"}
KINDS = sorted(kind for kind in ADMIN if kind.partition(".")[0] in OF_THE_PRODUCT)
#: What the made-up year has of statements: those of a bank.
STATED = {"sender", "statement", "statementline", "match", "matchpart"}
#: The made-up year has no demand for registration, nothing else of statements and no facts of its
#: company, and so no documents on them: of these, lists and forms are looked at.
WITHOUT_ROWS = {
    "warrants.registrationrequest",
    *(kind for kind in ADMIN if kind.startswith("company.") and kind != "company.consent"),
    *(
        kind
        for kind in ADMIN
        if kind.startswith("statements.") and kind.partition(".")[2] not in STATED
    ),
}
LINKS = "all => all.map(link => new URL(link.href).pathname)"
MAKE_CHIEF = f"""
import django
django.setup()
from neoequity.people.models import User
User.objects.create_superuser({Product.user!r}, password={PASSWORD!r})
"""


@pytest.fixture(scope="module")
def year(
    tmp_path_factory: pytest.TempPathFactory, opened: Opened, migrated: Office
) -> Iterator[Product]:
    """The product with a made-up year, which has records of every kind."""
    office = opened("year", like=migrated)
    office.environment["NEOEQUITY_VAR"] = str(tmp_path_factory.mktemp("var"))
    office.run("manage.py", "make_demo", "--placements", "3")
    office.run("-c", MAKE_CHIEF)
    served = Product(tmp_path_factory.mktemp("year"), office)
    try:
        served.start("2024-12-13")
        yield served
    finally:
        served.remove()


@pytest.fixture(scope="module")
def desk(chromium: Browser, year: Product) -> Iterator[Page]:
    """One browser for all pages."""
    with browsing(chromium, year, 1280, HEIGHT) as page:
        listen(page)
        yield page


def flaws(page: Page, address: str) -> list[str]:
    """What is wrong with a page in light on a desk, in dark on a phone, and at all widths."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok, address
    found: list[str] = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{address}, {scheme}, {width} px: {fault}" for fault in faults(page)]
    return found + [f"{address}: {fault}" for fault in overflows(page)]


def pages_of(page: Page, kind: str) -> list[str]:
    """The addresses of a kind: its list, the form for a new one, and all pages about one row."""
    start = f"/admin/{kind.replace('.', '/')}/"
    page.goto(start)
    about = page.locator(".page-actions a").evaluate_all(LINKS)
    rows = page.locator("#result_list tbody a").evaluate_all(LINKS)
    assert bool(rows) != (kind in WITHOUT_ROWS)
    for row in rows[:1]:
        page.goto(row)
        about += [row, *page.locator(".page-actions a, .submit-row a").evaluate_all(LINKS)]
    return list(dict.fromkeys([start, *(to for to in about if to.startswith(start))]))


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_of_a_kind_of_record_has_a_flaw(desk: Page, kind: str) -> None:
    found = [fault for address in pages_of(desk, kind) for fault in flaws(desk, address)]
    assert found == []


@pytest.mark.parametrize("address", ["/admin/", "/admin/placements/", "/admin/people/"])
def test_no_overview_has_a_flaw(desk: Page, address: str) -> None:
    assert flaws(desk, address) == []


def test_a_refused_form_has_no_flaw_and_says_what_to_enter(desk: Page) -> None:
    desk.goto("/admin/placements/agreement/add/")
    desk.get_by_label("Warrant coverage").fill("0.1")
    desk.get_by_role("button", name="Add agreement", exact=True).click()
    expect(desk.locator(".field-warrant_coverage_rate")).to_contain_text(
        "Enter the rate in percent: 10 for 10%"
    )
    assert faults(desk) == []


def test_a_small_window_for_choosing_a_record_has_no_flaw(desk: Page) -> None:
    assert flaws(desk, "/admin/placements/sale/?_popup=1&_to_field=id") == []
    expect(desk.get_by_role("banner")).to_have_count(0)


def test_a_row_is_added_to_the_fee_tiers_and_removed_again(desk: Page) -> None:
    desk.set_viewport_size({"width": 1280, "height": HEIGHT})
    desk.goto("/admin/placements/agreement/add/")
    tiers = desk.locator("#fee_tiers-group tbody tr.form-row:not(.empty-form)")
    expect(tiers).to_have_count(1)
    desk.get_by_role("button", name="Add fee tier").click()
    expect(tiers).to_have_count(2)
    assert faults(desk) == []
    tiers.last.get_by_role("button", name="Remove").click()
    expect(tiers).to_have_count(1)


def test_the_filters_of_a_list_are_folded_on_a_phone_and_open_by_their_button(desk: Page) -> None:
    desk.set_viewport_size({"width": 390, "height": HEIGHT})
    desk.goto("/admin/placements/sale/")
    filters = desk.get_by_role("navigation", name="Filters")
    expect(filters).to_be_hidden()
    desk.get_by_role("button", name="Filters").click()
    expect(filters).to_be_visible()
    assert faults(desk) == []


def test_the_admin_has_the_header_and_the_width_of_the_books(desk: Page) -> None:
    desk.set_viewport_size({"width": 1280, "height": HEIGHT})
    boxes = []
    for address in ("/sales/", "/admin/placements/sale/"):
        desk.goto(address)
        parts = [desk.get_by_role("banner"), desk.get_by_role("main"), desk.locator("h1")]
        boxes.append([part.bounding_box() for part in parts])
    (header, main, title), (own_header, own_main, own_title) = boxes
    assert (own_header, own_main and own_main["width"]) == (header, main and main["width"])
    assert own_title is not None
    assert title is not None
    assert own_title["x"] == title["x"]
