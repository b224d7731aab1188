"""Books of a thousand issuers in one database, and what one issuer waits for among them.

`ISSUERS=1000`. The reader has chosen one issuer, whose rows alone the database then shows, as a
router by issuer would lead to one shard. docs/scale.md has the numbers.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from neoequity.people.models import User
from placements.actions.sale import record_sale, record_sales
from placements.models import Placement
from tests.benchmarks.bench_acts import undone
from tests.benchmarks.copied_issuers import copy_the_issuer
from tests.factories import (
    TODAY,
    PlacementFactory,
    UserFactory,
    notice_of,
)
from tests.offices import Office, Opened

ISSUERS = int(os.environ.get("ISSUERS") or 1_000)
SALES = 20  # of each issuer
ROUNDS = 7
RECORDING = "recording a sale"
FIRST_PAGE, AGREEMENT = "first page of one issuer", "page of an agreement, header of one issuer"
#: What the same act may take among all issuers, as a multiple of what it took with one.
FLAT = 2
_SIZES = """
    SELECT relname, pg_total_relation_size(oid) / reltuples::bigint, reltuples::bigint
    FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples >= 1000
    ORDER BY pg_total_relation_size(oid) DESC
"""


class Books:
    """The same books twice: with one issuer, and with many."""

    def __init__(self, one: Office, many: Office) -> None:
        self.offices = {1: one, ISSUERS: many}

    def show(self, issuers: int) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.offices[issuers].place["dbname"]


@pytest.fixture
def books(
    opened: Opened, migrated: Office, django_db_blocker: DjangoDbBlocker, settings: Settings
) -> Iterator[Books]:
    """Databases for this alone."""
    settings.NEOEQUITY_TODAY = TODAY
    one, before = opened("one_issuer", like=migrated), connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = one.place["dbname"]
        try:
            by = UserFactory(username="treasurer", is_superuser=True)
            _issuer_with_sales(by)
            connection.close()
            found = Books(one, opened("many_issuers", like=one))
            found.show(ISSUERS)
            copy_the_issuer(ISSUERS - 1)
            found.show(1)
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE NONE; ANALYZE")
            yield found
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before


def bench_one_issuer_among_a_thousand(books: Books) -> None:
    """By turns in the books of one issuer and of many, as the load of the machine varies."""
    took: defaultdict[tuple[int, str], list[float]] = defaultdict(list)
    for number in range(ROUNDS + 1):
        for issuers in books.offices:
            books.show(issuers)
            for act, seconds in _measured():
                if number:  # the first round warms up
                    took[issuers, act].append(seconds)
    middle = {told: median(each) * 1000 for told, each in took.items()}
    for act in sorted({act for _, act in middle}):
        one, many = middle[1, act], middle[ISSUERS, act]
        print(f"{act}: {one:.1f} ms, {many:.1f} ms, × {many / one:.2f}")  # noqa: T201 - what it is for
    with connection.cursor() as cursor:
        cursor.execute(_SIZES)
        for table, size, rows in cursor.fetchall():
            print(f"{table}: {size} bytes a row, {rows:,} rows")  # noqa: T201
    for act in (RECORDING, FIRST_PAGE, AGREEMENT):
        assert middle[ISSUERS, act] < FLAT * middle[1, act], act


def _issuer_with_sales(by: User) -> None:
    placement = PlacementFactory(accepted=True, by=by, shares_offered=100_000)
    record_sales([notice_of(placement, 10) for _ in range(SALES)], by=by, today=TODAY)


def _measured() -> Iterator[tuple[str, float]]:
    """Seconds of each act for the issuer in the middle."""
    placements = Placement.objects.select_related("agreement__issuer").order_by("pk")
    placement = placements[placements.count() // 2]
    by, client = User.objects.get(username="treasurer"), Client()
    client.force_login(by)
    notice = notice_of(placement, 10)
    page = f"/agreements/{placement.agreement.slug}/"
    yield RECORDING, _seconds(undone(lambda: record_sale(notice, by=by, today=TODAY)))
    client.post("/accounts/company/", {"company": placement.agreement.issuer.slug})
    yield FIRST_PAGE, _seconds(lambda: _opened(client, "/"))
    yield AGREEMENT, _seconds(lambda: _opened(client, page))


def _opened(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def _seconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began
