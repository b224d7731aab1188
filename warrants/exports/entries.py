"""The dataset `warrant_entries`: one row per register entry, including those of series."""

from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from neoequity.books.exporting.copying import Moment, PlainText, Query, query_of
from neoequity.books.exporting.query import ExportQuery
from placements.exports.sales import SHARES_APART
from placements.models import Split
from warrants.models import Entry, Holder
from warrants.selectors.register import entries_as_of


def _holder(column: str, known_at: datetime | None) -> F | Subquery:
    """The name of the holder in the column, as known at the moment."""
    if known_at is None:
        return F(f"{column}__name")
    events = Holder.pgh_event_model.objects  # type: ignore[attr-defined]  # by pghistory
    known_events = events.filter(pgh_obj=OuterRef(column), pgh_created_at__lte=known_at)
    return Subquery(known_events.order_by("-pgh_id").values("name")[:1])


def _cells(known_at: datetime | None) -> dict[str, str | Func]:
    """The columns with their expressions."""
    return {
        "agreement": PlainText("warrant__agreement__slug"),
        "placement": "warrant__placement__number",
        "warrant": "warrant__number",
        "entry": "number",
        "kind": "kind_name",
        "on": "on",
        "holder_from": PlainText(_holder("holder_from", known_at)),
        "holder_to": PlainText(_holder("holder_to", known_at)),
        "shares": "shares",
        "market_price": "market_price",
        "shares_issued": "shares_issued",
        "cash": "cash",
        "reason": PlainText("reason"),
        "recorded_at": Moment("recorded_at"),
        "recorded_by": PlainText("recorded_by__username"),
        "reverses": "reverses__number",
    }


#: The columns, which do not depend on what was known.
ENTRIES = tuple(_cells(None))


def shares_apart(asked: ExportQuery) -> str:
    """Why the rows' shares cannot be added up; "" where no split lies between them."""
    before = Q()
    for issuer, own in Split.by_issuer(asked.as_of, asked.known_at).items():
        before |= Q(warrant__issuer=issuer, on__lt=max(split.on for split in own))
    return SHARES_APART if before and _rows(asked).filter(before).exists() else ""


def entry_rows(asked: ExportQuery) -> Query:
    """Entries by the day, ordered by agreement, warrant and entry; those without agreement last.

    A reversal has the kind `reversal`, and the holders and negated figures of the entry it
    reverses. Shares are as stated: in shares of the entry's day, as far as its splits were known at
    recording; an entry of the kind `split` restates them.
    """
    kind = Case(
        When(reverses=None, then=F("kind")),
        default=Value("reversal"),
        output_field=CharField(),
    )
    return query_of(
        _rows(asked)
        .annotate(kind_name=kind)
        .order_by(
            F("warrant__agreement__slug").asc(nulls_last=True),
            "warrant__issuer__slug",
            "warrant__number",
            "number",
        )
        .values_list(*_cells(asked.known_at).values())
    )


def _rows(asked: ExportQuery) -> QuerySet[Entry]:
    rows = entries_as_of(asked.as_of, asked.known_at).select_related(None)
    if asked.agreement is not None:
        rows = rows.filter(warrant__agreement__slug=asked.agreement)
    if asked.issuer is not None:  # a series is the issuer's, though under no agreement
        rows = rows.filter(warrant__issuer__slug=asked.issuer)
    narrowed: QuerySet[Entry] = asked.narrow(rows)
    return narrowed
