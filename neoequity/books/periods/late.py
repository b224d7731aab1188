"""What was recorded after a closing and concerns its period, of every kind of record."""

from typing import Any

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from neoequity.books.exporting.copying import MOMENT, PLAIN_TEXT, Query, query_of
from neoequity.books.fields import MoneyField
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
#: What a kind of record leaves out of them.
NO_SHARES = Cast(Value(None), BigIntegerField())
NO_AMOUNT = Cast(Value(None), MoneyField())
NOTHING = Q(pk__in=[])
NOT_AT_ALL = Value("")
_TEXTS = ("recorded_by", "entry", "of", "concerns")


def late_rows(closing: Closing) -> QuerySet[Any, Any]:
    """The rows with the columns COLUMNS, in the order of recording."""
    first, *others = [
        kind.late(closing) for kind in record_kinds() if not isinstance(kind.late, Excused)
    ]
    return first.union(*others, all=True).order_by("late_at")


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


def dated_in(closing: Closing, day: str) -> Q:
    """Whether this day lies in the period."""
    return Q(**{f"{day}__range": (closing.starts_on, closing.ends_on)})


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


def recorded_after(
    closing: Closing,
    rows: QuerySet[Any, Any],
    *,
    issuer: str,
    dated: str,
    entry: Combinable,
    of: str | Combinable,
    shares: str | Combinable = NO_SHARES,
    amount: str | Combinable = NO_AMOUNT,
    also: Q = NOTHING,
    concerns: Concat | Value | Case = NOT_AT_ALL,
    recorded_at: str = "recorded_at",
    recorded_by: str = "recorded_by__username",
) -> QuerySet[Any, Any]:
    """Those of the rows that were recorded after the closing and concern its period, as COLUMNS.

    They are dated, by the column `dated`, in the period or before it; what else concerns it fits
    `also`, and how, `concerns` says in words. `issuer` and `of` are the paths to the issuer and to
    the name of what the row is under; `entry` names it in words.
    """
    by_its_end = Q(**{f"{dated}__lte": closing.ends_on})
    concerned = rows.filter(
        by_its_end | also,
        **{issuer: closing.issuer_id, f"{recorded_at}__gt": closing.recorded_at},
    )
    return (
        concerned.annotate(late_at=F(recorded_at))
        .order_by()
        .values_list(
            "late_at",
            recorded_by,
            entry,
            Cast(of, TextField()),
            dated,
            shares,
            amount,
            how_it_concerns(closing, dated, concerns),
        )
    )
