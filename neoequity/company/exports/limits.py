"""The dataset `limits`: what each limit allows, what is used and what is left."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.plain_text import marked
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.exporting.sheets import Cell, Kind
from neoequity.books.models import Issuer
from neoequity.company.selectors.limits import Amount, LimitRow, limits_on
from neoequity.company.terms.checks import Unit, written_plainly

LIMITS = ("limit", "agreement", "unit", "allowed", "used", "left", "binds_below_price", "page")
_KINDS = {
    "dollars": Kind.MONEY,
    "shares": Kind.SHARES,
    "price": Kind.PRICE,
    "rate": Kind.PERCENT,
}
_UNITS = {"dollars": Unit.DOLLARS, "price": Unit.PRICE}


def limit_rows(asked: ExportQuery) -> Query:
    """The limits that every issuer, or the one asked for, keeps; what is not available is empty."""
    issuers = Issuer.objects.order_by("slug")
    if asked.issuer is not None:
        issuers = issuers.filter(slug=asked.issuer)
    if asked.agreement is not None:
        issuers = issuers.filter(agreements__slug=asked.agreement)
    rows = [
        list(_cells(row))
        for issuer in issuers
        for row in limits_on(issuer, asked.as_of, asked.known_at, asked.agreement)
        if row.kept
    ]
    if not rows:
        return Query("SELECT 1 WHERE false")
    # Texts throughout, for a column has days beside numbers; numbers are never marked.
    row = f"({', '.join(['NULLIF(%s::text, %s)'] * len(LIMITS))})"
    cells = [part for cells in rows for cell in cells for part in (cell, "")]
    return Query(f"VALUES {', '.join([row] * len(rows))}", cells)


def typed_limits(row: list[object]) -> list[object]:
    """A row of this dataset with its texts as figures of the row's unit, for a workbook."""
    named = dict(zip(LIMITS, row, strict=True))
    for name in ("allowed", "used", "left"):
        named[name] = _typed(named[name], str(named["unit"]))
    named["binds_below_price"] = _typed(named["binds_below_price"], "price")
    return list(named.values())


def _typed(text: object, unit: str) -> object:
    if not isinstance(text, str):
        return None
    return date.fromisoformat(text) if unit == "date" else Cell(Decimal(text), _KINDS[unit])


def _cells(row: LimitRow) -> Iterator[str]:
    yield row.limit
    yield marked(row.agreement)
    yield row.unit
    for amount in (row.allowed, row.used, row.left):
        yield _plain(amount, row.unit)
    yield _plain(row.binds_below, "price")
    yield marked(row.page)


def _plain(amount: Amount, unit: str) -> str:
    if isinstance(amount, date):
        return amount.isoformat()
    if unit == "shares" and isinstance(amount, Decimal):
        return str(int(amount))
    return written_plainly(amount, _UNITS.get(unit, Unit.TEXT))
