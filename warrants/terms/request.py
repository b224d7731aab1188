"""The kinds of request that one person makes and another approves."""

ENTRY_REVERSAL, CALL_CORRECTION = "entry_reversal", "call_correction"
