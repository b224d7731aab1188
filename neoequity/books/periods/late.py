"""What was recorded after a closing and concerns its period, of every kind of record."""

from typing import Any

from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat

from neoequity.books.exporting.copying import MOMENT, PLAIN_TEXT, Query, query_of
from neoequity.books.kinds import Excused, record_kinds
from neoequity.books.models import Closing

#: The columns of these rows, of whatever kind they are.
COLUMNS = (
    "recorded_at",
    "recorded_by",
    "entry",
    "of",
    "dated",
    "shares",
    "amount",
    "concerns",
)
_TEXTS = ("recorded_by", "entry", "of", "concerns")


def late_rows(closing: Closing) -> QuerySet[Any, Any]:
    """The rows with the columns COLUMNS, in the order of recording."""
    first, *others = [
        kind.late(closing) for kind in record_kinds() if not isinstance(kind.late, Excused)
    ]
    return first.union(*others, all=True).order_by("recorded_at")


def late_csv(closing: Closing) -> Query:
    """The same as text for a CSV file."""
    rows = query_of(late_rows(closing))
    cells = [_cell(column) for column in COLUMNS]
    columns = ", ".join(f'"{column}"' for column in COLUMNS)
    return Query(
        f"SELECT {', '.join(cells)} FROM ({rows.sql}) AS late ({columns}) "  # noqa: S608  # no input
        'ORDER BY late."recorded_at"',
        rows.params,
    )


def _cell(column: str) -> str:
    if column == "recorded_at":
        return MOMENT.format(f'"{column}"')
    return PLAIN_TEXT.format(f'"{column}"') if column in _TEXTS else f'"{column}"'


def how_it_concerns(closing: Closing, day: str, otherwise: Concat | Value | Case) -> Case:
    """In words, how an entry with the day `day` concerns the closed period."""
    return Case(
        When(**{f"{day}__range": (closing.starts_on, closing.ends_on)}, then=Value("dated in it")),
        When(
            **{f"{day}__lt": closing.starts_on}, then=Value("dated before it, so part of to date")
        ),
        default=otherwise,
        output_field=TextField(),
    )


def words(*parts: F | Value | Case) -> Concat:
    """A text from columns and pieces of text."""
    pieces = [Cast(part, TextField()) if isinstance(part, F) else part for part in parts]
    return Concat(*pieces, output_field=TextField())
