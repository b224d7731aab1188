"""Addresses of the admin's pages of warrants, and what is typed there."""

from typing import Any

from django.urls import reverse

from warrants.models import Holder


def address(page: str, *args: Any) -> str:
    """The address of a page of the admin: `warrant_add`, `entry_reverse` …"""
    app = "placements" if page.startswith("split_") else "warrants"
    return reverse(f"admin:{app}_{page}", args=args)


def typed(by_whom: Holder, **said: Any) -> dict[str, Any]:
    """An exercise of 400 shares for cash on November 15, 2001, but for what is `said`."""
    form = {"holder": by_whom.slug, "way": "cash", "shares": "400", "on": "2001-11-15"}
    return {**form, **said}
