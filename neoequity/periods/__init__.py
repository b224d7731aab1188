"""Months and quarters across all apps: their checklist, closing and reopening."""
