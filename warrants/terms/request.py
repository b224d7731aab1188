"""What one person asks for and another approves, by the names that requests keep."""

ENTRY_REVERSAL, CALL_CORRECTION = "entry_reversal", "call_correction"
