"""Reports as the command writes them, read back."""

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO

from django.core.management import call_command

from neoequity.books.exporting.copying import Query
from neoequity.reports.report import Row, Table


def lines_of(report: str, since: date, until: date, **options: str) -> list[dict[str, str]]:
    """The data of a report, a dictionary a line."""
    out = StringIO()
    call_command(
        "report", report, since=since.isoformat(), until=until.isoformat(), stdout=out, **options
    )
    return list(csv.DictReader(StringIO(out.getvalue())))


def rows_of(table: Table) -> Sequence[Row]:
    """The cells of a table that is calculated, not read by SQL."""
    assert not isinstance(table.rows, Query)
    return table.rows
