"""The report `compensation`: what the agent received and may receive, against its limit (p. S-12).

The figures are those of the last day: the agreement knows no compensation of a period.
"""

from neoequity.books.exporting.query import ExportQuery
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.company.exports.compensation import compensation_lines
from neoequity.company.terms.compensation import TO_DATE
from neoequity.reports.report import Asked, Content, Report, Table

_COLUMNS = (
    Column("agreement", "Agreement"),
    Column("reading", "Reading"),
    Column("item", "Item"),
    Column("amount", "Amount", Kind.MONEY),
    Column("percent_of_gross", "Percent of gross", Kind.NUMBER),
    Column("method", "Warrants valued by"),
)
_READINGS = {TO_DATE: "to date", "at_maximum": "at maximum"}
_ITEMS = {
    "commission": "Commission",
    "expenses": "Expense reimbursements",
    "advisory": "Advisory money",
    "warrants": "Value of the warrants",
    "total": "All compensation",
    "limit": "Limit",
    "over": "Over the limit",
    "refundable": "Would be refunded",
    "limit_first_met": "Gross at which the limit is first met",
}


def _build(asked: Asked) -> Content:
    query = ExportQuery(
        asked.as_of, asked.known_at, agreement=asked.agreement, issuer=asked.issuer.slug
    )
    rows = list(compensation_lines(query))
    data = Table("Compensation", "Compensation, item by item", _COLUMNS, rows)
    spoken = [
        (agreement, _READINGS[reading], _ITEMS[item], amount, percent, method)
        for agreement, reading, item, amount, percent, method in rows
    ]
    return Content(data, (data._replace(rows=spoken),))


COMPENSATION = Report(
    "compensation",
    "Compensation of the agent",
    "Commission, expenses, advisory money and warrants of each agreement, against the limit.",
    _build,
)
