"""Warrants in the admin: entered through the same actions as on the pages, then read only."""

from warrants.admin import attachments, entries, holders, registration, series, splits, warrants

__all__ = ["attachments", "entries", "holders", "registration", "series", "splits", "warrants"]
