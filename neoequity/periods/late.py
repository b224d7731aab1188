"""Changes recorded after a closing that concern its period, of all apps, for page and CSV."""

from typing import Any

from django.db.models import QuerySet

from neoequity.books.exporting.copying import MOMENT, PLAIN_TEXT, Query, query_of
from neoequity.books.models import Closing
from placements.selectors.periods import LATE, late_changes
from warrants.selectors.late import late_entries

_TEXTS = ("recorded_by", "entry", "of", "concerns")


def late_rows(closing: Closing) -> QuerySet[Any, Any]:
    """The rows with the columns LATE, in the order of recording."""
    first, *others = [*late_changes(closing), *late_entries(closing)]
    return first.union(*others, all=True).order_by("recorded_at")


def late_csv(closing: Closing) -> Query:
    """The same as text for a CSV file."""
    rows = query_of(late_rows(closing))
    cells = [_cell(column) for column in LATE]
    columns = ", ".join(f'"{column}"' for column in LATE)
    return Query(
        f"SELECT {', '.join(cells)} FROM ({rows.sql}) AS late ({columns}) "  # noqa: S608  # no input
        'ORDER BY late."recorded_at"',
        rows.params,
    )


def _cell(column: str) -> str:
    if column == "recorded_at":
        return MOMENT.format(f'"{column}"')
    return PLAIN_TEXT.format(f'"{column}"') if column in _TEXTS else f'"{column}"'
