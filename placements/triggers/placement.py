"""The triggers of placements: what the database refuses when one is drafted or moves."""

import pgtrigger

from neoequity.books.triggers import (
    DIRECT_STATEMENT,
    STAYS_ITSELF,
    after_insert,
    after_move,
    after_update,
    refuse,
    refuse_where,
    rule,
    steps,
)
from neoequity.books.triggers.closed_days import refuse_closed_days
from neoequity.books.triggers.sealing import lock_heads, seal
from neoequity.books.triggers.tracking import history_guard
from placements.terms.lifecycle import TRANSITIONS
from placements.triggers.capacity import free_by_day, past_the_shelf
from placements.triggers.ending import KEEP_TO_THE_END
from placements.triggers.fees import PRICED_BEFORE_USE
from placements.triggers.locking import lock_agreements
from placements.triggers.sealed import TERMS

_ALLOWED = ", ".join(f"('{source}', '{target}')" for source, target in TRANSITIONS)
# A move writes its own day, once; apart from a draft's day nothing else writes one.
_A_DAY_IS_WRITTEN_BY_HAND = """
    (NEW.proposed_on, NEW.accepted_on, NEW.closed_on) IS DISTINCT FROM (
        CASE WHEN OLD.status = 'draft' AND NEW.status = 'proposed'
             THEN NEW.status_on ELSE OLD.proposed_on END,
        CASE WHEN OLD.status = 'proposed' AND NEW.status = 'accepted'
             THEN NEW.status_on ELSE OLD.accepted_on END,
        CASE WHEN OLD.status <> 'closed' AND NEW.status = 'closed'
             THEN NEW.status_on ELSE OLD.closed_on END)
    OR (OLD.status = NEW.status AND OLD.status <> 'draft' AND OLD.status_on <> NEW.status_on)
"""

# A proposed placement reserves nothing yet, so its own need is compared with what is free.
ACCEPTANCE_FITS_CAPACITY = refuse_where(
    f"SELECT 1 FROM ({free_by_day('NEW.id', 'NEW.status_on')}) f WHERE f.needs > f.free",
    "An accepted placement must fit into what its agreement has free.",
)

FIT_ACCEPTANCES = steps(
    LOCK_AGREEMENTS=lock_agreements("SELECT NEW.agreement_id"),
    ACCEPTANCE_FITS_CAPACITY=ACCEPTANCE_FITS_CAPACITY,
)

# Otherwise terms drafted and approved in old shares would be agreed in new ones.
DRAFTED_SINCE_THE_SPLIT = refuse_where(
    """
    SELECT 1 FROM placements_split x JOIN placements_agreement a ON a.issuer_id = x.issuer_id
    WHERE a.id = NEW.agreement_id
      AND x.effective_on > OLD.status_on AND x.effective_on <= NEW.status_on
    """,
    "A draft is proposed in the shares in which it was written: after a split, draft it again.",
)

# Only by hand is the day of a draft moved while somebody asks for its proposal.
REQUEST_KEEPS_THE_DAY = """
    UPDATE books_approval SET dated = NEW.status_on
    WHERE kind = 'proposal' AND subject = NEW.id AND decision = '';
"""

# By someone who neither requested it nor drafted these terms.
PROPOSAL_IS_APPROVED = refuse_where(
    """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM books_approval a
        WHERE a.kind = 'proposal' AND a.subject = NEW.id AND a.decision = 'approved'
          AND NOT EXISTS (SELECT 1 FROM placements_placementevent e
                          WHERE e.pgh_obj_id = NEW.id AND e.status = 'draft'
                            AND e.status_by_id = a.decided_by_id)
          AND a.asked = jsonb_build_object(
              'shares_offered', NEW.shares_offered, 'minimum_price', NEW.minimum_price::text,
              'expected_price', NEW.expected_price::text))
    """,
    "A placement is proposed on the terms that a CFO approved who did not write them.",
)

SALES_FIT_THE_MOVE = refuse_where(
    """
    SELECT 1 FROM placements_sale s
    WHERE s.placement_id = NEW.id AND s.reverses_id IS NULL AND s.adjusts_id IS NULL
      AND (s.trade_date > NEW.status_on
           OR (NEW.status = 'suspended' AND s.trade_date = NEW.status_on))
    """,
    "A placement is not closed before its last sale, nor suspended on or before its day.",
)

_DRAFTED = "FROM posted p JOIN placements_agreement a ON a.id = p.agreement_id"

# The first draft seals the terms, so no one may be overwriting them.
DRAFTS_KEEP_OUT = steps(
    LOCK_AGREEMENTS=lock_agreements("SELECT agreement_id FROM posted"),
    PRICED_BEFORE_USE=PRICED_BEFORE_USE,
    LOCK_HEADS=lock_heads(f"SELECT a.issuer_id {_DRAFTED}"),
    REFUSE_CLOSED_DAYS=refuse_closed_days(f"SELECT a.issuer_id, p.status_on {_DRAFTED}"),
)

# Earlier days stay in the history; only the day of a draft is rewritten.
_MOVED = """
    FROM posted m JOIN stood s ON s.id = m.id
    JOIN placements_agreement a ON a.id = m.agreement_id
    CROSS JOIN LATERAL (
        VALUES (m.status_on), (CASE WHEN s.status = m.status THEN s.status_on END)) AS on_ (day)
    WHERE (s.status, s.status_on) <> (m.status, m.status_on) AND on_.day IS NOT NULL
"""

