"""What the database keeps of positions of holders."""

from neoequity.company.triggers import company_seal, company_triggers

POSITION = company_seal(
    "position",
    "'Position of ' || e.holder",
    "holder members held acquirable within_60_days stated_rate",
)
POSITION_TRIGGERS = company_triggers(POSITION, plural="positions of holders")
