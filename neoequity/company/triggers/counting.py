"""What the database keeps of decisions on the 20% rule."""

from neoequity.company.triggers import company_seal, company_triggers

COUNTING = company_seal(
    "counting", "'Counting decision ' || e.id", "placement_id counts reason approval_id"
)
COUNTING_TRIGGERS = company_triggers(COUNTING, plural="counting decisions")
