"""Workbooks: typed cells, text as it stands, live totals, the same bytes for the same content."""

import errno
import gc
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from neoequity.books.exporting import table_sheet
from neoequity.books.exporting.workbook import Cell, Column, Kind, Sheet, write_workbook

NOON = datetime(2001, 11, 13, 12, tzinfo=UTC)
GROSS = Column("gross", "Gross proceeds", Kind.MONEY, totaled=True)
REMARK = Column("remark", "Remark", Kind.TEXT)


def written(*sheets: Sheet, title: str = "Sales", made_at: datetime = NOON) -> bytes:
    out = BytesIO()
    write_workbook(sheets, out, made_at=made_at, title=title)
    return out.getvalue()


def opened(content: bytes, *, values: bool = False) -> Any:
    return openpyxl.load_workbook(BytesIO(content), data_only=values)


def table(columns: Sequence[Column], *rows: Sequence[object], name: str = "Sales") -> Sheet:
    return Sheet(name, columns, rows)


def cells_of(columns: Sequence[Column], *rows: Sequence[object]) -> list[Any]:
    """The cells below the heading, row after row."""
    [_, *below] = opened(written(table(columns, *rows))).worksheets[0].iter_rows()
    return [cell for row in below for cell in row]


def held(value: object, kind: Kind) -> tuple[object, str]:
    """What a reader of the file gets for one value, and its number format."""
    [cell] = cells_of([Column("x", "x", kind)], [value])
    return cell.value, cell.number_format


@pytest.mark.parametrize(
    ("value", "kind", "read", "shown_as"),
    [
        (7, Kind.NUMBER, 7, "0"),
        (949_710, Kind.SHARES, 949_710, "#,##0_);(#,##0)"),
        (Decimal("4.0254"), Kind.PRICE, 4.0254, "#,##0.0000####_);(#,##0.0000####)"),
        (Decimal("-3822967.00"), Kind.MONEY, -3_822_967, "#,##0.00_);(#,##0.00)"),
        (Decimal("0.0175"), Kind.PERCENT, 0.0175, "0.00##%_);(0.00##%)"),
        (date(2001, 11, 9), Kind.DAY, datetime(2001, 11, 9), "yyyy-mm-dd"),  # noqa: DTZ001
        (
            datetime(2001, 11, 9, 14, 5, 9, 250_000, tzinfo=UTC),
            Kind.MOMENT,
            datetime(2001, 11, 9, 14, 5, 9, 250_000),  # noqa: DTZ001  # a cell has no zone
            'yyyy-mm-dd hh:mm:ss.000"Z"',
        ),
        ("negotiated", Kind.TEXT, "negotiated", "@"),
        (True, Kind.TEXT, True, "General"),
        (Decimal("21927372.000000"), Kind.TEXT, 21_927_372, "General"),
    ],
)
def test_a_cell_has_the_type_and_the_format_of_what_it_holds(
    value: object, kind: Kind, read: object, shown_as: str
) -> None:
    assert held(value, kind) == (read, shown_as)


def test_a_moment_of_another_zone_is_shown_in_utc() -> None:
    moment = datetime.fromisoformat("2001-11-09T09:05:09-05:00")
    assert held(moment, Kind.MOMENT)[0] == datetime(2001, 11, 9, 14, 5, 9)  # noqa: DTZ001


def test_a_day_before_excels_calendar_is_text() -> None:
    assert held(date(1900, 2, 28), Kind.DAY) == ("1900-02-28", "@")
    assert held(date(1900, 3, 1), Kind.DAY)[0] == datetime(1900, 3, 1)  # noqa: DTZ001


def test_a_cell_may_be_of_another_kind_than_its_column() -> None:
    assert held(Cell(Decimal("4.03"), Kind.PRICE), Kind.TEXT) == (
        4.03,
        "#,##0.0000####_);(#,##0.0000####)",
    )


def test_a_value_that_is_missing_leaves_its_cell_empty() -> None:
    [first, second] = cells_of([REMARK, Column("n", "n", Kind.NUMBER)], [None, 2])
    assert (first.value, second.value) == (None, 2)


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "-5", "+5", "@SUM(A1)", "00123", "1/2", "TRUE", "1e5", "#REF!"),
        *("https://example.com", "mailto:a@b", "<r>a</r>", "<b>&amp;</b>", "_x_y_", "'quoted'"),
        *(" led and followed by blanks  ", "two\nlines", "a\ttab", "“Société” 🦀"),
    ],
)
def test_text_stays_the_text_that_it_is(text: str) -> None:
    content = written(table([REMARK], [text]))

    cell = opened(content).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    read = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert read == [["Remark"], [text]]


