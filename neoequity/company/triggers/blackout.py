"""What the database keeps of blackouts, and what it keeps out of them."""

from neoequity.books.triggers import after_insert, after_update, refuse_where
from neoequity.books.triggers.sealing import DAY
from neoequity.company.triggers import company_seal, company_triggers

BLACKOUT = company_seal(
    "blackout",
    "'Blackout ' || e.id",
    "starts_on ends_on reason approval_id",
    starts_on=DAY,
    ends_on=DAY,
)
BLACKOUT_TRIGGERS = company_triggers(BLACKOUT, plural="blackouts")

# The posting has locked the head of the chain, as does that of a blackout: one sees the other.
_IN_A_BLACKOUT = """
    SELECT 1 FROM ({days}) d
    JOIN placements_agreement a ON a.id = d.agreement_id
    JOIN company_blackout b ON b.issuer_id = a.issuer_id
        AND d.day BETWEEN b.starts_on AND b.ends_on
    WHERE NOT EXISTS (SELECT 1 FROM company_blackout r WHERE r.replaces_id = b.id)
"""

SALES_KEEP_OUT_OF_BLACKOUTS = refuse_where(
    _IN_A_BLACKOUT.format(
        days="""SELECT DISTINCT agreement_id, trade_date AS day FROM posted
                WHERE reverses_id IS NULL AND adjusts_id IS NULL"""
    ),
    "Nothing is sold in a blackout of the issuer.",
)

ACCEPTANCES_KEEP_OUT_OF_BLACKOUTS = refuse_where(
    _IN_A_BLACKOUT.format(
        days="""SELECT m.agreement_id, m.status_on AS day FROM posted m
                JOIN stood s ON s.id = m.id
                WHERE s.status = 'proposed' AND m.status = 'accepted'"""
    ),
    "No placement is accepted in a blackout of the issuer.",
)

# Their names make them run after the triggers of the same tables that take the locks.
SALE_TRIGGERS = [after_insert("sales_keep_out_of_blackouts", SALES_KEEP_OUT_OF_BLACKOUTS)]
PLACEMENT_TRIGGERS = [
    after_update("no_acceptance_in_a_blackout", ACCEPTANCES_KEEP_OUT_OF_BLACKOUTS)
]
