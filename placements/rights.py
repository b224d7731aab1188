"""Who may do what to placements, sales and the agreements they stand under."""

from neoequity.books.rights import TREASURY, Right, filing, rows

DRAFT = Right(
    "Draft placements, ask for their approval, and move them through their life",
    (TREASURY,),
    rows("placements", "add change", "placement"),
)
SELL = Right(
    "Record and import sales, and ask for their reversal",
    (TREASURY,),
    rows("placements", "add", "sale"),
)
DELIVER = Right("Record deliveries", (TREASURY,), rows("placements", "add", "delivery"))
ENTER_TERMS = Right(
    "Enter issuers, shelves, agreements and exceptional days, and ask for other terms",
    (TREASURY,),
    rows("books", "add change delete", "issuer", "exceptionalday")
    + rows("placements", "add change delete", "shelf", "agreement", "feetier", "termcitation"),
)
FILE = filing(*rows("placements", "add", "attachment"))
