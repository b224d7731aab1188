"""Books of a thousand issuers in one database, and what one issuer waits for among them.

`ISSUERS=1000`. A policy on the rows lets a session see those of one issuer, as a router by issuer
would send it to one shard. docs/scale.md has the numbers.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from neoequity.books.models import Issuer
from neoequity.people.models import User
from placements.actions.sale import record_sale, record_sales
from placements.models import Placement
from tests.architecture.sharding import distributed, tables, way_to_the_issuer
from tests.benchmarks.bench_acts import undone
from tests.factories import (
    TODAY,
    AgreementFactory,
    IssuerFactory,
    PlacementFactory,
    ShelfFactory,
    UserFactory,
    notice_of,
)
from tests.offices import Office, Opened

ISSUERS = int(os.environ.get("ISSUERS") or 1_000)
SALES = 20  # of each issuer
ROUNDS, OF_ALL = 9, 3
#: What the same act may take among all issuers, as a multiple of what it took with one.
FLAT = 2
_SEEN = "(SELECT current_setting('neoequity.issuer')::bigint)"
_SIZES = """
    SELECT relname, pg_total_relation_size(oid) / reltuples::bigint, reltuples::bigint
    FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples >= 1000
    ORDER BY pg_total_relation_size(oid) DESC
"""


@pytest.fixture
def books(
    opened: Opened, migrated: Office, django_db_blocker: DjangoDbBlocker, settings: Settings
) -> Iterator[User]:
    """A database for this alone, with whoever enters all of it."""
    office, settings.NEOEQUITY_TODAY = opened("issuers", like=migrated), TODAY
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = office.place["dbname"]
        try:
            yield UserFactory(username="treasurer", is_superuser=True)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before


def bench_one_issuer_among_a_thousand(books: User) -> None:
    measured: dict[int, dict[str, float]] = {}
    for number in range(1, ISSUERS + 1):
        _issuer_with_sales(number, books)
        if number in (1, 10, 100, ISSUERS):
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            measured[number] = _measured(books)
            told = ", ".join(
                f"{name} {took * 1000:.1f} ms" for name, took in measured[number].items()
            )
            print(f"{number:,} issuers: {told}")  # noqa: T201 - the numbers are what it is for
    with connection.cursor() as cursor:
        cursor.execute(_SIZES)
        for table, size, rows in cursor.fetchall():
            print(f"{table}: {size} bytes a row, {rows:,} rows")  # noqa: T201
    for act in ("recording a sale", "dashboard of one issuer", "page of one agreement"):
        assert measured[ISSUERS][act] < FLAT * measured[1][act], act


def _issuer_with_sales(number: int, by: User) -> None:
    issuer = IssuerFactory(
        slug=f"issuer-{number}", name=f"Issuer {number}, Inc.", ticker=f"I{number}"
    )
    shelf = ShelfFactory(issuer=issuer, file_number=f"333-{number:05}")
    agreement = AgreementFactory(
        shelf=shelf, slug=f"agreement-{number}", name=f"Agreement {number}"
    )
    placement = PlacementFactory(agreement=agreement, accepted=True, by=by, shares_offered=100_000)
    record_sales([notice_of(placement, 10) for _ in range(SALES)], by=by, today=TODAY)


def _measured(by: User) -> dict[str, float]:
    """Seconds of each act for the issuer in the middle, the median of a few."""
    placement = Placement.objects.select_related("agreement").order_by("pk")[
        Placement.objects.count() // 2
    ]
    client = Client()
    client.force_login(by)
    notice = notice_of(placement, 10)
    page = f"/agreements/{placement.agreement.slug}/"
    found = {
        "recording a sale": _seconds(undone(lambda: record_sale(notice, by=by, today=TODAY))),
        "dashboard of all": _seconds(lambda: _opened(client, "/"), OF_ALL),
        "page of one agreement, header of all": _seconds(lambda: _opened(client, page), OF_ALL),
    }
    with _only(placement.agreement.issuer):
        found["dashboard of one issuer"] = _seconds(lambda: _opened(client, "/"))
        found["page of one agreement"] = _seconds(lambda: _opened(client, page))
    return found


def _opened(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def _seconds(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    act()
    took = []
    for _ in range(rounds):
        began = perf_counter()
        act()
        took.append(perf_counter() - began)
    return median(took)


@contextmanager
def _only(issuer: Issuer) -> Iterator[None]:
    """This session sees the rows of one issuer, and those that belong to none."""
    policed = [model for model in tables() if distributed(model)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('neoequity.issuer', %s, false)", [str(issuer.pk)])
        cursor.execute("SET ROLE NONE")
        for model in policed:
            table, (column, parent) = model._meta.db_table, way_to_the_issuer(model)
            seen = _SEEN if parent is None else f"(SELECT id FROM {parent})"  # noqa: S608
            which = f"{column} = {seen}" if parent is None else f"{column} IN {seen}"
            cursor.execute(f"CREATE POLICY of_one ON {table} USING ({which})")
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        cursor.execute("SET ROLE neoequity_app")
        yield
        cursor.execute("SET ROLE NONE")
        for model in policed:
            cursor.execute(f"DROP POLICY of_one ON {model._meta.db_table}")
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE ROW LEVEL SECURITY")
        cursor.execute("SET ROLE neoequity_app")
