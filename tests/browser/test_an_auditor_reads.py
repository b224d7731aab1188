"""An Auditor, from the account an Administrator makes to every page, by clicks and by hand."""

import re
from collections.abc import Iterator

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page, expect

from neoequity.datasets import DATASETS
from tests.browser.clicks import draft, fits_desk_and_phone
from tests.browser.served import Product, browsing

DESK = (1280, 900)
#: What an Auditor may send: an end to the session, what keeps the own account, light or dark.
OWN_ACCOUNT = {
    "/accounts/appearance/",
    "/accounts/logout/",
    "/admin/logout/",
    "/accounts/password/",
    "/accounts/credentials/",
    "/accounts/two-factor/",
    "/accounts/two-factor/recovery-codes/",
}
#: Rooms in which everybody keeps something of his own: tokens, views of lists, files made in the
#: background, and what is mailed to him.
OWN_ROOMS = ("/views/", "/work/", "/mail/", "/accounts/mail/", "/accounts/api-tokens/")
#: Every button that sends a form: how and where, by attribute, for a field may be named method.
SENDING = """() => [...document.querySelectorAll('button, input[type=submit], [hx-post]')]
    .filter(button => button.matches('[hx-post]') || (button.form && button.type == 'submit'))
    .map(button => button.matches('[hx-post]')
        ? ['post', button.getAttribute('hx-post')]
        : [
            button.getAttribute('formmethod') || button.form.getAttribute('method') || 'get',
            button.getAttribute('formaction') || button.form.getAttribute('action') || '',
        ])
    .map(([method, to]) => [method.toLowerCase(), new URL(to, location).pathname])"""
LINKS = """() => [...document.querySelectorAll('a[href]')]
    .map(link => [new URL(link.getAttribute('href'), location), link.hasAttribute('download')])
    .filter(([address]) => address.origin == location.origin)
    .map(([address, isDownload]) => [address.pathname + address.search, isDownload])"""


@pytest.fixture(scope="module")
def reading(chromium: Browser, product: Product) -> Iterator[Page]:
    """The page of an Auditor, whose account an Administrator has made by clicks.

    A draft waits for its approval, so that there is something to decide.
    """
    with browsing(chromium, product, *DESK) as first:
        draft(first, "Sales Agreement")
        first.get_by_role("button", name="Request approval").click()
        link = make_account(first, "administrator", "Administrator")
        choose_password(first, link)
    with browsing(chromium, product, *DESK, "administrator") as office:
        see_who_opened_it(office, Product.user)
        expect(office).to_have_url(re.compile("/people/$"))
        link = make_account(office, "auditor", "Auditor", until="2099-12-31")
        choose_password(office, link)
    with browsing(chromium, product, *DESK, "auditor") as own:
        see_who_opened_it(own, "administrator")
        yield own


def make_account(page: Page, name: str, group: str, until: str = "") -> str:
    """The link that opens it."""
    page.goto("/admin/people/user/add/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Last day").fill(until)
    page.get_by_label(group, exact=True).check()
    page.get_by_role("button", name="Add person", exact=True).click()
    expect(page.locator("#content-main")).to_contain_text(f"Give this link to {name}")
    return page.locator("#content-main code").inner_text()


def choose_password(page: Page, link: str) -> None:
    """With the link, in whatever browser: it logs nobody in."""
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(Product.password)
    page.get_by_label("Password confirmation").fill(Product.password)
    page.get_by_role("button", name="Set password").click()
    expect(page.locator("main")).to_contain_text("is chosen. Sign in with it now.")


def see_who_opened_it(page: Page, who: str) -> None:
    expect(page.locator("main")).to_contain_text("Your credentials were set by somebody else")
    expect(page.locator("main table")).to_contain_text(who)
    page.get_by_role("button", name="I have seen this").click()
    expect(page.locator("main")).not_to_contain_text("Your credentials were set by somebody else")


def test_an_auditor_opens_every_page_that_links_lead_to_and_finds_nothing_that_changes(
    reading: Page,
) -> None:
    kinds = set()
    waiting = ["/"]
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in kinds:
            continue
        kinds.add(kind)
        answer = reading.goto(address)
        assert answer is not None
        assert (address, answer.status) == (address, 200)
        assert not changing(reading), address
        if not kind.startswith("admin:"):
            fits_desk_and_phone(reading)
        for link, is_download in reading.evaluate(LINKS):
            if is_download or link.partition("?")[0].endswith((".csv", ".xlsx", ".zip")):
                kinds.add(kind_of(link)) if saves(reading, link) else pytest.fail(link)
            else:
                waiting.append(link)
    assert {"dashboard", "history", "approval", "people", "export", "periods:periods"} <= kinds
    assert {"placements:sale", "warrants:series", "admin:placements_sale_change"} <= kinds


def test_the_same_look_finds_the_button_of_somebody_who_enters(page: Page) -> None:
    page.goto("/sales/new/")
    assert changing(page) == {"/sales/new/", "/sales/preview/"}


def test_an_auditor_exports_every_dataset(reading: Page) -> None:
    served = set(DATASETS) - {"expense_claims"}  # a kind of record that only the tests have
    assert all(saves(reading, f"/exports/{dataset}.csv") for dataset in served)


def test_what_an_auditor_sends_by_hand_is_refused_and_changes_nothing(reading: Page) -> None:
    reading.goto("/approvals/")
    others = reading.get_by_role("region", name="Awaiting others")
    request = others.get_by_role("link").first.get_attribute("href")
    assert request is not None
    token = reading.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    before = reading.request.get("/exports/sales.csv").body()
    for address, said in (
        ("/sales/new/", {"shares": "100", "price": "4.00"}),
        (f"{request}decide/", {"decision": "approved"}),
        ("/sales/sales-agreement/1/attach/", {"kind": "notice"}),
        ("/admin/books/issuer/add/", {"slug": "another", "name": "Another, Inc."}),
    ):
        answer = reading.request.post(
            address, form={"csrfmiddlewaretoken": token, **said}, headers={"Referer": reading.url}
        )
        assert (address, answer.status) == (address, 403)
        assert "may read the books but does not have the right" in answer.text()
    assert reading.request.get("/exports/sales.csv").body() == before
    reading.reload()
    expect(others).to_contain_text(request.strip("/").rpartition("/")[2])


def kind_of(address: str) -> str:
    """The name of the page's address, whichever record it shows."""
    path = re.sub(r"^https?://[^/]*", "", address).partition("?")[0]
    try:
        return str(resolve(path).view_name)
    except Resolver404:
        return path


def sends(page: Page) -> set[str]:
    """Where the page's buttons send something; what only asks (a filter) is left out."""
    return {path for method, path in page.evaluate(SENDING) if method == "post"}


def changing(page: Page) -> set[str]:
    """The same without what is one's own."""
    others = sends(page) - OWN_ACCOUNT
    return {path for path in others if not path.startswith(OWN_ROOMS)}


def saves(page: Page, address: str) -> bool:
    """Whether the address gives a file."""
    answer = page.request.get(address)
    return answer.ok and answer.headers["content-disposition"].startswith("attachment")
