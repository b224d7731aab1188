"""Months and quarters that are closed: their rules, and the checklist before a closing."""
