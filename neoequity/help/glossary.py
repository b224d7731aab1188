"""The glossary: the trade's terms as this product uses them, each with its source.

A page of the prospectus supplement is one of the example programme; the terms of another agreement
stand with their own pages on the agreement's page.
"""

from neoequity.help.company_terms import OF_THE_COMPANY
from neoequity.help.settlement_terms import OF_SETTLEMENT
from neoequity.help.term import PRODUCT, PROSPECTUS, Term

_OF_THE_PROGRAMME = (
    Term(
        "Agent",
        "The firm that sells the shares for the issuer, here Cantor Fitzgerald & Co. It may accept "
        "or decline each placement, then uses commercially reasonable efforts and sends a written "
        "notice of every sale.",
        f"{PROSPECTUS}S-11",
        ("placement", "agents-reference"),
    ),
    Term(
        "Agent’s reference",
        "The identifier on the agent’s notice of a sale. A reference is booked once under an "
        "agreement, whatever its capitals, separators and leading zeros, so the same notice "
        "cannot be posted twice.",
        f"{PRODUCT}; the written notice: {PROSPECTUS}S-11",
        ("sale",),
    ),
    Term(
        "As of",
        "The day that a page shows. It shows what had happened by the end of that day, including "
        "what was recorded only later. Nothing can be entered while a day other than today is "
        "shown.",
        PRODUCT,
        ("known-at",),
    ),
    Term(
        "Average price (VWAP)",
        "Gross proceeds divided by shares sold, so that each sale weighs by its shares. The "
        "average of a placement decides the exercise price of its warrants.",
        f"{PROSPECTUS}S-11",
        ("exercise-price", "gross-proceeds"),
    ),
    Term(
        "Call",
        "The issuer’s notice that holders of a callable series, here the Class B Warrants, must "
        "exercise. The exercise price is the lower of a cap, $33.75 adjusted for splits, and 97% "
        "of the closing bid on the trading day after the notice; 95% if the market price is below "
        "$5.00.",
        f"{PROSPECTUS}S-4 and S-7",
        ("exercise-price",),
    ),
    Term(
        "Capacity",
        "The gross proceeds that may be sold under an agreement in all. Every sale uses capacity "
        "by its gross proceeds, on its trade date, and a reversal gives it back. The product "
        "refuses a sale that would exceed the capacity by a single cent.",
        f"{PROSPECTUS}S-11",
        ("free", "reserved", "gross-proceeds"),
    ),
    Term(
        "Cashless exercise",
        "The holder pays no cash and receives fewer shares: the number of warrants times the "
        "market price less the exercise price, divided by the market price, rounded down. The "
        "agent’s warrants allow it from one year after issuance.",
        f"{PROSPECTUS}S-12; the formula is market practice",
        ("exercise-price",),
    ),
    Term(
        "Chain head",
        "Every posted entry is sealed with a hash (SHA-256) of its fields and of the seal before "
        "it. The head is the last seal: it changes if any earlier entry is altered, so a copy of "
        "it on paper proves the books. It stands at the foot of every page.",
        PRODUCT,
        ("closing",),
    ),
    Term(
        "Closing",
        "The Controller’s act that ends a month or a quarter after its checklist was worked "
        "through. Its totals and the chain head are kept with it. Nothing dated in a closed period "
        "is entered or changed unless two people reopen it.",
        PRODUCT,
        ("chain-head", "four-eyes"),
    ),
    Term(
        "Commission",
        "What the agent is paid on gross proceeds. Under the Sales Agreement it is 4.00% of the "
        "first $10 million, 3.50% of the next $10 million and 3.00% of the next $5 million; under "
        "the Other Agreement it is 4%. Sales are taken in the order of their trade dates. "
        "Where an agreement has a maximum instead, each sale pays what the agent’s notice states, "
        "and a second fee, if there is one, is part of it.",
        f"{PROSPECTUS}S-11 and S-12; the maximum: {PRODUCT}",
        ("adjustment", "net-proceeds", "deduction"),
    ),
    Term(
        "Deduction",
        "An amount besides the commission that the agent’s notice subtracts from the proceeds of "
        "a sale. It is recorded with the sale and reduces its net proceeds, not the capacity.",
        PRODUCT,
        ("net-proceeds",),
    ),
    Term(
        "Exercise price",
        "What the holder of a warrant pays for a share. For the agent’s warrants it is 130% of "
        "the average sale price of the placement, to four decimals; after a stock split it is "
        "restated.",
        f"{PROSPECTUS}S-11",
        ("average-price", "warrant-coverage"),
    ),
    Term(
        "Four eyes",
        "One person asks and another decides. A CFO must approve proposals, reversals, delivery "
        "instructions, changes of terms and reopenings. No one can approve their own request.",
        PRODUCT,
        ("closing", "reversal"),
    ),
    Term(
        "Free",
        "What a new placement can still be accepted for: the capacity less what is sold and what "
        "open placements reserve.",
        f"{PRODUCT}; the capacity: {PROSPECTUS}S-11",
        ("capacity", "reserved"),
    ),
    Term(
        "Gross proceeds",
        "The total sale price of a sale, to the cent, before commission. Where the agent’s notice "
        "states the amount, that amount governs; otherwise it is shares times price, rounded half "
        "up. Capacity and commission are counted by gross proceeds.",
        f"{PROSPECTUS}S-11",
        ("net-proceeds", "capacity"),
    ),
    Term(
        "Known at",
        "A moment: figures known at that moment leave out whatever was recorded later, even if it "
        "is dated earlier. Exports, the auditors’ pack and the page of an agreement offer it.",
        PRODUCT,
        ("as-of",),
    ),
    Term(
        "Lock-up",
        "Without the agent’s written consent the issuer offers and sells no stock from the fifth "
        "trading day before the terms of a placement are agreed to the fifth trading day after its "
        "last sale settles. Trading days are counted, not settlement days.",
        f"{PROSPECTUS}S-11",
        ("placement",),
    ),
    Term(
        "Minimum price",
        "The price per share below which no sale may be made under a placement. A placement "
        "without one states an expected price, which only reserves capacity.",
        f"{PROSPECTUS}S-11",
        ("placement", "reserved"),
    ),
    Term(
        "Notice",
        "An item that needs attention, with its figure, its day and a link to the page where it is "
        "resolved. Items past due or due today are urgent, as is a request that has waited since "
        "the day before. A notice disappears once resolved. The agent’s notice is different: the "
        "document by which the agent reports a sale.",
        PRODUCT,
        ("overdue", "capacity", "closing"),
    ),
    Term(
        "Placement",
        "A number of shares and their terms that issuer and agent agree on, such as a minimum "
        "price. The issuer may propose one and the agent may accept it; neither has to. A "
        "placement is drafted, proposed, accepted, perhaps suspended, and closed.",
        f"{PROSPECTUS}S-11",
        ("minimum-price", "lock-up"),
    ),
    Term(
        "Reserved",
        "What open placements hold back: the unsold shares of each accepted or suspended placement "
        "times its minimum price, or its expected price where no minimum was agreed. A placement "
        "that needs more than is free cannot be accepted.",
        f"{PRODUCT}; the minimum price: {PROSPECTUS}S-11",
        ("free", "minimum-price"),
    ),
    Term(
        "Reversal",
        "The correction of a posted sale: a second entry with the same figures negated, a reason "
        "and a day on which it takes effect. A CFO who did not ask must approve it. The correct "
        "sale is then recorded as a new one.",
        PRODUCT,
        ("adjustment", "four-eyes"),
    ),
    Term(
        "Sale",
        "Shares sold by the agent under an accepted placement, as its written notice reports them. "
        "Once posted, a sale is never changed or deleted.",
        f"{PROSPECTUS}S-11",
        ("reversal", "trade-date"),
    ),
    Term(
        "Shelf",
        "The registration statement, here on Form S-3, under which the shares are registered "
        "before they are sold “off the shelf”. Each agreement sells under one.",
        f"{PROSPECTUS}S-11 and S-12",
        ("capacity",),
    ),
    Term(
        "Stock split",
        "One share becomes several, or several become one. Pages count shares in the shares of "
        "their day, and prices accordingly; what was traded keeps its own figures on its own row. "
        "Fractions of a share are dropped.",
        PRODUCT,
        ("as-of",),
    ),
    Term(
        "Trade date",
        "The day on which a sale was made. It decides the terms that apply, the order in which "
        "commission is calculated and the settlement date.",
        f"{PROSPECTUS}S-11",
        ("settlement-date",),
    ),
    Term(
        "Warrant",
        "The right to buy a share at the exercise price until a last day. The agent receives "
        "warrants for what it sold; they run for five years and are not transferable for the first "
        "year, except to certain persons.",
        f"{PROSPECTUS}S-11 and S-12",
        ("warrant-coverage", "exercise-price"),
    ),
    Term(
        "Warrant coverage",
        "The warrants that the agent earns as a percentage of the shares it sold, here 10%, "
        "rounded down to a whole share. By the rules of the NASD it may not receive more than 10% "
        "of the shares sold.",
        f"{PROSPECTUS}S-11 and S-12",
        ("warrant",),
    ),
)

#: In alphabetical order.
TERMS = tuple(
    sorted(
        (*_OF_THE_PROGRAMME, *OF_SETTLEMENT, *OF_THE_COMPANY), key=lambda term: term.name.lower()
    )
)
BY_SLUG = {term.slug: term for term in TERMS}
