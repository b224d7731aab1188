"""The seals of the company's records, and the fields that each covers."""

from neoequity.books.triggers.sealing import DAY
from neoequity.company.triggers import company_seal

FIGURE = company_seal(
    "figure", "'Company figure ' || e.id", "name value printed agreement_id approval_id"
)
SHARE_EVENT = company_seal("shareevent", "'Share event ' || e.id", "event shares gross approval_id")
MARKET_PRICE = company_seal("marketprice", "'Market price of ' || e.day", "close bid volume")
POSITION = company_seal(
    "position",
    "'Position of ' || e.holder",
    "holder members held acquirable within_60_days stated_rate",
)
OFFERING = company_seal(
    "offering",
    "'Other offer ' || e.id",
    "kind until party shares what approval_id",
    until=DAY,
)
CONSENT = company_seal(
    "consent",
    "'Agent''s consent ' || e.id",
    "agreement_id starts_on ends_on covers approval_id",
    starts_on=DAY,
    ends_on=DAY,
)
EXPENSE = company_seal(
    "expense", "'Expense ' || e.id", "agreement_id category amount purpose approval_id"
)
COUNTING = company_seal(
    "counting", "'Decision on the 20% rule ' || e.id", "placement_id counts reason approval_id"
)
REGISTER_ENTRY = company_seal(
    "registerentry",
    "'Register entry ' || e.id",
    "register title text amount owner review_on",
    review_on=DAY,
)
FILING = company_seal(
    "filing",
    "'Filing ' || e.id",
    "form concerns placement_id due_on filed_on reference",
    due_on=DAY,
    filed_on=DAY,
)
FUNDING = company_seal(
    "funding",
    "'Other money ' || e.id",
    "source kind state amount shares price expected_on trigger_text probability settled_amount "
    "settled_on",
    expected_on=DAY,
    settled_on=DAY,
)
