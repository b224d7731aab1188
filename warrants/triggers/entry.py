"""The triggers of register entries: the rules for each entry, and what it updates."""

import pgtrigger

from neoequity.books.triggers import (
    RECORDED_NOW,
    after_insert,
    at_commit,
    refuse,
    refuse_truncate,
    refuse_where,
    steps,
)
from neoequity.books.triggers.closed_days import STANDS, refuse_closed_days, refuse_what_waited
from neoequity.books.triggers.sealing import lock_heads, seal
from placements.triggers.locking import lock_agreements
from warrants.triggers.approved import ENTRIES_ARE_APPROVED
from warrants.triggers.earned import ISSUES_ARE_EARNED, NOT_MORE_THAN_EARNED
from warrants.triggers.ratio import SPLITS, moved, ratio
from warrants.triggers.register import below_nothing, splits_are_followed
from warrants.triggers.sealed import ENTRY

# Entries that count against what the sales have earned: issues and reversed cancellations.
_COUNTED = "(n.kind = 'issue' OR (n.kind = 'cancellation' AND n.reverses_id IS NOT NULL))"

# Agreements, then issuers, warrants and calls: the order in which every action locks. A call keeps
# its price while an exercise at it is posted.
_LOCK = (
    lock_agreements(
        "SELECT w.agreement_id FROM posted n JOIN warrants_warrant w ON w.id = n.warrant_id "
        f"WHERE {_COUNTED}"
    )
    + """
    PERFORM 1 FROM warrants_warrant WHERE id IN (SELECT warrant_id FROM posted)
    ORDER BY id FOR NO KEY UPDATE;
    PERFORM 1 FROM warrants_callnotice WHERE id IN (SELECT call_id FROM posted)
    ORDER BY id FOR SHARE;
    """
)

_ENTRIES_RUN_ON = refuse_where(
    """
    SELECT 1 FROM (SELECT warrant_id, MIN(number) AS first, MAX(number) AS last, COUNT(*) AS rows
                   FROM posted GROUP BY warrant_id) n
    WHERE n.last - n.first + 1 <> n.rows
       OR n.last <> (SELECT MAX(number) FROM warrants_entry WHERE warrant_id = n.warrant_id)
       OR n.first <> 1 + COALESCE((SELECT MAX(number) FROM warrants_entry
                                   WHERE warrant_id = n.warrant_id AND number < n.first), 0)
    """,
    "The entries of a warrant are numbered in the order of their recording, without a gap.",
)

# Whether an entry reflects a split depends on which of the two was recorded first.
_NO_SPLIT_MEANWHILE = refuse_where(
    f"""
    SELECT 1 FROM posted n JOIN warrants_warrant w ON w.id = n.warrant_id
    JOIN {SPLITS} s ON s.issuer_id = w.issuer_id AND s.recorded_at > n.recorded_at
    """,
    "A stock split was recorded while this waited to be recorded: record it again.",
)

# An issue on the warrant's own day posts on that day and on those of the splits that adjust it. If
# one of them is closed, it is entered on a later day, in shares of that day.
_OWN_DAY_IS_CLOSED = f"""
    EXISTS (SELECT 1 FROM books_closing c
            WHERE c.issuer_id = w.issuer_id AND {STANDS} AND (
                w.issued_on BETWEEN c.starts_on AND c.ends_on
                OR EXISTS (SELECT 1 FROM {SPLITS} d
                           WHERE d.issuer_id = w.issuer_id AND d.effective_on > w.issued_on
                             AND d.effective_on BETWEEN c.starts_on AND c.ends_on)))"""

# Outer joins: foreign keys are checked at commit, so the row may be missing still.
_ISSUE_IS_THE_WARRANTS = refuse_where(
    f"""
    SELECT 1 FROM posted n LEFT JOIN warrants_warrant w ON w.id = n.warrant_id
    LEFT JOIN warrants_holder h ON h.id = n.holder_to_id
    WHERE w.id IS NULL
       OR (n.kind = 'issue' AND (
              n.on < w.issued_on
           OR (n.on > w.issued_on AND (w.agreement_id IS NULL OR NOT {_OWN_DAY_IS_CLOSED}))
           OR n.shares <> {moved("w.shares", "w.issuer_id", "w.issued_on", "n.on")}
           OR (w.agreement_id IS NOT NULL AND h.category IS DISTINCT FROM 'agent')))
    """,
    "A warrant is issued for its shares, on its day or where that is closed on a later one, an "
    "agreement's warrant to the agent.",
)

