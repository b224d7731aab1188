"""Warrants in the admin: entered through the actions that the pages use, then read-only."""

from warrants.admin import attachments, entries, holders, registration, series, splits, warrants

__all__ = ["attachments", "entries", "holders", "registration", "series", "splits", "warrants"]
