"""Reports as the command writes them, read back."""

import csv
from datetime import date
from io import StringIO

from django.core.management import call_command


def lines_of(report: str, since: date, until: date, **options: str) -> list[dict[str, str]]:
    """The data of a report, a dictionary a line."""
    out = StringIO()
    call_command(
        "report", report, since=since.isoformat(), until=until.isoformat(), stdout=out, **options
    )
    return list(csv.DictReader(StringIO(out.getvalue())))
