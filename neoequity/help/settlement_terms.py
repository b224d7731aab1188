"""The glossary's terms of settlement: notices, deliveries and cash."""

from neoequity.help.term import PRODUCT, PROSPECTUS, Term

OF_SETTLEMENT = (
    Term(
        "Adjustment",
        "An entry of commission alone, without shares or gross proceeds. When a late notice or a "
        "reversal moves sales already posted into another fee tier, the difference is posted "
        "beside them and what was posted stays unchanged. An adjustment is paid or received like "
        "a settlement.",
        f"{PRODUCT}; the fee tiers: {PROSPECTUS}S-11",
        ("commission", "reversal"),
    ),
    Term(
        "Agent’s notice",
        "The paper in which the agent states the sales that it made. It is recorded with the day "
        "of its receipt and the figures it states, and each difference from the posted sale is "
        "told. A wrong one is replaced by another, with a reason.",
        f"{PROSPECTUS}S-11",
        ("agents-reference", "sale", "delivery"),
    ),
    Term(
        "Delivery",
        "The issuer delivers the shares of a sale against payment, which settles the sale. It is "
        "recorded with its own day, which may differ from the settlement date.",
        f"{PROSPECTUS}S-11",
        ("settlement-date", "overdue"),
    ),
    Term(
        "Delivery instruction",
        "The letter and file that tell the transfer agent which shares to deliver on a settlement "
        "day, to whom and into which account. A CFO approves it exactly as it is sent. One that "
        "is changed after approval must be approved again.",
        PRODUCT,
        ("delivery", "four-eyes"),
    ),
    Term(
        "Failed delivery",
        "Shares that were not delivered on the day on which their sale fell due. It is recorded "
        "with its reason and a new settlement day, on which the sale falls due again.",
        PRODUCT,
        ("delivery", "settlement-date"),
    ),
    Term(
        "Net proceeds",
        "What the issuer receives: gross proceeds less commission and less any further deductions "
        "in the agent’s notice.",
        f"{PROSPECTUS}S-11",
        ("gross-proceeds", "commission", "deduction"),
    ),
    Term(
        "Overdue",
        "A sale whose settlement date is past and whose delivery has not been recorded. It stays "
        "overdue until the delivery is recorded or the sale is reversed.",
        f"{PRODUCT}; the third business day: {PROSPECTUS}S-11",
        ("settlement-date", "delivery"),
    ),
    Term(
        "Receipt",
        "Cash that the bank credited under an agreement, with its reference, or that the issuer "
        "paid back. Its parts say which sales and adjustments it pays; what is not allocated yet "
        "is left. A receipt that is wrong is undone once another person approves.",
        PRODUCT,
        ("delivery", "net-proceeds"),
    ),
    Term(
        "Settlement date",
        "The day on which shares are delivered against payment: the third settlement day after the "
        "trade date unless the parties specify another. Weekends, full exchange holidays and bank "
        "holidays such as Veterans Day are not settlement days.",
        f"{PROSPECTUS}S-11; the days: NASD Notices to Members 95-77, 98 and 99-83",
        ("trade-date", "overdue"),
    ),
    Term(
        "Unsettled",
        "Sold, but the shares are not delivered yet. Such sales use capacity like any other.",
        f"{PROSPECTUS}S-11",
        ("delivery", "settlement-date"),
    ),
)
