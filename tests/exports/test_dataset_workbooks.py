"""Datasets as workbooks: the rows of the CSV with types, their totals, and who made them."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import FileResponse
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from neoequity.books.exporting.columns import columns_of, kind_of
from neoequity.books.exporting.copying import Query, values_query
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.exporting.sheets import Kind
from neoequity.books.exporting.typed_rows import typed_rows
from neoequity.datasets import DATASETS, TOTALED
from neoequity.people.models import User
from placements.models import Sale
from tests.clients import logged_in
from tests.factories import TODAY, sell
from tests.full_disk import full_disk
from tests.permissions.conftest import house
from tests.permissions.house import TODAY as HOUSE_TODAY
from tests.permissions.house import House
from tests.worlds import built_once

__all__ = ["house"]

pytestmark = pytest.mark.django_db

#: Texts that CSV must mark, lest a spreadsheet runs them or takes them for another value.
ODD = ["=1+1", "-5", "00123", "1/2", "'quoted'", "'=1+1", "a;=b", "TRUE"]


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def reader(treasurer: User) -> Client:
    return logged_in(treasurer)


def book_at(client: Client, address: str, *, values: bool = True) -> Any:
    response = client.get(f"/exports/{address}")
    assert response.status_code == 200, response.content
    return openpyxl.load_workbook(BytesIO(response.getvalue()), data_only=values)


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    """The rows by their columns, that of the totals last."""
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def about(book: Any) -> dict[str, Any]:
    return dict(book["About"].iter_rows(values_only=True))


@pytest.mark.usefixtures("ledger")
def test_a_workbook_is_streamed_as_a_file_named_after_dataset_and_day(reader: Client) -> None:
    response = reader.get("/exports/sales.xlsx?as_of=2001-11-09")

    assert isinstance(response, FileResponse)
    assert response["Content-Type"] == (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    assert response["Content-Disposition"] == 'attachment; filename="sales-2001-11-09.xlsx"'
    assert int(response["Content-Length"]) == len(response.getvalue())
    assert response["X-Chain-Head"] == reader.get("/exports/sales.csv")["X-Chain-Head"]
    assert response["X-Log-Head"]


@pytest.mark.usefixtures("ledger")
def test_it_has_the_rows_and_columns_of_the_csv_in_their_order(reader: Client) -> None:
    written = reader.get("/exports/sales.csv").getvalue().decode()
    heading, *lines = csv.reader(StringIO(written, newline=""))
    sheet = book_at(reader, "sales.xlsx")["Sales"]

    assert [cell.value for cell in sheet[1]] == heading
    assert [[row["agreement"], row["sale"]] for row in rows_of(sheet)[:-1]] == [
        [line[0], int(line[2])] for line in lines
    ]


@pytest.mark.usefixtures("ledger")
def test_a_sale_is_written_with_its_types(reader: Client) -> None:
    row = next(
        row
        for row in rows_of(book_at(reader, "sales.xlsx")["Sales"])
        if row["agent_reference"] == "S-2"
    )
    recorded = Sale.objects.get(agent_reference="S-2").recorded_at

    assert {name: row[name] for name in ("sale", "shares", "price", "gross", "trade_date")} == {
        "sale": 2,
        "shares": 1_000,
        "price": 4.0254,
        "gross": 4_025.37,
        "trade_date": datetime(2001, 11, 9),  # noqa: DTZ001  # a cell has no zone
    }
    assert abs(row["recorded_at"] - recorded.replace(tzinfo=None)).total_seconds() < 0.001


def test_the_totals_are_live_and_stored_as_the_sums_of_the_books(
    reader: Client, ledger: list[Sale]
) -> None:
    last = len(ledger) + 1
    formulas = rows_of(book_at(reader, "sales.xlsx", values=False)["Sales"])[-1]
    stored = rows_of(book_at(reader, "sales.xlsx")["Sales"])[-1]

    assert formulas["agreement"] == stored["agreement"] == "Total"
    assert formulas["gross"] == f"=SUBTOTAL(109,K2:K{last})"
    for name in ("shares", "gross", "commission", "net", "deductions"):
        total = sum(getattr(Sale.objects.get(pk=sale.pk), name) for sale in ledger)
        assert Decimal(str(stored[name])) == total
    assert stored["gross"] == 508_400.00  # 425,000 + 9,000 + 74,400; the wrong sale is reversed
    assert stored["price"] is stored["cumulative_gross"] is stored["sale"] is None


@pytest.mark.usefixtures("ledger")
def test_the_filters_of_the_page_narrow_its_rows_and_totals(reader: Client) -> None:
    book = book_at(reader, "sales.xlsx?method=nasdaq")

    [row, total] = rows_of(book["Sales"])
    assert (row["agreement"], row["sale"]) == ("other-agreement", 1)
    assert total["gross"] == row["gross"] == 74_400.00
    assert about(book)["Filter"] == "method nasdaq"
    [settled, _] = rows_of(
        book_at(reader, "sales.xlsx?agreement=sales-agreement&status=settled")["Sales"]
    )
    assert settled["agent_reference"] == "S-1"


@pytest.mark.usefixtures("ledger")
def test_it_says_what_it_is_of_who_made_it_and_where_the_chain_stood(reader: Client) -> None:
    response = reader.get("/exports/placements.xlsx?as_of=2001-11-09&known_at=2090-01-01T09:30")
    book = openpyxl.load_workbook(BytesIO(response.getvalue()))

    said = about(book)
    assert said["Title"] == "Placements, 2001-11-09"
    assert (said["As of"], said["Known at"]) == ("2001-11-09", "2090-01-01T09:30:00-05:00")
    assert (said["Agreement"], said["Issuer"], said["Filter"]) == ("all", "all", "none")
    assert (said["Made by"], said["Rows"]) == ("treasurer", 2)
    assert said["Chain head"] == response["X-Chain-Head"]
    assert said["Log head"] == response["X-Log-Head"]


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("sales.xlsx?agreement=foo", 404, "There is no agreement “foo”.\n"),
        ("sales.xlsx?issuer=foo", 404, "There is no issuer “foo”.\n"),
        ("sales.xlsx?trade_from=9.11.", 400, "Traded from must be a day such as 2001-11-09.\n"),
        ("sales.xlsx?status=lost", 400, "“lost” is not a status.\n"),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_what_cannot_be_exported_is_told_as_for_the_csv(
    address: str, status: int, sentence: str, reader: Client
) -> None:
    response = reader.get(f"/exports/{address}")

    assert (response.status_code, response.content.decode()) == (status, sentence)


@pytest.mark.usefixtures("ledger")
def test_an_unknown_dataset_is_not_found_and_none_is_written_to(reader: Client) -> None:
    assert reader.get("/exports/foo.xlsx").status_code == 404
    assert reader.get("/exports/sales.xlsx?known_at=yesterday").status_code == 400
    assert reader.post("/exports/sales.xlsx").status_code == 405
    assert Client().get("/exports/sales.xlsx")["Location"].startswith("/accounts/login/")


def test_texts_stand_without_the_mark_that_they_have_in_a_csv(
    reader: Client, ledger: list[Sale], treasurer: User
) -> None:
    for text in ODD:
        sell(ledger[0].placement, 1, "4.50", by=treasurer, remark=text)

    response = reader.get("/exports/sales.xlsx")
    read = CalamineWorkbook.from_filelike(BytesIO(response.getvalue())).get_sheet_by_name("Sales")
    at = read.to_python()[0].index("remark")
    assert [row[at] for row in read.to_python() if row[at] in ODD] == ODD


def test_marked_texts_come_back_as_they_were() -> None:
    columns = columns_of(["remark", "after"])
    query = values_query([[text, text] for text in ODD])
    assert list(typed_rows(query, columns)) == [[text, text] for text in ODD]


def test_what_the_csv_writes_as_text_is_a_moment_and_percentages_are_fractions() -> None:
    columns = columns_of(["recorded_at", "percent_of_gross"])
    query = Query("SELECT '2001-11-12T14:05:09.000123Z'::text, 6.09")
    assert list(typed_rows(query, columns)) == [
        [datetime.fromisoformat("2001-11-12T14:05:09.000123+00:00"), Decimal("0.0609")]
    ]


def test_limits_are_written_in_their_units(house: House, settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = HOUSE_TODAY
    sheet = book_at(logged_in(house.people["Treasury"]), "limits.xlsx", values=False)["Limits"]

    formats = {
        row[2].value: (type(row[3].value), row[3].number_format)
        for row in sheet.iter_rows(min_row=2)
        if row[3].value is not None
    }
    assert formats["dollars"] == (float, "#,##0.00_);(#,##0.00)")
    assert str not in {kind for kind, _ in formats.values()}


#: What a column of each type of the database may be in a workbook.
FITTING = {
    16: {Kind.TEXT},  # true or false
    20: {Kind.NUMBER, Kind.SHARES},
    21: {Kind.NUMBER, Kind.SHARES},
    23: {Kind.NUMBER, Kind.SHARES},
    1043: {Kind.TEXT},
    1082: {Kind.DAY},
    1700: {Kind.SHARES, Kind.PRICE, Kind.MONEY, Kind.PERCENT},
}
# Figures of any unit, and what names a record of any kind.
ANY = {("figures", "value"), ("history", "record"), ("limits", "allowed"), ("limits", "left")}
ANY |= {("limits", "used"), ("limits", "binds_below_price"), ("compensation", "amount")}


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_column_of_every_dataset_is_of_a_kind_that_fits(house: House, dataset: str) -> None:
    columns, rows = DATASETS[dataset]
    query = rows(ExportQuery(date(2100, 1, 1)))
    with connection.cursor() as cursor:
        cursor.execute(cursor.mogrify(query.sql, query.params))
        found = cursor.fetchall()
        types = [column.type_code for column in cursor.description]

    assert found
    for at, (name, code) in enumerate(zip(columns, types, strict=True)):
        values = [row[at] for row in found if row[at] is not None]
        if (dataset, name) in ANY:
            continue
        if code in FITTING:
            assert kind_of(name) in FITTING[code], name
        elif kind_of(name) is Kind.MOMENT:
            assert all(datetime.fromisoformat(value) for value in values), name
        else:
            assert not values or kind_of(name) is Kind.TEXT, name


def test_what_is_added_up_is_a_column_of_shares_or_money() -> None:
    for dataset, names in TOTALED.items():
        assert set(names) <= set(DATASETS[dataset].columns)
        assert {kind_of(name) for name in names} <= {Kind.SHARES, Kind.MONEY}


@pytest.mark.usefixtures("ledger")
def test_the_command_writes_the_same_table_to_a_file(reader: Client, tmp_path: Path) -> None:
    path = tmp_path / "sales.xlsx"

    call_command("export", "sales", "--format", "xlsx", "--output", str(path))

    book = openpyxl.load_workbook(path, data_only=True)
    assert rows_of(book["Sales"]) == rows_of(book_at(reader, "sales.xlsx")["Sales"])
    assert about(book)["Made by"] == "the command export"


@pytest.mark.usefixtures("ledger")
def test_the_command_gives_no_workbook_where_text_is_expected(tmp_path: Path) -> None:
    printed = StringIO()
    with pytest.raises(
        CommandError, match=r"^A workbook is not text: name a file with --output\.$"
    ):
        call_command("export", "sales", "--format", "xlsx", stdout=printed)
    with pytest.raises(
        CommandError, match=r"^A workbook has no byte order mark: leave out --bom\.$"
    ):
        call_command("export", "sales", "--format", "xlsx", "--bom", stdout=printed)
    assert printed.getvalue() == ""


@pytest.mark.usefixtures("ledger")
def test_a_full_disk_is_one_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "sales.xlsx"

    with full_disk(at=100), pytest.raises(CommandError) as error:
        call_command("export", "sales", "--format", "xlsx", "--output", str(path))

    assert str(error.value) == f"{path} was not written: File too large."
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("ledger")
def test_the_number_of_queries_does_not_grow_with_the_sales(
    reader: Client,
    ledger: list[Sale],
    treasurer: User,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    with django_assert_max_num_queries(60) as few:
        reader.get("/exports/sales.xlsx").getvalue()
    for _ in range(20):
        sell(ledger[0].placement, 1, "4.50", by=treasurer)
    with django_assert_max_num_queries(60) as many:
        reader.get("/exports/sales.xlsx").getvalue()
    assert len(many) == len(few)


MANY = """
import json, os, resource, sys
from datetime import UTC, datetime
import django
from django.conf import settings
settings.DATABASES["default"].update(json.loads(os.environ["TEST_DATABASE"]))
django.setup()
from neoequity.books.exporting.columns import columns_of
from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.typed_rows import typed_rows
from neoequity.books.exporting.workbook import Sheet, write_workbook
from neoequity.books.snapshot import one_snapshot
columns = columns_of(["agreement", "gross"], ["gross"])
query = Query("SELECT 'sales-agreement', n::numeric(18,2) FROM generate_series(1, 1050000) n")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with one_snapshot(), open(sys.argv[1], "wb") as out:
    sheet = Sheet("Sales", columns, typed_rows(query, columns))
    write_workbook([sheet], out, made_at=datetime(2001, 11, 13, tzinfo=UTC), title="Sales")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_million_rows_take_the_memory_of_a_few(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    there = {name: connection.settings_dict[name] for name in ("NAME", "USER", "HOST", "PORT")}

    grown = subprocess.run(
        [sys.executable, "-c", MANY, str(path)],
        cwd=configured.BASE_DIR,
        env={**os.environ, "TEST_DATABASE": json.dumps(there)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout

    assert int(grown) < 100 * 1024  # KB, where the rows alone would take more than 200 MB
    with ZipFile(path) as book:
        with book.open("xl/worksheets/sheet2.xml") as sheet:
            last = sheet.read()[-4_000:].decode()
        assert book.read("xl/workbook.xml").count(b"<sheet ") == 3
    # 1 + 2 + … + 1,050,000, to the last row of the second sheet
    assert ">SUBTOTAL(109,Sales!B2:B1048575,B2:B1427)</f><v>551250525000.00</v>" in last
