"""A report is made in the background: asked for, waited for, fetched; and one is cancelled."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.clicks import no_sideways_scrolling
from tests.browser.conftest import SIZES
from tests.browser.flawless import inaccessible
from tests.browser.served import MANAGE, ROOT, Product, browsing
from tests.offices import Office, Opened


@pytest.fixture(scope="module")
def product(
    tmp_path_factory: pytest.TempPathFactory, opened: Opened, prepared: Office
) -> Iterator[Product]:
    """A product without a worker, so that a file waits until the test lets it be made."""
    books = opened("background", like=prepared)
    books.environment["BACKGROUND_WORKERS"] = "0"
    served = Product(tmp_path_factory.mktemp("background"), books)
    try:
        served.start("2001-11-13")
        yield served
    finally:
        served.remove()


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, chromium: Browser, product: Product) -> Iterator[Page]:
    width, height = request.param
    with browsing(chromium, product, width, height) as page:
        yield page


def test_a_report_is_asked_for_waited_for_and_fetched(page: Page, product: Product) -> None:
    ask_for_the_supplement(page)
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    expect(page.locator("#job")).to_contain_text("Waiting")
    no_sideways_scrolling(page)
    assert inaccessible(page) == []

    make_what_waits(product)

    download = page.locator("#job").get_by_role("link", name="Download")
    expect(download).to_be_visible()  # the page asked by itself
    expect(bar).to_have_count(0)
    no_sideways_scrolling(page)
    assert inaccessible(page) == []
    with page.expect_download() as fetched:
        download.click()
    assert fetched.value.suggested_filename == "supplement-2001-10-01-2001-11-13.pdf"
    assert Path(fetched.value.path()).read_bytes().startswith(b"%PDF-")
    page.goto("/work/")
    expect(page.locator("main")).to_contain_text("Prospectus supplement as PDF")
    no_sideways_scrolling(page)
    assert inaccessible(page) == []


def test_a_file_that_is_no_longer_wanted_is_cancelled(page: Page) -> None:
    ask_for_the_supplement(page)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#job")).to_contain_text("Cancelled")
    expect(page.get_by_role("button", name="Start again")).to_be_visible()


def ask_for_the_supplement(page: Page) -> None:
    page.goto("/reports/supplement/")
    page.get_by_role("link", name="Prepare in background").click()
    expect(page.get_by_label("PDF")).to_be_checked()
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Prepare file").click()
    expect(page.locator("h1")).to_contain_text("Prospectus supplement as PDF")


def make_what_waits(product: Product) -> None:
    subprocess.run(
        [*MANAGE, "worker", "--once"], cwd=ROOT, env=product.environment, check=True, timeout=60
    )
