"""What the database refuses when a placement moves."""

from neoequity.books.triggers import refuse_where, steps
from placements.models.free import free_by_day
from placements.models.locking import lock_agreements

# A proposed placement reserves nothing yet, so its own need stands beside what is free.
ACCEPTANCE_FITS_CAPACITY = refuse_where(
    f"SELECT 1 FROM ({free_by_day('NEW.id', 'NEW.status_on')}) f WHERE f.needs > f.free",
    "An accepted placement must fit into what its agreement has free.",
)

FIT_ACCEPTANCES = steps(
    LOCK_AGREEMENTS=lock_agreements("SELECT NEW.agreement_id"),
    ACCEPTANCE_FITS_CAPACITY=ACCEPTANCE_FITS_CAPACITY,
)

# What was drafted and approved in old shares would be agreed in new ones.
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

PROPOSAL_HAS_THE_DAY = refuse_where(
    """
    SELECT 1 FROM posted a JOIN placements_placement p ON p.id = a.subject
    WHERE a.kind = 'proposal' AND a.dated IS DISTINCT FROM p.status_on
    """,
    "The request to propose a draft is dated on the day of the draft.",
)

# By somebody else than whoever asked for it, or wrote these terms.
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

# From its day on until it was resumed, and where it was closed instead, for good.
SALES_KEEP_OUT_OF_SUSPENSIONS = refuse_where(
    """
    SELECT 1
    FROM (SELECT DISTINCT placement_id, trade_date FROM posted
          WHERE reverses_id IS NULL AND adjusts_id IS NULL) s
    JOIN placements_placementevent e ON e.pgh_obj_id = s.placement_id
        AND e.status = 'suspended' AND e.status_on <= s.trade_date
    WHERE NOT EXISTS (
        SELECT 1 FROM placements_placementevent n
        WHERE n.pgh_obj_id = e.pgh_obj_id AND n.pgh_id > e.pgh_id
          AND n.status = 'accepted' AND n.status_on <= s.trade_date)
    """,
    "A sale is not dated inside a suspension of its placement.",
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