def test_text_that_excel_would_take_for_an_escape_is_escaped_itself() -> None:
    content = written(table([REMARK], ["_x0041_ and _x12_"]))
    sheet = ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b">_x005F_x0041_ and _x12_</t>" in sheet


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x1fc", "a␀b␟c"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\ufffeb\uffffc\ud800d", "a\ufffdb\ufffdc\ufffdd"),
    ],
)
def test_a_character_that_a_workbook_cannot_hold_is_replaced_by_a_sign(
    text: str, shown: str
) -> None:
    assert held(text, Kind.TEXT) == (shown, "@")


def test_text_longer_than_a_cell_ends_by_saying_how_much_is_left_out() -> None:
    whole, longer = "🦀" * 16_383, "🦀" * 20_000

    assert held(whole, Kind.TEXT)[0] == whole
    text = held(longer, Kind.TEXT)[0]
    assert isinstance(text, str)
    kept = text.count("🦀")
    assert text == f"{'🦀' * kept} … ({20_000 - kept:,} more characters)"
    assert len(text.encode("utf-16-le")) <= 2 * 32_767


def test_a_float_is_refused_and_its_column_named() -> None:
    with pytest.raises(TypeError, match=r"^gross: A cell cannot hold a float: 0\.1\.$"):
        written(table([REMARK, GROSS], ["a", 0.1]))


def test_the_heading_stays_in_sight_and_filters_the_rows_but_not_the_totals() -> None:
    rows = [["a", Decimal("1.00")], ["b", Decimal("2.00")]]
    sheet = opened(written(table([REMARK, GROSS], *rows))).worksheets[0]

    assert [cell.value for cell in sheet[1]] == ["Remark", "Gross proceeds"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert [cell.value for cell in sheet[4]] == ["Total", "=SUBTOTAL(109,B2:B3)"]


def test_the_total_that_is_stored_is_the_exact_sum() -> None:
    amounts = [Decimal("0.10"), Decimal("0.20"), Decimal("-3822967.05"), None]
    content = written(table([REMARK, GROSS], *([None, each] for each in amounts)))

    cell = opened(content, values=True).worksheets[0]["B6"]
    assert cell.value == -3_822_966.75
    assert cell.number_format == "#,##0.00_);(#,##0.00)"
    assert b"<f>SUBTOTAL(109,B2:B5)</f><v>-3822966.75</v>" in ZipFile(BytesIO(content)).read(
        "xl/worksheets/sheet1.xml"
    )


def test_a_number_of_more_than_15_digits_and_its_total_are_text_and_said_so() -> None:
    fits, too_long = Decimal("9999999999999.99"), Decimal("12345678901234.56")
    book = opened(written(table([REMARK, GROSS], ["a", fits], ["b", too_long])))

    assert [row[1].value for row in book.worksheets[0].iter_rows(min_row=2)] == [
        9_999_999_999_999.99,
        "12345678901234.56",
        "22345678901234.55",
    ]
    assert [cell.value for cell in book["About"]["B"]][-1] == (
        "Gross proceeds: 1 figure and the total are written as text, for Excel keeps 15 digits of "
        "a number."
    )


def test_a_total_of_more_than_15_digits_is_text_and_said_so() -> None:
    fits = Decimal("9999999999999.99")
    book = opened(written(table([REMARK, GROSS], ["a", fits], ["b", fits])))

    assert book.worksheets[0]["B4"].value == "19999999999999.98"
    assert [cell.value for cell in book["About"]["B"]][-1] == (
        "Gross proceeds: the total is written as text, for Excel keeps 15 digits of a number."
    )


def test_a_table_without_rows_has_a_heading_and_no_totals() -> None:
    content = written(table([REMARK, GROSS]))

    read = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Sales")
    assert read.to_python() == [["Remark", "Gross proceeds"]]


def test_a_table_goes_on_to_further_sheets_and_its_totals_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(table_sheet, "MOST_ROWS", 4)  # a heading, two rows, the totals
    rows = [[f"row {number}", Decimal(number)] for number in range(1, 6)]
    content = written(table([REMARK, GROSS], *rows))

    book = opened(content)
    assert book.sheetnames == ["Sales", "Sales (2)", "Sales (3)", "About"]
    assert [[cell.value for cell in sheet[4]] for sheet in book.worksheets[:2]] == [
        ["Carried forward", "=SUBTOTAL(109,B2:B3)"],
        ["Carried forward", "=SUBTOTAL(109,Sales!B2:B3,B2:B3)"],
    ]
    assert [cell.value for cell in book["Sales (3)"][3]] == [
        "Total",
        "=SUBTOTAL(109,Sales!B2:B3,'Sales (2)'!B2:B3,B2)",
    ]
    values = opened(content, values=True)
    assert [values["Sales"]["B4"].value, values["Sales (2)"]["B4"].value] == [3, 10]
    assert values["Sales (3)"]["B3"].value == 15


def test_a_table_that_just_fits_takes_one_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_sheet, "MOST_ROWS", 4)
    content = written(table([REMARK, GROSS], ["a", Decimal(1)], ["b", Decimal(2)]))
    assert opened(content).sheetnames == ["Sales", "About"]


