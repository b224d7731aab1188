"""The report `open_items`: what is open between us and each sender, by age, and who follows it up.

Ages are in settlement days as of the last day. It stands in no pack, for owners and notes change.
"""

from collections.abc import Iterator
from typing import NamedTuple

from neoequity.books.calendar import days_late
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.books.models import ExceptionalDay
from neoequity.reports.reconciliation import figure, measured
from neoequity.reports.report import Asked, Content, Report, Row, Table
from neoequity.statements.selectors.reconciled import reconciled_sides
from neoequity.statements.terms.ages import AGES, age_of
from neoequity.statements.terms.line import SIDES
from neoequity.statements.terms.reconciliation import Row as Reconciled

_COLUMNS = (
    Column("agreement", "Agreement"),
    Column("side", "Side"),
    Column("item", "Item"),
    Column("date", "Date", Kind.DAY),
    Column("settlement_days_late", "Settlement days late", Kind.NUMBER),
    Column("age", "Age"),
    Column("difference", "Difference"),
    Column("unit", "Unit"),
    Column("status", "Status"),
    Column("followed_up_by", "Followed up by"),
)
_BY_AGE = (
    Column("side", "Side"),
    Column("age", "Age"),
    Column("items", "Items", Kind.NUMBER, totaled=True),
)


class _Open(NamedTuple):
    agreement: str
    side: str
    row: Reconciled
    late: int
    explained: str

    @property
    def cells(self) -> Row:
        _, unit = measured(self.side)
        return (
            self.agreement or None,
            self.side,
            self.row.name,
            self.row.day,
            self.late,
            age_of(self.late),
            figure(self.row.difference, self.side),
            unit,
            str(self.row.status),
            self.explained or None,
        )


def _build(asked: Asked) -> Content:
    rows = list(_open(asked))
    data = Table("Open items", "Open items", _COLUMNS, [each.cells for each in rows])
    ages = [
        (SIDES[side], age, sum(row.side == side and age_of(row.late) == age for row in rows))
        for side in SIDES
        if any(row.side == side for row in rows)
        for age, _ in AGES
    ]
    nothing = "Nothing is open."
    by_age = Table("By age", "Open items by age", _BY_AGE, ages, empty=nothing)
    return Content(data, (by_age, data._replace(empty=nothing)))


def _open(asked: Asked) -> Iterator[_Open]:
    exceptions = ExceptionalDay.exceptions_at(asked.known_at)
    told: set[str] = set()
    for each in reconciled_sides(
        asked.issuer, asked.since, asked.as_of, asked.known_at, asked.agreement
    ):
        prepared = each.prepared
        lines = [row for row in prepared.unassigned if row.key not in told]
        told |= {row.key for row in lines}
        for slug, rows in (
            (each.agreement.slug, prepared.reconciliation.open_rows),
            ("", lines),
        ):
            for row in rows:
                late = days_late(row.day, asked.as_of, exceptions)
                explained = prepared.explained.get(row.key, "")
                yield _Open(slug, each.side, row, late, explained)


OPEN_ITEMS = Report(
    "open_items",
    "Open items by age",
    "What is open between us and agent, transfer agent and bank, by age, with who follows it up.",
    _build,
    packed=False,
)
