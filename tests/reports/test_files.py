"""Reports as files: the PDF is read back and always the same; the CSV is as contracted."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from pypdf import PdfReader

from neoequity.books.exporting.workbook import Column, Kind
from neoequity.books.models import Issuer
from neoequity.reports.report import Content, Report, Table
from neoequity.reports.scope import Head
from neoequity.reports.writers.pdf import write_pdf
from neoequity.reports.writers.table import write_csv

_COLUMNS = (
    Column("day", "Day", Kind.DAY),
    Column("memo", "Memo"),
    Column("gross", "Gross", Kind.MONEY, totaled=True),
)
REPORT = Report("sales", "Sales of the period", "What was sold.", lambda asked: Content(_table([])))
HEAD = Head(
    "NeoTherapeutics, Inc.", "", date(2001, 10, 29), date(2001, 11, 9), date(2001, 11, 9), None,
    None, "anna", datetime(2001, 11, 12, 22, 30, tzinfo=UTC), 61, "5f2a" * 16,
)  # fmt: skip


def _table(rows: Sequence[Sequence[object]]) -> Table:
    return Table("Sales", "Sales", _COLUMNS, rows, "By trade date.")


def _pdf(content: Content, head: Head = HEAD) -> bytes:
    out = BytesIO()
    write_pdf(REPORT, content, head, out)
    return out.getvalue()


def _pages(pdf: bytes) -> list[str]:
    """The text of each page, as a reader copies it."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


ROWS: list[tuple[object, ...]] = [
    (date(2001, 11, 8), "first", Decimal("3822967.00")),
    (date(2001, 11, 9), "taken back", Decimal("-74392.00")),
]


def test_the_head_the_words_the_rows_and_the_total_are_read_back() -> None:
    text = " ".join(
        _pages(_pdf(Content(_table(ROWS), words=["We sold 949,710 shares."])))[0].split()
    )
    for said in (
        "NEOTHERAPEUTICS, INC.", "Sales of the period", "Oct 29, 2001 to Nov 9, 2001",
        "As of Nov 9, 2001", "Made by anna", "Made at Nov 12, 2001, 17:30:00, New York",
        "61 entries, " + "5f2a" * 16, "We sold 949,710 shares.", "By trade date.",
        "Nov 8, 2001 first $3,822,967.00", "Nov 9, 2001 taken back ($74,392.00)",
        "Total $3,748,575.00", "Page 1 of 1",
    ):  # fmt: skip
        assert said in text


def test_the_same_moment_gives_the_same_bytes_and_another_does_not() -> None:
    later = HEAD._replace(made_at=datetime(2001, 11, 12, 22, 31, tzinfo=UTC))
    content = Content(_table(ROWS))
    assert _pdf(content) == _pdf(content)
    assert _pdf(content) != _pdf(content, later)


def test_the_heads_of_a_long_table_stand_on_every_page_and_each_says_how_many_there_are() -> None:
    rows = [(date(2001, 11, 9), f"sale {n}", Decimal(n)) for n in range(1, 201)]
    pages = _pages(_pdf(Content(_table(rows))))
    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert "Memo" in text
        assert f"Page {number} of {len(pages)}" in text
    assert "Total" in pages[-1]
    assert "$20,100.00" in pages[-1]


def test_what_looks_like_markup_is_text() -> None:
    rows = [(None, "#panic() *bold* $x$ <tag> @ref", Decimal("1.00"))]
    assert "#panic() *bold* $x$ <tag> @ref" in _pages(_pdf(Content(_table(rows))))[0]


def test_many_columns_are_set_across_the_page() -> None:
    columns = [Column(f"c{n}", f"Column {n}", Kind.MONEY) for n in range(12)]
    wide = Table("Wide", "Wide", columns, [[Decimal("1234567.89")] * 12])
    box = PdfReader(BytesIO(_pdf(Content(wide)))).pages[0].mediabox
    assert box.width > box.height


def test_a_table_of_a_period_without_entries_says_so() -> None:
    assert "Nothing was recorded in this period." in _pages(_pdf(Content(_table([]))))[0]


def test_the_csv_has_the_data_with_its_columns_and_nothing_else(db: None) -> None:
    out = BytesIO()
    write_csv(Content(_table(ROWS), tables=[_table([])], words=["Words."]), out)
    assert out.getvalue() == (
        b"day,memo,gross\r\n2001-11-08,first,3822967.00\r\n2001-11-09,taken back,-74392.00\r\n"
    )


def test_a_text_that_a_spreadsheet_would_run_is_marked_in_the_csv(db: None) -> None:
    out = BytesIO()
    write_csv(Content(_table([(None, "=1+1", Decimal("1.00"))])), out)
    assert out.getvalue().endswith(b"\r\n,'=1+1,1.00\r\n")


@pytest.mark.parametrize(
    ("form", "begins"), [("csv", b"date,event"), ("pdf", b"%PDF-1.7"), ("xlsx", b"PK")]
)
def test_a_report_is_downloaded_in_each_form_with_the_chain_head(
    published: Issuer, reader: Client, form: str, begins: bytes
) -> None:
    response = reader.get(f"/reports/shares.{form}?from=2001-10-01&to=2001-11-13")
    content = response.getvalue()
    assert content.startswith(begins)
    assert response["X-Chain-Head"].startswith("neotherapeutics ")
    named = f'filename="shares-2001-10-01-2001-11-13.{form}"'
    assert named in response["Content-Disposition"]
