"""The kinds of request that one person makes and another approves, as stored."""

PROPOSAL, REVERSAL, AMENDMENT = "proposal", "reversal", "amendment"
RECEIPT_UNDOING = "receipt_undoing"
