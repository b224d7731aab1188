"""Permissions to senders, layouts and statements."""

from neoequity.books.rights import CONTROLLER, TREASURY, Right, rows

KEEP_SENDERS = Right(
    "Record senders of statements and their accounts",
    (TREASURY, CONTROLLER),
    rows("statements", "add", "sender", "senderaccount"),
)
ASK_FOR_LAYOUTS = Right(
    "Request approval of the layouts in which senders write",
    (CONTROLLER,),
    rows("statements", "add", "layout"),
)
RECORD_STATEMENTS = Right(
    "Upload, preview and record statements",
    (TREASURY, CONTROLLER),
    rows("statements", "add", "statement"),
)
MATCH = Right(
    "Match statements with the books, undo matches, and say who looks after open items",
    (CONTROLLER,),
    rows("statements", "add", "match", "openitem"),
)
ASK_FOR_DIFFERENCES = Right(
    "Request that differences from statements be accepted, or accepted no more",
    (CONTROLLER,),
    rows("statements", "add", "accepteddifference"),
)
SIGN_OFF = Right(
    "Sign off the reconciliation of a month",
    (CONTROLLER,),
    rows("statements", "add", "signoff"),
)
