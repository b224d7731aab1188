"""Every page as each group sees it: nothing overflows, nothing complains.

The books are a made-up year, so that every page has content: placements in every state, warrants
issued, exercised and split, months closed and reopened, requests waiting.

`make test` opens one page of each kind. For the superuser, who sees every button, it does so at
every width, and axe-core reads it on a desk in light and on a phone in dark; for the groups at the
width of a desk and of a phone, and axe-core reads the latter. `make look` does everything for
everybody, with two pages of each kind, and the admin, which has a test of its own for the rest
(test_the_admin_look).
"""

import os
import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.crawl import walked
from tests.browser.flawless import (
    HEIGHT,
    WIDTHS,
    complaints,
    inaccessible,
    listen,
    overflows,
    shifts,
)
from tests.browser.served import Product
from tests.offices import PASSWORD, Office, Opened

EVERY = os.environ.get("LOOK") == "all"
ON_A_DAY = "2024-12-13"
#: The superuser sees every page and every button; each group has its own.
PEOPLE = ("cfo", "demo-treasury", "demo-cfo", "demo-controller", "demo-auditor")
Scheme = Literal["light", "dark"]
DESK, PHONE = 1280, 390
Seen = tuple[int, Scheme]
ALL: tuple[Seen, ...] = ((DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark"))


@pytest.fixture(scope="module")
def year(
    tmp_path_factory: pytest.TempPathFactory, opened: Opened, migrated: Office
) -> Iterator[tuple[Product, dict[str, str]]]:
    """The product with a made-up year, and the link by which each person chooses a password."""
    office = opened("year", like=migrated)
    office.environment["NEOEQUITY_TODAY"] = ON_A_DAY
    printed = office.run("manage.py", "make_demo", "--placements", "3")
    links = dict(re.findall(r"^  (\S+) +http://[^/]+(/\S+)$", printed, re.MULTILINE))
    served = Product(tmp_path_factory.mktemp("year"), office)
    try:
        served.start(ON_A_DAY)
        yield served, links
    finally:
        served.remove()


def enter(page: Page, product: Product, person: str, link: str | None) -> None:
    """Sign in, after choosing a password where the person has a link for that."""
    if link:
        page.goto(product.url + link)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_label("Password confirmation").fill(PASSWORD)
        page.get_by_role("button", name="Set password").click()
    page.goto(product.url + "/accounts/login/")
    page.get_by_label("Username").fill(person)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    if link:  # the person is told first that somebody else made it
        page.get_by_role("button", name="I have seen this").click()
    page.wait_for_url(product.url + "/")


def faults_of(page: Page, widths: tuple[int, ...], read: tuple[Seen, ...]) -> list[str]:
    """What is wrong with the page that is open, at these widths and as axe-core reads it."""
    found = [*shifts(page), *overflows(page, widths)]
    for width, scheme in read:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        found += [f"{width} px, {scheme}: {fault}" for fault in inaccessible(page)]
    return found + complaints(page)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_of_a_person_has_a_fault(
    chromium: Browser, year: tuple[Product, dict[str, str]], person: str
) -> None:
    product, links = year
    context = chromium.new_context(viewport={"width": DESK, "height": HEIGHT}, base_url=product.url)
    page = context.new_page()
    page.set_default_timeout(30_000)
    listen(page)
    enter(page, product, person, links.get(person))
    complaints(page)

    everything = EVERY or person == "cfo"
    widths = WIDTHS if everything else (PHONE, DESK)
    read = ALL if EVERY else (ALL[0], ALL[3]) if everything else ALL[3:]
    faults, pages = {}, 0
    for address in walked(page, of_a_kind=2 if EVERY else 1, admin=EVERY):
        pages += 1
        if found := faults_of(page, widths, read):
            faults[address] = found

    context.close()
    print(f"{person}: {pages} pages")  # noqa: T201  # the README says how many `make look` opens
    assert faults == {}
