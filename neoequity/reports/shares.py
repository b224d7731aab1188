"""The report `shares`: shares outstanding, rolled forward through a period (pp. S-9, S-13)."""

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from neoequity.books.exporting.workbook import Column, Kind
from neoequity.company.models.share_ledger import share_books
from neoequity.company.terms.shares import CHANGE_KINDS, RowKind, outstanding
from neoequity.company.terms.shares import Row as LedgerRow
from neoequity.reports.report import Asked, Content, Report, Row, Table

_COLUMNS = (
    Column("date", "Date", Kind.DAY),
    Column("event", "Event"),
    Column("change", "Change", Kind.SHARES),
    Column("outstanding", "Outstanding", Kind.SHARES),
    Column("source", "Source"),
)
_SUMMARY = (Column("item", "Item"), Column("shares", "Shares", Kind.SHARES))
_OTHERS: dict[str, str] = {
    RowKind.COUNT: "Difference from a count that the company stated",
    RowKind.SPLIT: "Stock splits",
}
_NOTE = (
    "Each line is in the shares of its own day. Shares are issued on the day of their delivery, "
    "not on the trade date."
)


def _build(asked: Asked) -> Content:
    rows = share_books(asked.issuer, asked.as_of, asked.known_at).rows
    before = list(takewhile(lambda row: row.on < asked.since, rows))
    period = rows[len(before) :]
    opening = before[-1].outstanding if before else None
    data = [
        (asked.since, "At the start of the period", None, opening, None),
        *((row.on, row.event, row.change, row.outstanding, row.source or None) for row in period),
        (asked.as_of, "At the end of the period", None, outstanding(rows, asked.as_of), None),
    ]
    ledger = Table("Share ledger", "Share ledger", _COLUMNS, data, _NOTE)
    return Content(ledger, (_roll_forward(opening, period), ledger))


def _roll_forward(opening: int | None, period: Sequence[LedgerRow]) -> Table:
    """What changed the count, by kind; without an opening count, from the first stated one."""
    changed: Counter[str] = Counter()
    for row in period:
        if row.kind == RowKind.OPENING:
            opening = row.outstanding
        elif row.change is not None and opening is not None:
            changed[row.kind] += row.change
    words: dict[str, str] = {**dict(CHANGE_KINDS.items()), **_OTHERS}
    closing = None if opening is None else opening + changed.total()
    rows: list[Row] = [
        ("Outstanding at the start", opening if opening is not None else "not available"),
        *((words[kind], changed[kind]) for kind in words if changed[kind]),
        ("Outstanding at the end", closing if closing is not None else "not available"),
    ]
    return Table("Roll-forward", "Roll-forward", _SUMMARY, rows)


SHARES = Report(
    "shares",
    "Roll-forward of shares",
    "What was outstanding, what was issued and canceled, and what is outstanding.",
    _build,
)
