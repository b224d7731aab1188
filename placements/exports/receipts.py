"""The dataset `receipts`: cash received, and how much of it is allocated to entries."""

from neoequity.books.exporting.copying import MOMENT, Query
from neoequity.books.exporting.plain_text import PLAIN_TEXT
from neoequity.books.exporting.query import ExportQuery
from placements.exports.cash import MATCHED, cash_values

RECEIPTS = (
    "agreement",
    "receipt",
    "date",
    "amount",
    "bank_reference",
    "matched",
    "difference",
    "remark",
    "undoes",
    "reason",
    "recorded_at",
    "recorded_by",
)


def _text(column: str) -> str:
    return f"NULLIF({PLAIN_TEXT.format(column)}, '')"


_ROWS = f"""
    WITH {MATCHED}
    SELECT {_text("a.slug")}, r.number, r.received_on, r.amount, {_text("r.bank_reference")},
           COALESCE(m.amount, 0.00), r.amount - COALESCE(m.amount, 0.00), {_text("r.remark")},
           o.number, {_text("r.reason")}, {MOMENT.format("r.recorded_at")},
           {_text("p.username")}
    FROM placements_receipt r
    JOIN placements_agreement a ON a.id = r.agreement_id
    JOIN books_issuer i ON i.id = a.issuer_id
    JOIN people_user p ON p.id = r.recorded_by_id
    LEFT JOIN placements_receipt o ON o.id = r.undoes_id
    LEFT JOIN matched m ON m.id = r.id
    WHERE r.received_on <= %(as_of)s AND r.recorded_at <= %(known_at)s
      AND (%(agreement)s IS NULL OR a.slug = %(agreement)s)
      AND (%(issuer)s IS NULL OR i.slug = %(issuer)s)
    ORDER BY a.slug, r.number
"""  # noqa: S608  # put together from constants


def receipt_rows(asked: ExportQuery) -> Query:
    """Receipts dated by the day, ordered by agreement and number; `matched` is what they paid.

    One that undoes another has the figures of that one negated, so that columns add up.
    """
    return Query(
        _ROWS, {**cash_values(asked), "agreement": asked.agreement, "issuer": asked.issuer}
    )