def test_what_the_tables_are_of_stands_on_a_sheet_of_its_own_behind_them() -> None:
    about = [("Issuer", "NeoTherapeutics, Inc."), ("As of", "2001-11-13")]
    sales = Sheet("Sales", [REMARK], [["a"], ["b"]], about)
    warrants = Sheet("Warrants", [REMARK], [])
    book = opened(written(sales, warrants, title="Board & office"))

    assert book.sheetnames == ["Sales", "Warrants", "About"]
    assert [[cell.value for cell in row] for row in book["About"].iter_rows()] == [
        ["Title", "Board & office"],
        ["Made at", datetime(2001, 11, 13, 12)],  # noqa: DTZ001  # a cell has no zone
        ["", None],
        ["Sheet", "Sales"],
        ["Rows", 2],
        ["Issuer", "NeoTherapeutics, Inc."],
        ["As of", "2001-11-13"],
        ["", None],
        ["Sheet", "Warrants"],
        ["Rows", 0],
    ]


def test_sheets_are_printed_on_letter_paper_one_page_wide_with_the_heading_on_each() -> None:
    sheet = opened(written(table([REMARK], ["a"]), title="Board & office")).worksheets[0]

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 1)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in {(None, 0), (1, 0)}
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.oddHeader.left.text == "Board && office"
    assert sheet.oddFooter.right.text == "Page &P of &N"


def test_columns_are_as_wide_as_what_they_hold_within_reason() -> None:
    columns = [REMARK, GROSS, Column("note", "Note", Kind.TEXT)]
    content = written(table(columns, ["Counsel of the agent", Decimal(1), "long " * 100]))

    widths = opened(content).worksheets[0].column_dimensions
    assert [round(widths[letter].width) for letter in "ABC"] == [22, 21, 61]


@pytest.mark.parametrize(
    ("names", "given"),
    [
        (["Sales", "sales", "SALES"], ["Sales", "sales (2)", "SALES (3)"]),
        (["History", "About"], ["History (2)", "About"]),
        (["Q4: [a]/b*?\\", "'a'"], ["Q4- -a--b---", "a"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 27 + " (2)"]),
        (["", "a\x00b\nc"], ["Sheet", "a b c"]),
    ],
)
def test_sheets_have_names_that_excel_takes(names: list[str], given: list[str]) -> None:
    book = opened(written(*(table([REMARK], name=name) for name in names)))
    assert book.sheetnames[:-1] == given


def test_the_same_content_and_moment_give_the_same_bytes() -> None:
    def rows() -> Iterator[list[object]]:
        yield ["a", Decimal("1.00")]

    first = written(Sheet("Sales", [REMARK, GROSS], rows()))
    time.sleep(2.1)  # a ZIP counts two seconds at a time
    second = written(Sheet("Sales", [REMARK, GROSS], rows()))

    assert first == second
    assert opened(first).properties.created == datetime(2001, 11, 13, 12)  # noqa: DTZ001
    assert first != written(Sheet("Sales", [REMARK, GROSS], rows()), made_at=datetime.now(UTC))


def test_nothing_is_left_on_the_disk_when_a_row_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with pytest.raises(TypeError):
        written(table([GROSS], [Decimal(1)], [0.5]))
    assert not list(tmp_path.iterdir())


class _Full(BytesIO):
    """A disk that is full after so many bytes."""

    def write(self, content: Any) -> int:
        if self.tell() + len(content) > 1_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content)


def test_a_full_disk_is_told_as_such_and_nothing_fails_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unraisable: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", unraisable.append)
    out = _Full()

    with pytest.raises(OSError, match="No space left on device") as error:
        write_workbook([table([REMARK], ["a"])], out, made_at=NOON, title="Sales")
    assert error.value.errno == errno.ENOSPC
    out.close()
    del error
    gc.collect()

    assert unraisable == []