_HOLDERS_ARE_THE_ISSUERS = refuse_where(
    """
    SELECT 1 FROM posted n JOIN warrants_warrant w ON w.id = n.warrant_id,
        LATERAL (VALUES (n.holder_to_id), (n.holder_from_id)) AS named (holder)
    LEFT JOIN warrants_holder h ON h.id = named.holder
    WHERE named.holder IS NOT NULL AND h.issuer_id IS DISTINCT FROM w.issuer_id
    """,
    "The holders of a warrant are among the holders of its issuer.",
)

_WITHIN_THE_CLOCKS = refuse_where(
    """
    SELECT 1 FROM posted n JOIN warrants_warrant w ON w.id = n.warrant_id
    WHERE n.reverses_id IS NULL AND (
           n.on < w.issued_on
        OR (n.kind IN ('cash_exercise', 'cashless_exercise', 'transfer') AND n.on > w.expires_on)
        OR (n.kind = 'cashless_exercise' AND (w.cashless_from IS NULL OR n.on < w.cashless_from))
        OR (n.kind = 'expiry' AND (w.expires_on IS NULL OR n.on <= w.expires_on)))
    """,
    "An entry must keep to the clocks of its warrant: after its issue, exercised or transferred "
    "before it expires, cashless only from its day on.",
)

_TRANSFERS_KEEP_THE_CLOCKS = refuse_where(
    """
    SELECT 1 FROM posted n JOIN warrants_warrant w ON w.id = n.warrant_id
    LEFT JOIN warrants_holder h ON h.id = n.holder_to_id
    WHERE n.kind = 'transfer' AND n.reverses_id IS NULL AND (
           n.holder_from_id = n.holder_to_id
        OR (n.on < w.agreed_transfer_from
            AND h.category NOT IN ('agent_officer', 'agent_partner', 'participant'))
        OR (n.on < w.nasd_transfer_from
            AND h.category NOT IN
                ('agent_officer', 'agent_partner', 'participant', 'participant_officer')))
    """,
    "Before its clocks have run a warrant is transferred to those only whom they exempt.",
)

_REVERSAL_MIRRORS = refuse_where(
    """
    SELECT 1 FROM posted r LEFT JOIN warrants_entry e ON e.id = r.reverses_id
    WHERE r.reverses_id IS NOT NULL AND (
          e.id IS NULL
       OR e.reverses_id IS NOT NULL
       OR e.number >= r.number
       OR e.on > r.on
       OR (r.warrant_id, r.kind, r.shares, r.shares_issued, r.cash)
          <> (e.warrant_id, e.kind, -e.shares, -e.shares_issued, -e.cash)
       OR (r.holder_from_id, r.holder_to_id, r.exercise_price, r.market_price, r.call_id)
          IS DISTINCT FROM
          (e.holder_from_id, e.holder_to_id, e.exercise_price, e.market_price, e.call_id)
       OR e.kind IN ('issue', 'split'))
    """,
    "A reversal must negate one earlier entry of its own warrant that is neither an issue nor a "
    "split, from its day or later.",
)

_REVERSAL_IS_APPROVED = refuse_where(
    """
    SELECT 1 FROM posted r WHERE r.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM books_approval a
        WHERE a.kind = 'entry_reversal' AND a.subject = r.reverses_id AND a.decision = 'approved'
          AND a.dated = r.on AND a.asked = jsonb_build_object('reason', r.reason))
    """,
    "A reversal is posted as one person asked for it and another approved it.",
)

# The price of a warrant counts from its issue, that of a call from the day of its bid.
_EXERCISES_AT_THE_PRICE = refuse_where(
    f"""
    SELECT 1 FROM posted n JOIN warrants_warrant w ON w.id = n.warrant_id
    LEFT JOIN warrants_callnotice c ON c.id = n.call_id
    WHERE n.kind IN ('cash_exercise', 'cashless_exercise') AND n.reverses_id IS NULL AND (
           w.series_id IS DISTINCT FROM c.series_id
        OR n.on < c.bid_on
        OR n.exercise_price IS DISTINCT FROM ROUND(
               COALESCE(w.exercise_price, c.exercise_price)
               * {ratio("old", "w.issuer_id", "COALESCE(c.bid_on, w.issued_on)", "n.on")}
               / {ratio("new", "w.issuer_id", "COALESCE(c.bid_on, w.issued_on)", "n.on")}, 4))
    """,
    "An exercise is at the price of its warrant, or of the call of its series, on its day.",
)

