"""Figures of a calculation that may be missing as a whole: each then reads "not available"."""

from decimal import Decimal

from django import template

from neoequity.books.templatetags.books import MISSING, money

register = template.Library()


@register.filter
def dollars_of(owner: object, name: str) -> str:
    """The dollars that `owner` has under a name; not available if either is missing."""
    return money(None if owner is None else getattr(owner, name))


@register.filter
def percent_of(owner: object, name: str = "percent") -> str:
    """A percentage that is calculated already: 6.09 is 6.09%."""
    found: Decimal | None = None if owner is None else getattr(owner, name)
    return MISSING if found is None else f"{found:,}%"
