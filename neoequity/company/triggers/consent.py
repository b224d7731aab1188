"""What the database keeps of the agent's consents."""

from neoequity.books.triggers.sealing import DAY
from neoequity.company.triggers import company_seal, company_triggers

CONSENT = company_seal(
    "consent",
    "'Agent''s consent ' || e.id",
    "agreement_id starts_on ends_on covers approval_id",
    starts_on=DAY,
    ends_on=DAY,
)
CONSENT_TRIGGERS = company_triggers(CONSENT, plural="consents of the agent")
