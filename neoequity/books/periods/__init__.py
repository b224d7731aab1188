"""Closed months and quarters: their rules, the checklist, closing and reopening."""
