"""What the database keeps of register entries."""

from neoequity.books.triggers.sealing import DAY
from neoequity.company.triggers import company_seal, company_triggers

REGISTER_ENTRY = company_seal(
    "registerentry",
    "'Register entry ' || e.id",
    "register title text amount owner review_on",
    review_on=DAY,
)
REGISTER_ENTRY_TRIGGERS = company_triggers(REGISTER_ENTRY, plural="register entries")
