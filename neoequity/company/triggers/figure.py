"""What the database keeps of figures that documents state."""

from neoequity.company.triggers import company_seal, company_triggers

FIGURE = company_seal(
    "figure", "'Company figure ' || e.id", "name value printed agreement_id approval_id"
)
FIGURE_TRIGGERS = company_triggers(FIGURE, plural="company figures")
