"""From a bank's OFX file to a recorded statement, in the served product and without a layout."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.clicks import approve
from tests.browser.flawless import overflows
from tests.browser.served import Product
from tests.statements import files

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
MONTH = [
    files.payment(1, date(2001, 11, 9), "3670048.32", "BK-1", "Wire in"),
    files.payment(2, date(2001, 11, 12), "-15.00", None, "Charge"),
]


@pytest.fixture(scope="module")
def product(own_books: Product) -> Product:
    return own_books


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in (1, 2):
        written = files.as_ofx(MONTH[:number], Decimal("10.00"))
        (tmp_path / f"{number}.ofx").write_bytes(written)
    return tmp_path


def flawless(page: Page) -> None:
    """At no width anything runs out of the page, and nobody is kept from what it says."""
    assert overflows(page) == []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        # A color may be on its way.
        page.evaluate("document.getAnimations().forEach(change => change.finish())")
        found = Axe().run(page, context="main")
        assert found.violations_count == 0, found.generate_report()


def bank_of(page: Page) -> str:
    """A name for the bank, of which every screen records its own."""
    size = page.viewport_size
    assert size is not None
    return f"Pine {size['width']}"


def upload(page: Page, file: Path) -> None:
    page.goto("/statements/")
    page.get_by_role("link", name="Upload statement").first.click()
    page.get_by_label("Sender and layout").select_option(label=f"{bank_of(page)}: OFX or QFX")
    page.get_by_label("File").set_input_files(file)
    flawless(page)
    page.get_by_role("button", name="Read file").click()


def test_a_bank_is_recorded_and_its_month_to_date_files_are_added_up(
    page: Page, folder: Path
) -> None:
    page.goto("/statements/")
    flawless(page)
    page.goto("/statements/senders/")
    page.get_by_role("link", name="Record sender").click()
    page.get_by_label("Side").select_option(label="Bank")
    page.get_by_label("Name", exact=True).fill(bank_of(page))
    page.get_by_label("Short name in addresses and commands").fill(bank_of(page).replace(" ", "-"))
    page.get_by_role("button", name="Record sender of statements").click()
    expect(page.locator("main")).to_contain_text(bank_of(page))
    page.goto("/statements/senders/")
    flawless(page)

    upload(page, folder / "1.ofx")
    expect(page.get_by_text("Ready to record.")).to_be_visible()
    flawless(page)
    page.get_by_role("button", name="Record 1 new line").click()
    expect(page.get_by_text("was recorded: 1 new line.")).to_be_visible()

    upload(page, folder / "2.ofx")
    booked = page.get_by_role("row", name="BK-1")
    expect(booked.get_by_text("Booked already")).to_be_visible()
    flawless(page)
    page.get_by_role("button", name="Record 1 new line").click()
    expect(page.get_by_text("was recorded: 1 new line, 1 booked already.")).to_be_visible()
    expect(page.get_by_role("row", name="($15.00)")).to_be_visible()
    flawless(page)

    upload(page, folder / "2.ofx")
    expect(page.get_by_text("This file is known")).to_be_visible()
    flawless(page)
    page.get_by_role("button", name="Discard file").click()
    page.goto(f"/statements/lines/?sender={bank_of(page).replace(' ', '-')}")
    expect(page.get_by_text("2 lines.")).to_be_visible()
    flawless(page)


def test_a_layout_is_tried_on_a_sample_and_a_second_person_approves_it(
    page: Page, approver: Page, tmp_path: Path
) -> None:
    sample = tmp_path / "fills.csv"
    sample.write_bytes(files.sales(files.SALE))
    name = bank_of(page).replace("Pine", "Vine")
    page.goto("/records/sender/new/")
    page.get_by_label("Side").select_option(label="Agent")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Short name in addresses and commands").fill(name.replace(" ", "-"))
    page.get_by_role("button", name="Record sender of statements").click()
    page.goto("/statements/senders/")
    page.get_by_role("link", name=f"Describe a layout of {name}").click()
    page.get_by_label("Name of the layout").fill(f"Fills of {name}")
    page.get_by_text("Words for kinds of line").click()
    for header, field in files.AGENT.columns.items():
        page.locator(f"[name=column_{field}]").fill(header)
    page.locator("[name=kind_sale]").fill("Sold")
    page.locator("[name=kind_cancel]").fill("Cancelled; Canceled")
    page.get_by_label("Sample file").set_input_files(sample)
    page.get_by_role("button", name="Read sample").click()
    expect(page.get_by_role("row", name="HV-1")).to_contain_text("$3,670,048.32")
    flawless(page)

    page.get_by_role("button", name="Request approval").click()
    expect(page.get_by_text("was sent for approval")).to_be_visible()
    expect(page.get_by_text("another person must approve it")).to_be_visible()
    flawless(page)
    approve(approver, page.url.rstrip("/").rsplit("/", maxsplit=1)[1])

    page.goto("/statements/senders/")
    flawless(page)
    page.get_by_role("link", name=f"Fills of {name}").click()
    expect(page.get_by_text("In force: files of")).to_be_visible()
    flawless(page)
