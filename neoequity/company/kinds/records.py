"""The company's kinds of record, each with what its form asks for and its list shows."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from neoequity.books.history.figures import Dollars, Plain, Shares
from neoequity.company.kinds.making import chosen, kind
from neoequity.company.models import (
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
    ShareEvent,
)
from neoequity.company.triggers import sealed

RECORDS = (
    kind(
        Figure,
        sealed.FIGURE,
        "figures",
        asked=("name", "value", "printed", "agreement"),
        shown=("name", "value"),
        words=(chosen(Figure, "name"), Value(" "), Cast("value", CharField())),
    ),
    kind(
        ShareEvent,
        sealed.SHARE_EVENT,
        "other_share_events",
        asked=("event", "shares", "gross"),
        shown=("event", "shares", "gross"),
        words=(chosen(ShareEvent, "event"), Value(", "), Shares("shares")),
        shares="shares",
        amount="gross",
    ),
    kind(
        MarketPrice,
        sealed.MARKET_PRICE,
        "market_prices",
        asked=("close", "bid", "volume"),
        shown=("close", "bid", "volume", "document"),
        words=(Value("from "), F("document")),
    ),
    kind(
        Position,
        sealed.POSITION,
        "positions",
        asked=("holder", "members", "held", "acquirable", "within_60_days", "stated_rate"),
        shown=("holder", "held", "acquirable", "stated_rate"),
        words=(F("holder"),),
    ),
    kind(
        Offering,
        sealed.OFFERING,
        "other_offers",
        asked=("kind", "until", "party", "shares", "what"),
        shown=("kind", "what", "party", "shares", "until"),
        words=(chosen(Offering, "kind"), Value(", "), F("what")),
        shares="shares",
    ),
    kind(
        Consent,
        sealed.CONSENT,
        "consents",
        asked=("agreement", "starts_on", "ends_on", "covers"),
        shown=("agreement", "starts_on", "ends_on", "covers"),
        words=(F("covers"), Value(", "), Plain("starts_on"), Value(" to "), Plain("ends_on")),
        agreement="agreement",
    ),
    kind(
        Expense,
        sealed.EXPENSE,
        "expenses",
        asked=("agreement", "category", "amount", "purpose"),
        shown=("agreement", "category", "amount", "purpose"),
        words=(chosen(Expense, "category"), Value(", "), Dollars("amount")),
        agreement="agreement",
        amount="amount",
    ),
    kind(
        Counting,
        sealed.COUNTING,
        "twenty_percent_decisions",
        asked=("placement", "counts", "reason"),
        shown=("placement", "counts", "reason"),
        words=(F("reason"),),
        agreement="placement__agreement",
    ),
    kind(
        Funding,
        sealed.FUNDING,
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
        sealed.REGISTER_ENTRY,
        "registers",
        asked=("register", "title", "text", "amount", "owner", "review_on"),
        shown=("register", "title", "owner", "review_on"),
        words=(chosen(RegisterEntry, "register"), Value(", "), F("title")),
        amount="amount",
    ),
    kind(
        Filing,
        sealed.FILING,
        "filings",
        asked=("form", "concerns", "placement", "due_on", "filed_on", "reference"),
        shown=("form", "concerns", "due_on", "filed_on"),
        words=(F("form"), Value(", "), F("concerns")),
    ),
)
