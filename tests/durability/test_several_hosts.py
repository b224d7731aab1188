"""Two web hosts on one database, directly and behind PgBouncer, and people who write on both.

With REPLICA=1 (`make replica`) both have a replica as well, for which each commit waits.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from neoequity.embedded.base import APPLICATION
from tests.browser.served import Product
from tests.durability.clerks import Browser, Clerk, Journal
from tests.durability.kills import OPEN_DESKS, as_told
from tests.durability.pooler import PGBOUNCER, SESSIONS, pooled
from tests.durability.servers import Standby, server_of_all_tests
from tests.enterable import enterable
from tests.offices import PASSWORD, Office, Opened

WRITING = 6  # seconds
KEY = "one-key-for-all-hosts-of-the-office-of-these-tests"
SECOND = "second"
MAKE_SECOND = f"""
import django
django.setup()
import pghistory
from neoequity.people.models import User
person = User.objects.create_superuser({SECOND!r})
with pghistory.context(user=person.pk):  # as if they had chosen it themselves
    person.set_password({PASSWORD!r})
    person.save(update_fields=["password"])
"""
OPEN_A_SMALL_DESK = """
import django
django.setup()
from placements.models import Agreement
from tests.factories import PlacementFactory, UserFactory
UserFactory.reset_sequence(1_000)  # other programs made people in these books
agreement = Agreement.objects.get(slug="sales-agreement")
placement = PlacementFactory(agreement=agreement, shares_offered=100, accepted=True)
print(agreement.slug, placement.number, placement.pk)
"""
# Whom the history names for a draft, and in whose name the form was sent.
DRAFTED = """
    SELECT e.remark, u.username
    FROM placements_placementevent e
    JOIN pghistory_context c ON c.id = e.pgh_context_id
    JOIN people_user u ON u.id = (c.metadata ->> 'user')::bigint
    WHERE e.remark LIKE 'by %' AND e.pgh_label = 'insert'
"""
OPEN_SESSIONS = f"""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = '{APPLICATION}'
"""  # noqa: S608  # a name of ours
SOLD = "SELECT agent_reference FROM placements_sale"
#: The references of what is there, by the kind of act.
THERE = {
    "sale": SOLD,
    "delivery": f"{SOLD} s JOIN placements_delivery d ON d.sale_id = s.id",
    "receipt": "SELECT bank_reference FROM placements_receipt",
    "instruction": "SELECT remark FROM placements_deliveryinstruction",
}


class Hosts(NamedTuple):
    """Two web hosts, and the office of both, past any pooler.

    `sessions` are the most that they may have of the database; None if that is not limited.
    """

    one: Product
    other: Product
    office: Office
    sessions: int | None


WAYS = [
    "directly",
    pytest.param(
        "pooled",
        marks=pytest.mark.skipif(PGBOUNCER is None, reason="PgBouncer is not installed here."),
    ),
]


@pytest.fixture(params=WAYS, scope="module")
def hosts(
    request: pytest.FixtureRequest,
    opened: Opened,
    prepared: Office,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Hosts]:
    office = opened("hosts", like=prepared)
    office.run("-c", MAKE_SECOND)
    with ExitStack() as stack:
        _replicate(office, stack)
        served = stack.enter_context(pooled(office)) if request.param == "pooled" else office
        one, other = (
            _host(served, tmp_path_factory.mktemp(name), stack) for name in ("one", "other")
        )
        other.user = SECOND
        yield Hosts(one, other, office, SESSIONS if served is not office else None)


def _replicate(office: Office, stack: ExitStack) -> None:
    if os.environ.get("REPLICA") != "1":
        return
    standby = Standby(server_of_all_tests(), enterable() / "standby")
    stack.callback(standby.stop)
    standby.be_waited_for()
    stack.callback(standby.no_longer_be_waited_for)
    office.environment["DATABASE_REPLICA_URL"] = standby.url_of(office.place["dbname"])


def _host(office: Office, directory: Path, stack: ExitStack) -> Product:
    """A host with nothing of its own but an empty directory."""
    own = Office(office.place)
    own.environment = {
        **office.environment,
        "NEOEQUITY_VAR": str(directory / "var"),
        "SECRET_KEY": KEY,
        "NEOEQUITY_TODAY": "2001-11-13",
    }
    product = Product(directory, own)
    stack.callback(product.remove)
    product.start("2001-11-13")
    return product


def test_a_session_begun_on_one_host_holds_on_the_other_until_it_ends_there(hosts: Hosts) -> None:
    browser = Browser(hosts.one)
    browser.url = hosts.other.url
    page = browser.get("/")
    assert page.status == 200
    assert "Sales Agreement" in page.text

    browser.post("/accounts/logout/", {})
    browser.url = hosts.one.url
    assert browser.get("/").status == 302


def test_of_eight_who_sell_the_last_shares_on_two_hosts_four_are_refused(hosts: Hosts) -> None:
    [slug, _, key] = hosts.office.run("-c", OPEN_A_SMALL_DESK).split()
    browsers = [Browser(product) for product in (hosts.one, hosts.other)]
    said = {"placement": key, "trade_date": "2001-11-08", "method": "negotiated"}
    said |= {"shares": "25", "price": "4.10"}

    def sell(number: int) -> int:
        told = {**said, "agent_reference": f"last {number}"}
        return browsers[number % 2].post("/sales/new/", told).status

    with ThreadPoolExecutor(8) as racers:
        statuses = sorted(racers.map(sell, range(8)))
    assert statuses == [302] * 4 + [422] * 4
    sold = f"SELECT sum(shares) FROM placements_sale WHERE placement_id = {int(key)}"  # noqa: S608
    assert hosts.office.ask(sold) == [(100,)], slug


def test_writes_on_both_hosts_lose_nothing_and_the_history_names_who_wrote(hosts: Hosts) -> None:
    journal = Journal()
    desks, _ = as_told(hosts.office.run("-c", OPEN_DESKS))
    products = [hosts.one, hosts.other, hosts.one, hosts.other]
    clerks = [
        Clerk(f"clerk-{number}", product, journal, desks) for number, product in enumerate(products)
    ]
    drafting = [(product.user, Browser(product)) for product in (hosts.one, hosts.other)]
    for clerk in clerks:
        clerk.start()
    ends, drafts = time.monotonic() + WRITING, 0
    while time.monotonic() < ends:
        for name, browser in drafting:
            said = {"agreement": "other-agreement", "shares_offered": 1000, "minimum_price": "4.00"}
            assert browser.post("/placements/new/", {**said, "remark": f"by {name}"}).status == 302
            drafts += 1
    [(sessions,)] = hosts.office.ask(OPEN_SESSIONS)
    journal.closed.set()
    for clerk in clerks:
        clerk.join()

    assert hosts.sessions is None or 1 <= sessions <= hosts.sessions
    there = {kind: {row for (row,) in hosts.office.ask(sql)} for kind, sql in THERE.items()}
    for act in journal.acts:
        assert act.acknowledged, act
        assert set(act.references) <= there[act.kind]
    assert {act.kind for act in journal.acts} == set(there)
    named = hosts.office.ask(DRAFTED)
    assert len(named) == drafts
    assert {remark for remark, _ in named} == {f"by {hosts.one.user}", f"by {SECOND}"}
    assert [(remark, name) for remark, name in named if remark != f"by {name}"] == []
    assert "The ledger agrees: " in hosts.office.run("manage.py", "verify_ledger")
    shares = "SELECT sum(shares_sold) FROM placements_agreement"
    entries = "SELECT sum(shares) FROM placements_sale"
    assert hosts.office.ask(shares) == hosts.office.ask(entries)
