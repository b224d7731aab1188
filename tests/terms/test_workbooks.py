"""Workbooks of Excel as text: numbers as Excel keeps them, days as days, nothing too large."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from placements.importing.table import read_table
from placements.importing.workbook import is_workbook, text_of
from tests.terms.workbooks import Cell, archive, workbook

HEAD: list[Cell] = ["Trade Date", "Qty", "Px", "Gross", "Ref"]
FILL: list[Cell] = [date(2001, 11, 9), 949710, "=4.0254", "=3822967", "A-1"]
BOOK = workbook([HEAD, FILL])


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        text_of(content)
    return str(refused.value)


def said(content: bytes) -> str:
    """The text of the workbook, or the sentence against it; anything else is an error."""
    try:
        return text_of(content)
    except Refused as refused:
        return str(refused)


def test_cells_are_read_as_a_person_would_type_them() -> None:
    assert is_workbook(BOOK)
    assert (
        text_of(BOOK) == "\t".join(map(str, HEAD)) + "\n2001-11-09\t949710\t4.0254\t3822967\tA-1\n"
    )


def test_a_calculated_number_has_the_digits_that_excel_shows() -> None:
    [_, line] = text_of(workbook([["Px"], ["=4.0254000000000003"]])).splitlines()

    assert line == "4.0254"


def test_a_large_number_is_written_without_an_exponent() -> None:
    [_, line] = text_of(workbook([["Qty"], ["=1.2e+11"]])).splitlines()

    assert line == "120000000000"


def test_lines_are_those_of_the_sheet() -> None:
    table = read_table(text_of(workbook([["Fills of the day"], [], HEAD, [], FILL])))

    assert [line.number for line in table.lines] == [5]


def test_the_first_sheet_with_cells_that_can_be_seen_is_read() -> None:
    book = workbook([["secret", "x"]], [], [HEAD, FILL], [["later", "y"]], hidden=[1])

    assert text_of(book).startswith("Trade Date")


def test_a_workbook_without_cells_is_refused() -> None:
    assert refusal(workbook([])) == "The workbook has no sheet with cells."


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" * 50, BOOK[:-40], b""])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert refusal(content) == "The file is not an Excel workbook (.xlsx) that can be read."


def test_another_archive_is_no_workbook() -> None:
    assert refusal(archive({"a.txt": "hello"})) == (
        "The file is not an Excel workbook (.xlsx) that can be read."
    )


def test_an_archive_that_would_unpack_to_far_more_is_refused_unread() -> None:
    bomb = workbook([HEAD, FILL], parts={"xl/media/large.xml": "0" * (33 * 1024 * 1024)})

    assert len(bomb) < 100_000
    assert refusal(bomb) == "The workbook is too large: copy the rows and paste them."


def test_a_stray_cell_far_away_is_refused_instead_of_laid_out() -> None:
    sheet = (
        '<worksheet><sheetData><row><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    far = workbook([HEAD], parts={"xl/worksheets/sheet1.xml": sheet})

    assert refusal(far) == (
        "The workbook has a cell XFD1048576, far from the others: copy the rows and paste them."
    )


@settings(max_examples=200)
@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_text_or_a_sentence(place: int, damage: bytes) -> None:
    damaged = BOOK[:place] + damage + BOOK[place + len(damage) :]
    assert said(damaged)


@settings(max_examples=200)
@given(st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"]), st.data())
def test_a_workbook_with_odd_parts_is_text_or_a_sentence(part: str, data: st.DataObject) -> None:
    odd = data.draw(
        st.text(max_size=60)
        | st.text(st.sampled_from('<c r="A1" t="s"><v>9</v></c>sheetData/'), max_size=80)
    )
    assert said(workbook([HEAD, FILL], parts={part: odd}))
