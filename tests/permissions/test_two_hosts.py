"""The table once more over HTTP: two web hosts on one database, and a replica that answers reads.

Every fortieth cell belongs to the suite; with REPLICA=1 (`make replica`) it is all of them. What a
role may send is left out here: nothing would take it back.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from tests.browser.served import Product
from tests.durability.servers import Standby, server_of_all_tests
from tests.enterable import enterable
from tests.offices import Office, Opened
from tests.permissions.cells import METHODS, is_as_told
from tests.permissions.exports import EXPORTS, WORKBOOKS
from tests.permissions.pages import FRAME, PAGES, Page
from tests.permissions.people import READ, ROLES

SHARE = 1 if os.environ.get("REPLICA") == "1" else 40
TOKEN = "t" * 32  # of a form: the same in the cookie and in the header
MAKE_HOUSE = """
import json
import django
django.setup()
from tests.permissions.house import House
from tests.permissions.people import ENTERED, browser
house = House()
sessions = {role: browser(house.people, role).cookies["sessionid"].value for role in ENTERED}
print(json.dumps({"keys": house.keys, "sessions": sessions}))
"""


class Answered(NamedTuple):
    """An answer of a host."""

    status_code: int
    headers: Mapping[str, str]


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *_told: object) -> None:
        return None


class Hosts(NamedTuple):
    """Two hosts by turns, the keys of the rows on their books, and a session for each role."""

    products: list[Product]
    keys: dict[str, int]
    sessions: dict[str, str]

    def ask(self, turn: int, method: str, address: str, role: str) -> Answered:
        cookies = {"csrftoken": TOKEN, "sessionid": self.sessions.get(role, "")}
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items() if value),
            "X-CSRFToken": TOKEN,
        }
        url = self.products[turn % len(self.products)].url + address
        request = Request(url, b"" if method == "post" else None, headers)
        try:
            with build_opener(_StayHere()).open(request, timeout=60) as found:
                return Answered(found.status, dict(found.headers))
        except HTTPError as other:
            with other:
                return Answered(other.code, dict(other.headers))


@pytest.fixture(scope="module")
def hosts(opened: Opened, migrated: Office) -> Iterator[Hosts]:
    office = opened("two_hosts", like=migrated)
    served = {
        "DJANGO_SETTINGS_MODULE": "tests.permissions.served_settings",
        "SECRET_KEY": "one-key-for-all-hosts-of-the-office-of-these-tests",
    }
    office.environment |= served
    office.run("manage.py", "migrate", "--verbosity=0")
    told = json.loads(office.run("-c", MAKE_HOUSE))
    with ExitStack() as stack:
        standby = Standby(server_of_all_tests(), enterable() / "standby")
        stack.callback(standby.stop)
        products = []
        for _ in range(2):
            product = Product(enterable(), office)
            product.further = {
                **served,
                "NEOEQUITY_VAR": str(product.directory / "var"),
                "DATABASE_REPLICA_URL": standby.url_of(office.place["dbname"]),
            }
            stack.callback(product.stop)
            product.start("2003-01-02")
            products.append(product)
        yield Hosts(products, told["keys"], told["sessions"])


def test_every_page_is_for_whom_the_table_says_on_both_hosts(hosts: Hosts) -> None:
    pages = [*PAGES.values(), *FRAME.values(), *EXPORTS.values(), *WORKBOOKS.values()]
    cells = [
        (page, method, role)
        for page in pages
        for method in METHODS
        for role in ROLES
        if method == "get" or role not in page.post
    ]
    wrong = [
        f"{role}: {method.upper()} {address} gives {answer.status_code}"
        for turn, (page, method, role) in enumerate(cells[::SHARE])
        for address in [page.address.format(**hosts.keys)]
        for answer in [hosts.ask(turn, method, address, role)]
        if not is_as_told(page, method, role, answer)
    ]
    assert wrong == []


@pytest.mark.parametrize("address", ["/exports/sales.csv", "/agreements/sales-agreement/"])
@pytest.mark.parametrize("role", ROLES)
def test_the_replica_answers_readers_of_the_books_and_nobody_else(
    hosts: Hosts, role: str, address: str
) -> None:
    for turn in range(2):
        answer = hosts.ask(turn, "get", f"{address}?as_of=2002-12-31", role)
        assert is_as_told(Page(address, READ), "get", role, answer), answer.status_code
        assert answer.headers.get("X-Read-From") == ("replica" if role in READ else None)
