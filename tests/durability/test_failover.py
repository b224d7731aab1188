"""The primary dies in the middle of writes on two hosts, and its synchronous standby takes over."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from neoequity.embedded.server import Server
from tests.browser.served import Product
from tests.durability.clerks import Clerk, Desk, Journal, Reader
from tests.durability.kills import OPEN_DESKS, as_told
from tests.durability.outcome import Outcome, look_up
from tests.durability.servers import PATIENCE, Standby, kill_all_of, office_in, until, url_of
from tests.enterable import enterable
from tests.offices import Office, at

CLERKS = 4
BEFORE, AFTER = 20, 20  # acts acknowledged until the primary is killed, and from its end on


class Failover(NamedTuple):
    """What the clerks noted, held against the books of the former standby."""

    outcome: Outcome
    acknowledged_before: int
    seconds: float
    proof: str


@pytest.fixture(scope="module")
def failover(backup: Path) -> Iterator[Failover]:
    place = enterable()
    first = office_in(place / "var")
    first.run("manage.py", "restore", str(backup))
    primary = Server(place / "var/postgres")
    standby = Standby(primary, place / "standby")
    standby.be_waited_for()
    desks, _ = as_told(first.run("-c", OPEN_DESKS))
    hosts = [_host(standby, number) for number in range(2)]
    try:
        for host in hosts:
            host.start("2001-11-13")
        yield _fail_over(hosts, standby, desks)
    finally:
        for host in hosts:
            host.stop()
        standby.stop()
        primary.stop()


def _host(standby: Standby, number: int) -> Product:
    """A host that knows both servers, and writes to whichever of them is the primary."""
    directory = enterable()
    address = url_of(standby.of, standby.server, needs="read-write")
    office = Office({}, DATABASE_URL=address, NEOEQUITY_VAR=str(directory / "var"))
    office.environment["DATABASE_OWNER_URL"] = address.replace("neoequity_app@", "neoequity@")
    office.environment["DATABASE_REPLICA_URL"] = standby.url
    product = Product(directory, office)
    product.further = {"SECRET_KEY": "one-key-for-both-hosts-of-the-office", "WEB_CONCURRENCY": "2"}
    return product


def _fail_over(hosts: list[Product], standby: Standby, desks: list[Desk]) -> Failover:
    journal = Journal()
    reader = Reader(hosts, journal)
    clerks = [Clerk(f"clerk-{n}", hosts[n % len(hosts)], journal, desks) for n in range(CLERKS)]
    for thread in (*clerks, reader):
        thread.start()
    try:
        _until_acknowledged(journal, BEFORE)
        while not journal.under_way:
            time.sleep(0.0005)
        kill_all_of(standby.of)
        killed = time.monotonic()
        before = [act for act in tuple(journal.acts) if act.acknowledged]
        standby.promote()
        until("SELECT NOT pg_is_in_recovery()", standby.office)
        _until_acknowledged(journal, len(before) + 1)
        seconds = time.monotonic() - killed
        _until_acknowledged(journal, len(before) + AFTER)
    finally:
        journal.closed.set()
        for thread in (*clerks, reader):
            thread.join()
    outcome = Outcome(seed=0)
    outcome.compare(journal.acts, look_up(standby.server))
    outcome.read, outcome.missing = reader.read, reader.missing
    print("", *outcome.lines(), f"back after {seconds:.1f} s", sep="\n")  # noqa: T201
    proof = at(standby.office.place).run("manage.py", "verify_ledger")
    return Failover(outcome, len(before), seconds, proof)


def _until_acknowledged(journal: Journal, many: int) -> None:
    ends = time.monotonic() + PATIENCE
    while sum(act.acknowledged for act in tuple(journal.acts)) < many:
        assert time.monotonic() < ends, journal.acts[-5:]
        time.sleep(0.01)


def test_every_acknowledged_write_is_in_the_books_of_the_promoted_standby(
    failover: Failover,
) -> None:
    assert failover.acknowledged_before >= BEFORE
    assert failover.outcome.acknowledged.total() >= failover.acknowledged_before + AFTER
    assert failover.outcome.lost == []


def test_nothing_is_half_written_by_a_failover(failover: Failover) -> None:
    assert failover.outcome.half_written == []


def test_the_proof_of_the_promoted_standby_is_clean(failover: Failover) -> None:
    assert "The ledger agrees: " in failover.proof


def test_no_answer_lacked_what_was_acknowledged_before(failover: Failover) -> None:
    assert failover.outcome.read["replica"] > 0
    assert failover.outcome.missing == []
