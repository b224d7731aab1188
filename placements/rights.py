"""Permissions to placements, sales and the agreements they stand under."""

from neoequity.books.rights import CFO, CONTROLLER, TREASURY, Right, filing, rows

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
FAIL = Right("Record failed deliveries", (TREASURY,), rows("placements", "add", "deliveryfailure"))
INSTRUCT = Right(
    "Draft delivery instructions, request their approval, and send and confirm them",
    (TREASURY,),
    rows("placements", "add change", "deliveryinstruction"),
)
NOTE = Right(
    "Record the agent's written notices",
    (TREASURY, CFO, CONTROLLER),  # who may attach its file
    rows("placements", "add", "agentnotice"),
)
ENTER_TERMS = Right(
    "Enter issuers, shelves, agreements and exceptional days, and request changes of terms",
    (TREASURY,),
    rows("books", "add change delete", "issuer", "exceptionalday")
    + rows("placements", "add change delete", "shelf", "agreement", "feetier", "termcitation"),
)
FILE = filing(*rows("placements", "add", "attachment"))
