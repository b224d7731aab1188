"""Running totals in `sales` are the agreement's own, whichever rows a filter lets through."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.test import Client
from pytest_django import Settings

from neoequity.books.exporting.query import ExportQuery
from placements.exports import write_export
from placements.filters import SaleFilter
from placements.models import Sale
from tests.clients import logged_in
from tests.factories import TODAY, UserFactory

Row = dict[str, str]


def lines(text: str) -> list[Row]:
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.fixture
def reader(ledger: list[Sale], settings: Settings) -> Client:
    settings.NEOEQUITY_TODAY = TODAY
    return logged_in(UserFactory())


@pytest.mark.parametrize(
    "query",
    [
        "trade_from=2001-11-09",
        "status=overdue",
        "status=reversed",
        "method=nasdaq",
        "placement=1&trade_to=2001-11-01",
        "agreement=sales-agreement&trade_from=2001-11-09",
        "agreement=sales-agreement",
        "document=missing",
    ],
)
def test_a_filtered_row_reads_as_it_does_among_all(reader: Client, query: str) -> None:
    every = {
        (row["agreement"], row["sale"]): row
        for row in lines(reader.get("/exports/sales.csv").getvalue().decode())
    }
    found = lines(reader.get(f"/exports/sales.csv?{query}").getvalue().decode())
    assert found
    assert found == [every[row["agreement"], row["sale"]] for row in found]


def test_by_hand_the_last_sale_of_a_filter_stands_on_those_before_it(reader: Client) -> None:
    """425,000.00 + 4,025.37 + 9,000.00 = 438,025.37 of 25,000,000.00."""
    (row,) = lines(reader.get("/exports/sales.csv?status=overdue").getvalue().decode())
    assert (row["sale"], row["cumulative_gross"]) == ("3", "438025.37")
    assert row["remaining_capacity"] == "24561974.63"


def test_a_filter_that_lets_nothing_through_gives_the_heading_alone(reader: Client) -> None:
    assert lines(reader.get("/exports/sales.csv?method=ecn").getvalue().decode()) == []


def test_a_filter_keeps_to_the_day_and_to_what_was_known(ledger: list[Sale]) -> None:
    """Without the reversal, which was recorded later, sale 3 stands on all before it."""
    reversal = ledger[3]
    reversal.refresh_from_db()
    just_before = reversal.recorded_at - timedelta(microseconds=1)
    chosen = SaleFilter({"trade_from": "2001-11-01"}, Sale.objects.none())
    out = BytesIO()
    asked = ExportQuery(date(2001, 11, 9), just_before, "sales-agreement", chosen.narrow)
    write_export("sales", asked, out)
    found = lines(out.getvalue().decode())
    assert [(row["sale"], row["cumulative_gross"]) for row in found] == [
        ("2", "429025.37"),
        ("3", "438025.37"),
    ]
