"""Mail to people: the morning digest, single notices, and reports on a schedule."""
