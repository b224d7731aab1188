"""A report as CSV: its data, with columns that other programs rely on."""

from typing import BinaryIO

from neoequity.books.exporting.copying import Query, copy_csv, values_query
from neoequity.reports.report import Content


def write_csv(content: Content, out: BinaryIO) -> None:
    """Write the data of a report as the exports are written: texts marked, lines ended by CRLF."""
    rows = content.data.rows
    query = rows if isinstance(rows, Query) else values_query(rows)
    copy_csv(query, [column.name for column in content.data.columns], out)
