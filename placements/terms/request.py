"""What one person asks for and another approves, by the names that requests keep."""

PROPOSAL, REVERSAL, AMENDMENT = "proposal", "reversal", "amendment"
