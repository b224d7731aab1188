"""The triggers of warrants: issued once, by an entry, and never changed."""

import pgtrigger

from neoequity.books.triggers import (
    DIRECT_STATEMENT,
    after_insert,
    at_commit,
    refuse,
    refuse_truncate,
    refuse_where,
    steps,
)
from neoequity.books.triggers.change_log import SealedInLog
from placements.triggers.locking import lock_agreements

_WARRANT_FITS = refuse_where(
    """
    SELECT 1 FROM posted w
    LEFT JOIN placements_agreement a ON a.id = w.agreement_id
    LEFT JOIN placements_placement p ON p.id = w.placement_id
    LEFT JOIN warrants_series s ON s.id = w.series_id
    WHERE w.issuer_id IS DISTINCT FROM COALESCE(a.issuer_id, s.issuer_id)
       OR (w.placement_id IS NOT NULL AND p.agreement_id IS DISTINCT FROM w.agreement_id)
    """,
    "A warrant must fit its agreement and placement, or its series, and their issuer.",
)

_WARRANTS_RUN_ON = refuse_where(
    """
    SELECT 1 FROM (SELECT issuer_id, MIN(number) AS first, MAX(number) AS last, COUNT(*) AS rows
                   FROM posted GROUP BY issuer_id) n
    WHERE n.last - n.first + 1 <> n.rows
       OR n.last <> (SELECT MAX(number) FROM warrants_warrant WHERE issuer_id = n.issuer_id)
       OR n.first <> 1 + COALESCE((SELECT MAX(number) FROM warrants_warrant
                                   WHERE issuer_id = n.issuer_id AND number < n.first), 0)
    """,
    "The warrants of an issuer are numbered in the order of their issue, without a gap.",
)

_LOCK_ISSUERS = """
    PERFORM 1 FROM books_issuer WHERE id IN (SELECT issuer_id FROM posted)
    ORDER BY id FOR NO KEY UPDATE;
"""

POST_WARRANTS = steps(
    LOCK_AGREEMENTS=lock_agreements("SELECT agreement_id FROM posted"),
    _LOCK_ISSUERS=_LOCK_ISSUERS,
    _WARRANT_FITS=_WARRANT_FITS,
    _WARRANTS_RUN_ON=_WARRANTS_RUN_ON,
)

ISSUED_BY_AN_ENTRY = refuse_where(
    """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM warrants_entry e WHERE e.warrant_id = NEW.id AND e.kind = 'issue')
    """,
    "A warrant is issued by the first entry of its register.",
)

_WARRANTS_STAY = "A warrant is never changed or deleted; its register gets a further entry."

WARRANT_TRIGGERS = [
    refuse_truncate("warrants_are_not_truncated", _WARRANTS_STAY),
    refuse("warrants_are_not_deleted", pgtrigger.Delete, _WARRANTS_STAY),
    refuse(
        "warrants_start_with_their_issue",
        pgtrigger.Insert,
        "What is outstanding of a warrant follows its entries.",
        "NEW.outstanding <> 0",
    ),
    refuse(
        "warrants_stay",
        pgtrigger.Update,
        _WARRANTS_STAY,
        f"{DIRECT_STATEMENT} AND OLD.* IS DISTINCT FROM NEW.*",
    ),
    after_insert("warrants_fit_their_ground", POST_WARRANTS),
    at_commit("warrants_are_issued_by_an_entry", ISSUED_BY_AN_ENTRY),
    SealedInLog(without=("outstanding",)),
]
