"""The company's kinds of record, each with what its form asks for and its list shows."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from neoequity.books.history.figures import Dollars, Plain, Shares
from neoequity.books.kinds import Documents
from neoequity.company.kinds.making import chosen, kind
from neoequity.company.models import (
    Account,
    Blackout,
    Consent,
    Counting,
    Expense,
    Figure,
    Filing,
    Funding,
    MarketPrice,
    Offering,
    Position,
    RegisterEntry,
    RepresentationDate,
    ShareEvent,
)
from neoequity.company.terms.representation import PAPERS
from neoequity.company.triggers.account import ACCOUNT
from neoequity.company.triggers.blackout import BLACKOUT
from neoequity.company.triggers.consent import CONSENT
from neoequity.company.triggers.counting import COUNTING
from neoequity.company.triggers.expense import EXPENSE
from neoequity.company.triggers.figure import FIGURE
from neoequity.company.triggers.filing import FILING
from neoequity.company.triggers.funding import FUNDING
from neoequity.company.triggers.market_price import MARKET_PRICE
from neoequity.company.triggers.offering import OFFERING
from neoequity.company.triggers.position import POSITION
from neoequity.company.triggers.register_entry import REGISTER_ENTRY
from neoequity.company.triggers.representation_date import REPRESENTATION
from neoequity.company.triggers.share_event import SHARE_EVENT

RECORDS = (
    kind(
        Figure,
        FIGURE,
        "figures",
        asked=("name", "value", "printed", "agreement"),
        shown=("name", "stated_value"),
        words=(chosen(Figure, "name"), Value(" "), Cast("value", CharField())),
    ),
    kind(
        ShareEvent,
        SHARE_EVENT,
        "other_share_events",
        asked=("event", "shares", "gross"),
        shown=("event", "shares", "gross"),
        words=(chosen(ShareEvent, "event"), Value(", "), Shares("shares")),
        shares="shares",
        amount="gross",
    ),
    kind(
        MarketPrice,
        MARKET_PRICE,
        "market_prices",
        asked=("close", "bid", "volume"),
        shown=("close", "bid", "volume", "document"),
        words=(Value("from "), F("document")),
    ),
    kind(
        Position,
        POSITION,
        "positions",
        asked=("holder", "members", "held", "acquirable", "within_60_days", "stated_rate"),
        shown=("holder", "held", "acquirable", "stated_rate"),
        words=(F("holder"),),
    ),
    kind(
        Offering,
        OFFERING,
        "other_offers",
        asked=("kind", "until", "party", "shares", "what"),
        shown=("kind", "what", "party", "shares", "until"),
        words=(chosen(Offering, "kind"), Value(", "), F("what")),
        shares="shares",
    ),
    kind(
        Consent,
        CONSENT,
        "consents",
        asked=("agreement", "starts_on", "ends_on", "covers"),
        shown=("agreement", "starts_on", "ends_on", "covers"),
        words=(F("covers"), Value(", "), Plain("starts_on"), Value(" to "), Plain("ends_on")),
        agreement="agreement",
    ),
    kind(
        Blackout,
        BLACKOUT,
        "blackouts",
        asked=("starts_on", "ends_on", "reason"),
        shown=("starts_on", "ends_on", "reason"),
        words=(*(F("reason"), Value(", "), Plain("starts_on"), Value(" to "), Plain("ends_on")),),
    ),
    kind(
        RepresentationDate,
        REPRESENTATION,
        "representation_dates",
        asked=("agreement", "falls_on", *PAPERS, "waiver"),
        shown=("agreement", "falls_on", "waiver"),
        words=(Plain("falls_on"),),
        agreement="agreement",
        papers=Documents(
            {
                "certificate": "Officers' certificate",
                "comfort_letter": "Comfort letter",
                "opinions": "Opinions of counsel",
                "waiver": "Agent's waiver",
                "other": "Other",
            }
        ),
    ),
    kind(
        Expense,
        EXPENSE,
        "expenses",
        asked=("agreement", "category", "amount", "purpose"),
        shown=("agreement", "category", "amount", "purpose"),
        words=(chosen(Expense, "category"), Value(", "), Dollars("amount")),
        agreement="agreement",
        amount="amount",
    ),
    kind(
        Counting,
        COUNTING,
        "twenty_percent_decisions",
        asked=("placement", "counts", "reason"),
        shown=("placement", "counts", "reason"),
        words=(F("reason"),),
        agreement="placement__agreement",
    ),
    kind(
        Funding,
        FUNDING,
        "other_money",
        asked=(
            *("source", "kind", "state", "amount", "shares", "price", "expected_on"),
            *("trigger_text", "probability", "settled_amount", "settled_on"),
        ),
        shown=("source", "kind", "state", "amount", "expected_on", "settled_amount"),
        words=(F("source"), Value(", "), chosen(Funding, "kind")),
        shares="shares",
        amount="amount",
    ),
    kind(
        RegisterEntry,
        REGISTER_ENTRY,
        "registers",
        asked=("register", "title", "text", "amount", "owner", "review_on"),
        shown=("register", "title", "owner", "review_on"),
        words=(chosen(RegisterEntry, "register"), Value(", "), F("title")),
        amount="amount",
    ),
    kind(
        Filing,
        FILING,
        "filings",
        asked=("form", "concerns", "placement", "due_on", "filed_on", "reference"),
        shown=("form", "concerns", "due_on", "filed_on"),
        words=(F("form"), Value(", "), F("concerns")),
    ),
    kind(
        Account,
        ACCOUNT,
        "ledger_accounts",
        asked=("role", "code", "name"),
        shown=("role", "code", "name"),
        words=(chosen(Account, "role"), Value(", "), F("code"), Value(" "), F("name")),
    ),
)
