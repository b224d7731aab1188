"""Permissions to the company's records."""

from neoequity.books.rights import CONTROLLER, TREASURY, Right, rows

#: Kinds whose records change what may be sold, so that another person approves them.
KEEP = Right(
    "Record the company's figures, offers, expenses, prices, holders, registers and filings",
    (TREASURY, CONTROLLER),
    rows(
        "company",
        "add",
        "figure",
        "shareevent",
        "offering",
        "consent",
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
