"""What the database keeps of filings."""

from neoequity.books.triggers.sealing import DAY
from neoequity.company.triggers import company_seal, company_triggers

FILING = company_seal(
    "filing",
    "'Filing ' || e.id",
    "form concerns placement_id due_on filed_on reference",
    due_on=DAY,
    filed_on=DAY,
)
FILING_TRIGGERS = company_triggers(FILING, plural="filings")
