"""Permissions to placements, sales and the agreements they stand under."""

from neoequity.books.rights import TREASURY, Right, filing, rows

DRAFT = Right(
    "Draft placements, request their approval, and move them through their life",
    (TREASURY,),
    rows("placements", "add change", "placement"),
)
SELL = Right(
    "Record and import sales, and request their reversal",
    (TREASURY,),
    rows("placements", "add", "sale"),
)
DELIVER = Right("Record deliveries", (TREASURY,), rows("placements", "add", "delivery"))
RECEIVE = Right(
    "Record receipts of cash, allocate them to sales, and request that one be undone",
    (TREASURY,),
    rows("placements", "add", "receipt", "receiptpart"),
)
ENTER_TERMS = Right(
    "Enter issuers, shelves, agreements and exceptional days, and request changes of terms",
    (TREASURY,),
    rows("books", "add change delete", "issuer", "exceptionalday")
    + rows("placements", "add change delete", "shelf", "agreement", "feetier", "termcitation"),
)
FILE = filing(*rows("placements", "add", "attachment"))
