"""The dataset `warrant_entries`: one row an entry of the register, those of series included."""

from django.db.models import Case, CharField, F, Value, When

from placements.exports.asked import Asked
from placements.exports.copying import Moment, PlainText, Query, query_of
from warrants.selectors.register import entries_as_of

ENTRIES = (
    "agreement",
    "placement",
    "warrant",
    "entry",
    "kind",
    "on",
    "holder_from",
    "holder_to",
    "shares",
    "market_price",
    "shares_issued",
    "cash",
    "reason",
    "recorded_at",
    "recorded_by",
    "reverses",
)


def entry_rows(asked: Asked) -> Query:
    """Entries by the day, in the order of agreement, warrant and entry; without one at the end.

    A reversal is of the kind `reversal` and has the holders and the negative figures of what it
    reverses. Shares count as on the day of the entry.
    """
    rows = entries_as_of(asked.as_of, asked.known_at).select_related(None)
    if asked.agreement is not None:
        rows = rows.filter(warrant__agreement__slug=asked.agreement)
    kind = Case(
        When(reverses=None, then=F("kind")),
        default=Value("reversal"),
        output_field=CharField(),
    )
    return query_of(
        asked.narrow(rows)
        .annotate(kind_name=kind)
        .order_by(
            F("warrant__agreement__slug").asc(nulls_last=True),
            "warrant__issuer__slug",
            "warrant__number",
            "number",
        )
        .values_list(
            PlainText("warrant__agreement__slug"),
            "warrant__placement__number",
            "warrant__number",
            "number",
            "kind_name",
            "on",
            PlainText("holder_from__name"),
            PlainText("holder_to__name"),
            "shares",
            "market_price",
            "shares_issued",
            "cash",
            PlainText("reason"),
            Moment("recorded_at"),
            PlainText("recorded_by__username"),
            "reverses__number",
        )
    )