_SPLIT_ENTRIES_HAVE_A_SPLIT = refuse_where(
    f"""
    SELECT 1 FROM posted n JOIN warrants_warrant w ON w.id = n.warrant_id
    WHERE n.kind = 'split' AND NOT EXISTS (
        SELECT 1 FROM {SPLITS} s WHERE s.issuer_id = w.issuer_id
            AND s.effective_on > w.issued_on AND s.effective_on <= n.on)
    """,
    "A warrant is adjusted for a stock split of its issuer, on the day of the split or later.",
)

# An empty row is inserted first: PostgreSQL applies the CHECK to the row of an INSERT even if
# ON CONFLICT then turns it into an UPDATE.
_MOVE_BALANCES = """
    INSERT INTO warrants_balance (warrant_id, holder_id, shares)
    SELECT warrant_id, holder, 0 FROM posted,
        LATERAL (VALUES (holder_to_id), (holder_from_id)) AS h (holder)
    WHERE holder IS NOT NULL GROUP BY 1, 2
    ON CONFLICT (warrant_id, holder_id) DO NOTHING;

    UPDATE warrants_balance b SET shares = b.shares + m.shares
    FROM (
        SELECT warrant_id, holder, SUM(sign * shares) AS shares FROM posted,
            LATERAL (VALUES (holder_to_id, 1), (holder_from_id, -1)) AS h (holder, sign)
        WHERE holder IS NOT NULL GROUP BY 1, 2) m
    WHERE b.warrant_id = m.warrant_id AND b.holder_id = m.holder;

    UPDATE warrants_warrant w SET outstanding = w.outstanding + m.shares
    FROM (
        SELECT warrant_id, SUM(sign * shares) AS shares FROM posted,
            LATERAL (VALUES (holder_to_id, 1), (holder_from_id, -1)) AS h (holder, sign)
        WHERE holder IS NOT NULL GROUP BY 1) m
    WHERE w.id = m.warrant_id;
"""

NO_DAY_BELOW_NOTHING = refuse_where(
    below_nothing("SELECT warrant_id FROM posted"),
    "A holder has given more than it has on a day.",
)

POST_ENTRIES = steps(
    _LOCK=_LOCK,
    _ENTRIES_RUN_ON=_ENTRIES_RUN_ON,
    _NO_SPLIT_MEANWHILE=_NO_SPLIT_MEANWHILE,
    _ISSUE_IS_THE_WARRANTS=_ISSUE_IS_THE_WARRANTS,
    _HOLDERS_ARE_THE_ISSUERS=_HOLDERS_ARE_THE_ISSUERS,
    _WITHIN_THE_CLOCKS=_WITHIN_THE_CLOCKS,
    _TRANSFERS_KEEP_THE_CLOCKS=_TRANSFERS_KEEP_THE_CLOCKS,
    _REVERSAL_MIRRORS=_REVERSAL_MIRRORS,
    _REVERSAL_IS_APPROVED=_REVERSAL_IS_APPROVED,
    _EXERCISES_AT_THE_PRICE=_EXERCISES_AT_THE_PRICE,
    _SPLIT_ENTRIES_HAVE_A_SPLIT=_SPLIT_ENTRIES_HAVE_A_SPLIT,
    _MOVE_BALANCES=_MOVE_BALANCES,
    NO_DAY_BELOW_NOTHING=NO_DAY_BELOW_NOTHING,
    ISSUES_ARE_EARNED=ISSUES_ARE_EARNED,
    NOT_MORE_THAN_EARNED=NOT_MORE_THAN_EARNED,
    RECORDED_NOW=RECORDED_NOW,
)

SEAL_ENTRIES = steps(
    LOCK_HEADS=lock_heads(ENTRY.issuers),
    REFUSE_CLOSED_DAYS=refuse_closed_days(
        f"SELECT {ENTRY.issuer}, e.on FROM posted e {ENTRY.joins}"
    ),
    REFUSE_WHAT_WAITED=refuse_what_waited(ENTRY),
    SEAL=seal(ENTRY),
)

_ENTRIES_STAY = "An entry of the register is never changed or deleted; reverse it."

ENTRY_TRIGGERS = [
    refuse_truncate("posted_entries_are_not_truncated", _ENTRIES_STAY),
    refuse("posted_entries_stay", pgtrigger.Update | pgtrigger.Delete, _ENTRIES_STAY),
    after_insert("posted_entries_count", steps(POST_ENTRIES, ENTRIES_ARE_APPROVED, SEAL_ENTRIES)),
    at_commit("entries_follow_the_splits", splits_are_followed("NEW.warrant_id")),
]
