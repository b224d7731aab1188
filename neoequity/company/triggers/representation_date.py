"""What the database keeps of representation dates."""

from neoequity.books.triggers.sealing import DAY
from neoequity.company.triggers import company_seal, company_triggers

REPRESENTATION = company_seal(
    "representationdate",
    "'Representation date ' || e.id",
    "agreement_id falls_on certificate comfort_letter opinions waiver approval_id",
    falls_on=DAY,
)
REPRESENTATION_TRIGGERS = company_triggers(REPRESENTATION, plural="representation dates")
