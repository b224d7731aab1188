"""What the database keeps of other money."""

from neoequity.books.triggers.sealing import DAY
from neoequity.company.triggers import company_seal, company_triggers

FUNDING = company_seal(
    "funding",
    "'Other money ' || e.id",
    "source kind state amount shares price expected_on trigger_text probability settled_amount "
    "settled_on",
    expected_on=DAY,
    settled_on=DAY,
)
FUNDING_TRIGGERS = company_triggers(FUNDING, plural="records of other money")
