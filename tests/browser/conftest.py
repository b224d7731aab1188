"""Chromium, and the product to use it on."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.served import Product, browsing
from tests.offices import APPROVER, Office, Opened

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

ENTRIES = "SELECT issuer_id, length FROM books_chainhead"

SIZES = [pytest.param((1280, 900), id="desk"), pytest.param((390, 844), id="phone")]


@pytest.fixture(scope="session")
def product(
    tmp_path_factory: pytest.TempPathFactory, opened: Opened, prepared: Office
) -> Iterator[Product]:
    """The product with the example's books, on the example's day, for modules that post nothing.

    Those of a fresh machine, which take long to make, are in `tests/durability/test_kills.py`.
    """
    books = opened("product", like=prepared)
    served = Product(tmp_path_factory.mktemp("product"), books)
    try:
        served.start("2001-11-13")
        yield served
        assert books.ask(ENTRIES) == prepared.ask(ENTRIES), "What posts has books of its own."
    finally:
        served.remove()


@pytest.fixture(scope="module")
def own_books(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    opened: Opened,
    prepared: Office,
) -> Iterator[Product]:
    """The same with books of the module's own, for what is sold there others could not sell."""
    name = request.module.__name__.rpartition("test_")[2]
    served = Product(tmp_path_factory.mktemp("product"), opened(name, like=prepared))
    try:
        served.start("2001-11-13")
        yield served
    finally:
        served.remove()


# Not for the session: while Playwright runs, Django takes every later test for an async one.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("There is no Chromium: the browser tests were left out.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, chromium: Browser, product: Product) -> Iterator[Page]:
    """A page of a fresh browser, signed in, at the width of a desk and of a phone.

    The test fails when the browser's console reports an error, such as a blocked script.
    """
    width, height = request.param
    with browsing(chromium, product, width, height) as page:
        yield page


@pytest.fixture
def agreement(page: Page) -> str:
    """Each width works under an agreement of its own, for both share the served books."""
    size = page.viewport_size
    return "Sales Agreement" if size and size["width"] == 1280 else "Other Agreement"


@pytest.fixture
def approver(page: Page, chromium: Browser, product: Product) -> Iterator[Page]:
    """A page of another browser, of the same width, in which a second CFO has signed in."""
    size = page.viewport_size
    assert size is not None
    width, height = size["width"], size["height"]
    with browsing(chromium, product, width, height, APPROVER) as other:
        yield other
