"""Reports as offices ask for them: by the command, read back as rows."""

import csv
from io import StringIO

from django.core.management import call_command

Rows = list[dict[str, str]]


def report(name: str, since: str, until: str, **options: str) -> str:
    """What the command writes, with `known_at`, `agreement` and `issuer` as it takes them."""
    out = StringIO()
    call_command("report", name, since=since, until=until, stdout=out, **options)
    return out.getvalue()


def rows(name: str, since: str, until: str, **options: str) -> Rows:
    """Its lines by the names of the columns."""
    return list(csv.DictReader(StringIO(report(name, since, until, **options), newline="")))
