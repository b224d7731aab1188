"""What the database keeps of other offers."""

from neoequity.books.triggers.sealing import DAY
from neoequity.company.triggers import company_seal, company_triggers

OFFERING = company_seal(
    "offering",
    "'Other offer ' || e.id",
    "kind until party shares what approval_id",
    until=DAY,
)
OFFERING_TRIGGERS = company_triggers(OFFERING, plural="other offers")
