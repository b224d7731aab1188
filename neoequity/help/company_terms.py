"""The glossary's terms of the company: its shares, its holders and its cash."""

from neoequity.help.term import PRODUCT, PROSPECTUS, Term

OF_THE_COMPANY = (
    Term(
        "Authorized shares",
        "The most shares of common stock that the company’s charter lets it issue, here 50,000,000 "
        "of $.001 par value. Shares outstanding, shares reserved for options and warrants, and "
        "shares still to be sold all come out of them.",
        f"{PROSPECTUS}S-13",
        ("headroom", "overhang"),
    ),
    Term(
        "Beneficial ownership",
        "The shares that a holder or group holds, together with those it may acquire within 60 "
        "days, as a percentage of the shares outstanding after that acquisition. Shares that it "
        "could acquire only later, or only with the company’s consent, are shown apart.",
        f"{PROSPECTUS}S-10",
        ("dilution",),
    ),
    Term(
        "Dilution",
        "By how much the part of each present stockholder falls when new shares are issued: the "
        "new shares divided by all shares outstanding afterwards. If all options and warrants for "
        "8,593,877 shares were exercised beside 21,862,772 outstanding, it would be 28.2%.",
        f"{PROSPECTUS}S-9; the percentage is calculated",
        ("overhang", "beneficial-ownership"),
    ),
    Term(
        "Headroom",
        "The authorized shares that are neither outstanding nor reserved for options and warrants. "
        "A sale needs that many shares, and the warrants it earns for the agent need theirs. At a "
        "low price the headroom can run out before the capacity in dollars does.",
        f"{PRODUCT}; the counts: {PROSPECTUS}S-9 and S-13",
        ("authorized-shares", "capacity"),
    ),
    Term(
        "Overhang",
        "The shares that options, warrants and convertible securities outstanding can still bring "
        "to the market. Warrants that stand in this register are counted once.",
        f"{PROSPECTUS}S-9",
        ("dilution", "warrant"),
    ),
    Term(
        "Participation",
        "The part of a day’s trading volume that the agent’s sales may make up, chosen by the "
        "company, such as 10%. The shares to be sold, divided by that part of the average daily "
        "volume, give the trading days that a placement takes.",
        f"{PRODUCT}; the volume: {PROSPECTUS}S-10",
        ("placement",),
    ),
    Term(
        "Runway",
        "The day on which the cash at hand is used up at the stated monthly rate, here more than "
        "$2.3 million a month. Each scenario adds what may come in by then: sales at a price and "
        "participation, calls of warrants, debentures and milestones.",
        f"{PROSPECTUS}S-4; the day is calculated",
        ("participation", "call"),
    ),
)
