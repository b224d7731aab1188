"""Records of every kind that were recorded after a closing and concern its period."""

from typing import TypeVar

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from neoequity.books.exporting.copying import MOMENT, Query, query_of
from neoequity.books.exporting.plain_text import PLAIN_TEXT
from neoequity.books.fields import MoneyField
from neoequity.books.kinds import Excused, record_kinds
from neoequity.books.models import Closing

_Recorded = TypeVar("_Recorded", bound=Model)

#: The columns of these rows, the same for every kind of record.
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
#: Values for the columns that a kind of record does not have.
NO_SHARES = Cast(Value(None), BigIntegerField())
NO_AMOUNT = Cast(Value(None), MoneyField())
NOTHING = Q(pk__in=[])
NOT_AT_ALL = Value("")
_TEXTS = ("recorded_by", "entry", "of", "concerns")


def late_rows(closing: Closing) -> QuerySet[Model, tuple[object, ...]]:
    """The rows, in COLUMNS and in the order of recording."""
    first, *others = [
        kind.late(closing) for kind in record_kinds() if not isinstance(kind.late, Excused)
    ]
    return first.union(*others, all=True).order_by("late_at")


def late_csv(closing: Closing) -> Query:
    """The same rows as text for a CSV file."""
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
    """The condition that this day is in the period."""
    return Q(**{f"{day}__range": (closing.starts_on, closing.ends_on)})


def how_it_concerns(closing: Closing, day: str, otherwise: Concat | Value | Case) -> Case:
    """How a record dated by the column `day` concerns the closed period, in words."""
    return Case(
        When(**{f"{day}__range": (closing.starts_on, closing.ends_on)}, then=Value("dated in it")),
        When(
            **{f"{day}__lt": closing.starts_on}, then=Value("dated before it, so part of to date")
        ),
        default=otherwise,
        output_field=TextField(),
    )


def joined_text(*parts: F | Value | Case) -> Concat:
    """Text joined from columns and pieces of text."""
    pieces = [Cast(part, TextField()) if isinstance(part, F) else part for part in parts]
    return Concat(*pieces, output_field=TextField())


def recorded_after(
    closing: Closing,
    rows: QuerySet[_Recorded, object],
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
) -> QuerySet[_Recorded, tuple[object, ...]]:
    """The rows recorded after the closing that concern its period, in COLUMNS.

    The column `dated` has a day in the period or before it; rows that concern it otherwise match
    `also`, and `concerns` says how in words. `issuer` and `of` are the paths to the issuer and to
    the name of the row's owner; `entry` names the row in words.
    """
    concerned = rows.filter(
        Q(**{f"{dated}__lte": closing.ends_on}) | also,
        **{issuer: closing.issuer_id, f"{recorded_at}__gt": closing.recorded_at},
    )
    late: QuerySet[_Recorded, tuple[object, ...]] = (
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
    return late
