"""Cells in words, totals, and the first lines of a long table."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.reports.cells import in_words, lines_of
from neoequity.reports.report import Table

_COLUMNS = (Column("day", "Day", Kind.DAY), Column("gross", "Gross", Kind.MONEY, totaled=True))


@pytest.mark.parametrize(
    ("cell", "kind", "words"),
    [
        (Decimal("-1234.5"), Kind.MONEY, "($1,234.50)"),
        (949710, Kind.SHARES, "949,710"),
        (Decimal("4.025400"), Kind.PRICE, "$4.0254"),
        (Decimal("0.035"), Kind.PERCENT, "3.50%"),
        (date(2001, 11, 9), Kind.DAY, "Nov 9, 2001"),
        ("not available", Kind.MONEY, "not available"),
        (None, Kind.MONEY, "–"),
    ],
)
def test_a_cell_is_written_as_people_read_it(cell: object, kind: Kind, words: str) -> None:
    assert in_words(cell, kind) == words


def test_the_total_is_of_all_rows_also_of_those_not_shown() -> None:
    rows = [(date(2001, 11, 8), Decimal("1.10")), (date(2001, 11, 9), Decimal("2.05"))]
    lines = lines_of(Table("Sales", "Sales", _COLUMNS, rows), most=1)
    assert lines.rows == [["Nov 8, 2001", "$1.10"]]
    assert lines.totals == ["Total", "$3.15"]
    assert lines.number == 2


def test_a_table_without_rows_has_no_total() -> None:
    assert Table("Sales", "Sales", _COLUMNS, []).totals is None


def test_rows_that_the_database_gives_are_read_as_far_as_they_are_shown(db: None) -> None:
    query = Query("SELECT DATE '2001-11-09', n::numeric(18, 2) FROM generate_series(1, 5) n")
    lines = lines_of(Table("Sales", "Sales", _COLUMNS, query), most=2)
    assert lines.rows == [["Nov 9, 2001", "$1.00"], ["Nov 9, 2001", "$2.00"]]
    assert lines.number is None, "more follow"


def test_the_mark_that_keeps_a_spreadsheet_from_running_a_text_is_not_shown(db: None) -> None:
    query = Query("SELECT NULL::date, '''=1+1'")
    lines = lines_of(Table("Sales", "Sales", (_COLUMNS[0], Column("text", "Text")), query), most=2)
    assert lines.rows == [["–", "=1+1"]]
