"""The dataset `reconciliation`: ours, theirs and the difference of a month, item by item."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from neoequity.books.exporting.copying import Query, values_query
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.exporting.sheets import Cell, Kind
from neoequity.books.models import Issuer
from neoequity.books.money import cents
from neoequity.books.periods.rules import month_of
from neoequity.statements.selectors.reconciled import reconciled_sides
from neoequity.statements.terms.entry import Quantity
from neoequity.statements.terms.reconciliation import Row

RECONCILIATION = (
    *("agreement", "side", "item", "ours", "theirs", "difference", "status", "unit", "date"),
    *("ours_shares", "theirs_shares", "difference_shares"),
)
_KINDS = {"dollars": Kind.MONEY, "shares": Kind.SHARES}
_FIGURES = ("ours", "theirs", "difference")


def reconciliation_rows(asked: ExportQuery) -> Query:
    """The month of the day as far as the day, of every side that has a sender.

    `ours`, `theirs` and `difference` are dollars, with the transfer agent shares, as `unit` says;
    the agent's shares stand in the last columns. Without an agreement asked for, lines that none is
    known of come last, under an empty one.
    """
    issuers = Issuer.objects.order_by("slug")
    if asked.issuer is not None:
        issuers = issuers.filter(slug=asked.issuer)
    if asked.agreement is not None:
        issuers = issuers.filter(agreements__slug=asked.agreement)
    rows = [
        cells
        for issuer in issuers
        for cells in rows_of(issuer, asked.as_of, asked.known_at, asked.agreement)
    ]
    return values_query(rows)


def rows_of(
    issuer: Issuer, as_of: date, known_at: datetime | None, agreement: str | None
) -> Iterator[tuple[object, ...]]:
    """The cells of an issuer, by agreement, side and day."""
    since = month_of(as_of).starts_on
    unassigned: dict[str, tuple[Row, ...]] = {}
    for slug, side, prepared in (
        (each.agreement.slug, each.side, each.prepared)
        for each in reconciled_sides(issuer, since, as_of, known_at, agreement)
    ):
        yield from (cells_of(slug, side, row) for row in prepared.reconciliation.rows)
        unassigned[side] = prepared.unassigned
    if agreement is None:
        for side, rows in unassigned.items():
            yield from (cells_of("", side, row) for row in rows)


def cells_of(agreement: str, side: str, row: Row) -> tuple[object, ...]:
    """A row of the dataset."""
    in_shares = side == "transfer_agent"
    figures = (row.ours, row.theirs, row.difference)
    return (
        agreement or None,
        side,
        row.name,
        *(_measured(figure, in_shares=in_shares) for figure in figures),
        str(row.status),
        "shares" if in_shares else "dollars",
        row.day,
        *(figure.shares for figure in figures),
    )


def _measured(figure: Quantity, *, in_shares: bool) -> Decimal | int:
    return figure.shares if in_shares else cents(figure.amount)


def typed_reconciliation(row: list[object]) -> list[object]:
    """A row of this dataset with its figures in the unit of the row, for a workbook."""
    named = dict(zip(RECONCILIATION, row, strict=True))
    kind = _KINDS[str(named["unit"])]
    for name in _FIGURES:
        named[name] = Cell(named[name], kind)
    return list(named.values())
