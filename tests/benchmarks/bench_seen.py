"""What it costs that a session sees only the rows of some issuers: pages without policies, with
policies for somebody who sees all issuers, and for somebody who sees one.
"""

from collections import defaultdict
from statistics import median

import pytest
from django.db import connection
from django.test import Client

from neoequity.books.models import Issuer
from neoequity.books.triggers.seen import SETTING
from neoequity.people.models import User
from tests.benchmarks.beside import took

PAGES = (
    *("/", "/sales/", "/sales/?sort=-gross", "/placements/", "/settlements/", "/warrants/"),
    *("/history/", "/approvals/", "/exports/sales.csv", "/exports/agreements.csv"),
)
ROUNDS = 7
WITHOUT, ALL, ONE = "no policies", "all issuers", "one issuer"
_TABLES = "SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity"
#: What policies may cost somebody who sees all, as a multiple.
MOST = 1.5


@pytest.mark.parametrize("page", PAGES)
def bench_a_page_with_and_without_policies(reader: Client, person: User, page: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [name for (name,) in cursor.fetchall()]
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(ROUNDS + 1):
        for way in (WITHOUT, ALL, ONE):
            _prepare(way, tables)
            reader.get(page)  # what changed makes new plans
            spent = took(lambda: _opened(reader, page))
            if number:
                seconds[way].append(spent)
    _prepare(ALL, tables)
    middle = {way: median(each) * 1000 for way, each in seconds.items()}
    told = ", ".join(
        f"{way} {ms:.0f} ms (× {ms / middle[WITHOUT]:.2f})" for way, ms in middle.items()
    )
    print(f"\n{page}: {told}")  # noqa: T201 - what it is for
    assert middle[ALL] < MOST * middle[WITHOUT]


def _prepare(way: str, tables: list[str]) -> None:
    verb = "DISABLE" if way == WITHOUT else "ENABLE"
    keys = f"{{{Issuer.objects.get().pk}}}" if way == ONE else ""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("".join(f"ALTER TABLE {each} {verb} ROW LEVEL SECURITY;" for each in tables))
        cursor.execute("SET ROLE neoequity_app")
        cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, keys])


def _opened(reader: Client, page: str) -> None:
    response = reader.get(page)
    assert response.status_code == 200
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[attr-defined]  # of a stream
