"""The kinds of request that one person makes and another approves."""

ENTRY_REVERSAL, CALL_CORRECTION = "entry_reversal", "call_correction"

#: Asked for where the office has a second person approve them: see NEOEQUITY_FOUR_EYES.
ISSUE, POOLED_ISSUE = "warrant_issue", "pooled_warrant_issue"
TRANSFER, CANCELLATION = "warrant_transfer", "warrant_cancellation"
SPLIT = "stock_split"