# Every sale updates its placement as well, so the head is locked for moves only.
MOVES_KEEP_OUT = (
    f"IF EXISTS (SELECT 1 {_MOVED}) THEN\n"
    + steps(
        LOCK_HEADS=lock_heads(f"SELECT a.issuer_id {_MOVED}"),
        REFUSE_CLOSED_DAYS=refuse_closed_days(f"SELECT a.issuer_id, on_.day {_MOVED}"),
    )
    + "END IF;"
)

_ACCEPTED = """
    SELECT m.* FROM posted m JOIN stood s ON s.id = m.id
    WHERE s.status = 'proposed' AND m.status = 'accepted'
"""
ACCEPTANCE_FITS_SHELF = refuse_where(
    past_the_shelf(_ACCEPTED),
    "An accepted placement must fit into what its shelf registration has left.",
)
# Every sale updates its placement as well, so the shelf is read for acceptances only.
FIT_SHELVES = f"IF EXISTS ({_ACCEPTED}) THEN\n{ACCEPTANCE_FITS_SHELF}END IF;"

# On the first draft under an agreement; its trigger already holds the agreement and the head.
SEAL_ORIGINAL_TERMS = seal(
    TERMS,
    f"""(
        SELECT * FROM placements_termversion v
        WHERE v.number = 1 AND v.agreement_id IN (SELECT agreement_id FROM posted)
          AND NOT EXISTS (SELECT 1 FROM books_seal s
                          WHERE s.kind = '{TERMS.kind}' AND s.entry = v.id))""",
)

PLACEMENT_TRIGGERS = [
    history_guard(),
    refuse(
        "agreed_terms_stay",
        pgtrigger.Update,
        "The terms of a placement can only be changed while it is a draft.",
        "OLD.status <> 'draft' AND (OLD.agreement_id, OLD.number, OLD.shares_offered, "
        "OLD.minimum_price, OLD.expected_price) IS DISTINCT FROM (NEW.agreement_id, "
        "NEW.number, NEW.shares_offered, NEW.minimum_price, NEW.expected_price)",
    ),
    refuse(
        "days_do_not_run_backwards",
        pgtrigger.Update,
        "A placement moves on the day of its last move or later.",
        "NEW.status_on < OLD.status_on",
    ),
    refuse(
        "days_of_its_life_stay",
        pgtrigger.Update,
        "The days of a placement are written by its moves only.",
        _A_DAY_IS_WRITTEN_BY_HAND,
    ),
    refuse(
        "moves_by_the_table",
        pgtrigger.Update,
        "A placement moves from one status to another only as the table of moves allows.",
        f"OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN ({_ALLOWED})",
    ),
    refuse(
        "placements_stay",
        pgtrigger.Delete,
        "A placement is withdrawn, not deleted.",
    ),
    refuse(
        "starts_as_a_draft",
        pgtrigger.Insert,
        "A placement starts as a draft under which nothing has been sold.",
        "NEW.status <> 'draft' OR NEW.gross_sold <> 0 OR NEW.shares_sold <> 0 "
        "OR NEW.proposed_on IS NOT NULL",
    ),
    refuse("stays_itself", pgtrigger.Update, STAYS_ITSELF, "OLD.id <> NEW.id"),
    refuse(
        "stays_under_its_agreement",
        pgtrigger.Update,
        "A placement stays under its agreement.",
        "OLD.agreement_id <> NEW.agreement_id",
    ),
    refuse(
        "totals_follow_the_sales",
        pgtrigger.Update,
        "The totals of a placement follow its sales and are not written by hand.",
        f"{DIRECT_STATEMENT} AND (OLD.gross_sold, OLD.shares_sold) "
        "IS DISTINCT FROM (NEW.gross_sold, NEW.shares_sold)",
    ),
    after_move(
        "acceptance_fits_capacity",
        "OLD.status = 'proposed' AND NEW.status = 'accepted'",
        FIT_ACCEPTANCES,
    ),
    rule(
        "its_request_keeps_the_day",
        pgtrigger.UpdateOf("status_on"),
        REQUEST_KEEPS_THE_DAY + "RETURN NULL;",
        when=pgtrigger.After,
        condition=pgtrigger.Condition("(OLD.status_on <> NEW.status_on)"),
    ),
    after_move(
        "proposed_as_approved",
        "OLD.status = 'draft' AND NEW.status = 'proposed'",
        steps(
            DRAFTED_SINCE_THE_SPLIT=DRAFTED_SINCE_THE_SPLIT,
            PROPOSAL_IS_APPROVED=PROPOSAL_IS_APPROVED,
        ),
    ),
    after_move(
        "placed_before_the_end",
        "OLD.status <> NEW.status AND NEW.status IN ('proposed', 'accepted')",
        KEEP_TO_THE_END,
    ),
    after_move(
        "sales_fit_the_move",
        "OLD.status <> NEW.status AND NEW.status IN ('suspended', 'closed')",
        SALES_FIT_THE_MOVE,
    ),
    after_insert("drafts_keep_out_of_closed_periods", DRAFTS_KEEP_OUT),
    # Its name makes it run after the trigger above, which takes the locks.
    after_insert("first_draft_seals_the_terms", SEAL_ORIGINAL_TERMS),
    after_update("moves_keep_out_of_closed_periods", MOVES_KEEP_OUT),
    # Its name makes it run after the trigger above, which takes the locks.
    after_update("shelf_has_room_for_acceptances", FIT_SHELVES),
]
