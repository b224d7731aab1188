"""The report `supplement`: what was sold under each shelf, as filed every two weeks."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import cast

from neoequity.books.exporting.workbook import Column, Kind
from neoequity.reports.programme import Programme
from neoequity.reports.report import Asked, Content, Report, Row, Table
from neoequity.reports.sold import Figures
from neoequity.reports.sold_rows import programmes
from neoequity.reports.spans import Span
from neoequity.reports.words import supplement_words

_COLUMNS = (
    Column("shelf", "Shelf"),
    Column("agreement", "Agreement"),
    Column("from", "From", Kind.DAY),
    Column("to", "To", Kind.DAY),
    Column("shares", "Shares", Kind.SHARES),
    Column("average_price", "Average price", Kind.PRICE),
    Column("gross", "Gross", Kind.MONEY),
    Column("commission", "Commission", Kind.MONEY),
    Column("net", "Net", Kind.MONEY),
    Column("remaining_capacity", "Remaining capacity", Kind.MONEY),
)
_SPOKEN = (
    Column("agreement", "Agreement"),
    Column("shares", "Shares", Kind.SHARES, totaled=True),
    Column("average_price", "Average price", Kind.PRICE),
    Column("gross", "Gross", Kind.MONEY, totaled=True),
    Column("commission", "Commission", Kind.MONEY, totaled=True),
    Column("deductions", "Deductions", Kind.MONEY, totaled=True),
    Column("net", "Net", Kind.MONEY, totaled=True),
    Column("remaining_capacity", "Remaining capacity", Kind.MONEY, totaled=True),
)


class _OfShelf(Table):
    """The agreements of a shelf; the price below them is their average."""

    @property
    def totals(self) -> Row | None:
        """The totals, and their gross by their shares."""
        if (totals := super().totals) is None:
            return None
        name, shares, _, gross, *others = totals
        total = Figures(cast(int, shares), cast(Decimal, gross))
        return (name, shares, total.average_price, gross, *others)


def _build(asked: Asked) -> Content:
    span = Span(asked.since, asked.as_of)
    found = sorted(programmes(asked), key=attrgetter("shelf"))
    data = [
        (each.file_number, each.slug, *span, *_cells(each, span, deductions=False))
        for each in found
    ]
    tables = [
        _of_shelf(shelf, list(under), span) for shelf, under in groupby(found, attrgetter("shelf"))
    ]
    return Content(
        Table("Supplement", "Sales by shelf", _COLUMNS, data),
        tables,
        [supplement_words(each, span) for each in found],
    )


def _of_shelf(shelf: str, found: Sequence[Programme], span: Span) -> Table:
    rows: list[Row] = [(each.name, *_cells(each, span, deductions=True)) for each in found]
    return _OfShelf(f"Shelf {found[0].file_number}", shelf, _SPOKEN, rows)


def _cells(each: Programme, span: Span, *, deductions: bool) -> Row:
    sold = each.book.sold.within(span)
    taken_off = (sold.deductions,) if deductions else ()
    return (
        *(sold.shares, sold.average_price, sold.gross, sold.commission, *taken_off, sold.net),
        each.remaining(span.until),
    )


SUPPLEMENT = Report(
    "supplement",
    "Prospectus supplement",
    "What was sold under each shelf registration: the table filed every two weeks.",
    _build,
)
