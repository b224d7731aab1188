"""The report `compensation`: what the agent received and may receive, against its limit (p. S-12).

The figures are those of the last day: the agreement knows no compensation of a period.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from neoequity.books.exporting.copying import values_query
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.company.exports.compensation import compensations_asked, lines_of
from neoequity.company.tables.meter import MAIN, MeterSection, section
from neoequity.company.terms.compensation import Line, Meter
from neoequity.reports.report import Asked, Content, Report, Row, Table

_COLUMNS = (
    Column("agreement", "Agreement"),
    Column("reading", "Reading"),
    Column("item", "Item"),
    Column("amount", "Amount", Kind.MONEY),
    Column("percent_of_gross", "Percent of gross", Kind.PERCENT),
    Column("method", "Warrants valued by"),
)
_BOTH = (
    Column("item", "Item"),
    Column("to_date", "To date", Kind.MONEY),
    Column("to_date_rate", "% of gross", Kind.PERCENT),
    Column("at_maximum", "At maximum", Kind.MONEY),
    Column("at_maximum_rate", "% of gross", Kind.PERCENT),
)
_METHODS = (
    Column("agreement", "Agreement"),
    Column("method", "Warrants valued by"),
    Column("total_to_date", "Total to date", Kind.MONEY),
    Column("to_date_rate", "% of gross", Kind.PERCENT),
    Column("total_at_maximum", "Total at maximum", Kind.MONEY),
    Column("at_maximum_rate", "% of gross", Kind.PERCENT),
)
_NOTE = (
    "“To date” is on what is sold and claimed; “at maximum” is as if all of the capacity were sold "
    f"and the expenses reached their cap. Warrants are valued by the method {MAIN}."
)


def _build(asked: Asked) -> Content:
    query = ExportQuery(
        asked.as_of, asked.known_at, agreement=asked.agreement, issuer=asked.issuer.slug
    )
    found = compensations_asked(query)
    rows = values_query([line for each in found for line in lines_of(each)])
    data = Table("Compensation", "Compensation, item by item", _COLUMNS, rows)
    sections = [section(each, ()) for each in found]
    methods = [row for each in sections for row in _methods(each)]
    return Content(
        data,
        (
            *(_of_agreement(number, each) for number, each in enumerate(sections, start=1)),
            Table("Other method", "Warrants valued by the other method", _METHODS, methods),
        ),
    )


def _of_agreement(number: int, meter: MeterSection) -> Table:
    """The items of one agreement, both readings side by side."""
    missing = {reading.missing for reading in meter.found.readings if reading.missing}
    note = " ".join([*[_NOTE][: number == 1], *sorted(missing)])
    # Names of sheets are short, unlike those of agreements.
    return Table(f"Agreement {number}", meter.found.name, _BOTH, list(_items(meter)), note)


def _items(meter: MeterSection) -> Iterator[Row]:
    to_date, at_maximum = meter.to_date.meter, meter.at_maximum.meter
    yield "Gross proceeds", _gross(to_date), None, _gross(at_maximum), None
    for row in meter.rows:
        yield (row.label, *_cells(row.to_date), *_cells(row.at_maximum))
    first_met = meter.found.first_met(MAIN)
    yield "Gross at which the limit is first met", first_met, None, None, None


def _methods(meter: MeterSection) -> Sequence[Row]:
    return [
        (meter.found.name, str(each.method), *_total(each.to_date), *_total(each.at_maximum))
        for each in meter.methods
        if each.method != MAIN
    ]


def _cells(line: Line | None) -> tuple[Decimal | str, Decimal | None]:
    """The amount, and the part of the gross that it is, as a fraction."""
    return ("not available", None) if line is None else (line.amount, _rate(line.percent))


def _total(meter: Meter | None) -> tuple[Decimal | str, Decimal | None]:
    return ("not available", None) if meter is None else (meter.total, _rate(meter.percent))


def _gross(meter: Meter | None) -> Decimal | str:
    return "not available" if meter is None else meter.gross


def _rate(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent / 100


COMPENSATION = Report(
    "compensation",
    "Compensation of the agent",
    "Commission, expenses, advisory money and warrants of each agreement, against the limit.",
    _build,
)
