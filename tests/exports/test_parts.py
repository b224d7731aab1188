"""Sales written in parts: the bytes of one query, whatever the size of the parts."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from neoequity.books.exporting import parts
from neoequity.books.exporting.copying import copy_csv
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.snapshot import one_snapshot
from placements.exports import write_export
from placements.exports.parts_of_sales import sale_parts
from placements.exports.sales import COLUMNS, sale_rows
from placements.models import Sale
from tests.clients import logged_in
from tests.factories import TODAY, PlacementFactory, UserFactory, sell
from tests.work.test_processes import until


@pytest.fixture
def of_two_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of two rows each, the first of one."""
    for name, size in (("FIRST", 1), ("MOST", 2)):
        monkeypatch.setattr(f"placements.exports.parts_of_sales.{name}", size)


def in_one(asked: ExportQuery) -> bytes:
    out = BytesIO()
    copy_csv(sale_rows(asked), COLUMNS, out)
    return out.getvalue()


def in_parts(asked: ExportQuery) -> bytes:
    out = BytesIO()
    write_export("sales", asked, out)
    return out.getvalue()


@pytest.mark.parametrize("day", [date(2001, 10, 25), date(2001, 11, 1), date(2001, 11, 9), TODAY])
def test_parts_have_the_bytes_of_one_query(
    day: date, ledger: list[Sale], of_two_rows: None
) -> None:
    assert in_parts(ExportQuery(day)) == in_one(ExportQuery(day))


def test_parts_know_what_had_been_recorded_only(ledger: list[Sale], of_two_rows: None) -> None:
    reversal = ledger[3]
    reversal.refresh_from_db()
    asked = ExportQuery(TODAY, reversal.recorded_at - timedelta(microseconds=1))

    assert b"reversed" not in in_parts(asked)
    assert in_parts(asked) == in_one(asked)


def test_parts_are_of_the_agreement_or_issuer_that_is_asked_for(
    ledger: list[Sale], of_two_rows: None
) -> None:
    asked = ExportQuery(TODAY, agreement="sales-agreement", issuer="neotherapeutics")

    assert in_parts(asked).count(b"\r\n") == 5
    assert in_parts(asked) == in_one(asked)


def test_a_transaction_plans_as_ever_after_its_parts(ledger: list[Sale]) -> None:
    def planned() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting(n) FROM unnest(%s) n", [list(parts._FOR_PARTS)])
            return [setting for (setting,) in cursor.fetchall()]

    before = planned()
    in_parts(ExportQuery(TODAY))
    assert planned() == before


@pytest.fixture
def sold(committed: None) -> list[Sale]:
    """Five sales that other connections see."""
    placement = PlacementFactory(accepted=True)
    return [sell(placement, 100 * number, "4.25") for number in range(1, 6)]


@pytest.fixture
def reader(sold: list[Sale], settings: Settings) -> Client:
    settings.NEOEQUITY_TODAY = TODAY
    return logged_in(UserFactory())


@pytest.fixture
def stream(sold: list[Sale], of_two_rows: None) -> Iterator[parts.Stream]:
    with one_snapshot():
        made = parts.Stream(sale_parts, ExportQuery(TODAY), b"heading\r\n")
    with closing(made):
        yield made


def test_a_long_export_is_sent_while_it_is_read(reader: Client, of_two_rows: None) -> None:
    response = reader.get("/exports/sales.csv", SERVER_PROTOCOL="HTTP/1.1")

    assert response.streaming
    assert "Content-Length" not in response
    assert response["Content-Disposition"] == 'attachment; filename="sales-2001-11-13.csv"'
    assert response["X-Chain-Head"].startswith("neotherapeutics ")
    assert response.getvalue() == in_one(ExportQuery(TODAY))


def test_a_short_export_tells_its_length(reader: Client) -> None:
    response = reader.get("/exports/sales.csv", SERVER_PROTOCOL="HTTP/1.1")

    assert int(response["Content-Length"]) == len(response.getvalue()) > 0


def test_a_client_that_could_not_tell_a_broken_file_gets_it_whole(
    reader: Client, of_two_rows: None
) -> None:
    response = reader.get("/exports/sales.csv", SERVER_PROTOCOL="HTTP/1.0")

    assert int(response["Content-Length"]) == len(response.getvalue()) > 0


def test_a_head_of_a_long_export_reads_no_further(reader: Client, of_two_rows: None) -> None:
    response = reader.head("/exports/sales.csv", SERVER_PROTOCOL="HTTP/1.1")

    assert response.status_code == 200
    assert response.getvalue() == b""
    until(lambda: _connections() == 1)


def test_a_stream_shows_the_books_as_they_were_when_it_began(
    stream: parts.Stream, sold: list[Sale]
) -> None:
    sell(sold[0].placement, 1_000, "4.25")

    assert b"".join(stream).count(b"\r\n") == 1 + len(sold)


def test_a_stream_that_is_left_closes_its_connections(stream: parts.Stream) -> None:
    next(stream)
    assert _connections() == 3

    stream.close()

    until(lambda: _connections() == 1)


def test_a_stream_that_fails_ends_with_an_error_and_not_like_a_whole_file(
    stream: parts.Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> bytes:
        raise OSError("the database is gone")

    next(stream)
    next(stream)
    monkeypatch.setattr(parts, "_lines", fail)

    with pytest.raises(OSError, match="the database is gone"):
        list(stream)


def _connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND usename IS NOT NULL"
        )
        number: int = cursor.fetchone()[0]
        return number
