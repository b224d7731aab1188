"""Addresses of the admin's pages of warrants."""

from typing import Any

from django.urls import reverse


def address(page: str, *args: Any) -> str:
    """The address of a page of the admin: `warrant_add`, `entry_reverse` …"""
    return reverse(f"admin:warrants_{page}", args=args)
