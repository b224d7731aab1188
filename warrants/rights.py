"""Permissions to warrants and their register."""

from neoequity.books.rights import TREASURY, Right, filing, rows

KEEP_REGISTER = Right(
    "Issue warrants, keep their register, call them and record stock splits",
    (TREASURY,),
    rows("placements", "add", "split")
    + rows("warrants", "add", "warrant", "entry")
    + rows("warrants", "add change", "callnotice", "registrationrequest")
    + rows("warrants", "add change delete", "holder", "series"),
)
FILE = filing(*rows("warrants", "add", "entryattachment"))
