"""Permissions to the company's records."""

from neoequity.books.rights import CFO, CONTROLLER, TREASURY, Right, rows

#: Kinds whose records change what may be sold, so that another person approves them.
KEEP = Right(
    "Record the company's figures, offers, blackouts, expenses, prices, holders, registers and "
    "filings",
    (TREASURY, CONTROLLER),
    rows(
        "company",
        "add",
        "figure",
        "shareevent",
        "offering",
        "consent",
        "blackout",
        "representationdate",
        "expense",
        "counting",
        "marketprice",
        "position",
        "funding",
        "registerentry",
        "filing",
        "account",
    ),
)
REVIEW = Right(
    "Sign off the access review of a quarter",
    (CFO,),
    rows("company", "add", "accessreview"),
)
