"""What the database keeps of blackouts."""

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
IN_A_BLACKOUT = """
    SELECT 1 FROM ({days}) d
    JOIN placements_agreement a ON a.id = d.agreement_id
    JOIN company_blackout b ON b.issuer_id = a.issuer_id
        AND d.day BETWEEN b.starts_on AND b.ends_on
    WHERE NOT EXISTS (SELECT 1 FROM company_blackout r WHERE r.replaces_id = b.id)
"""
