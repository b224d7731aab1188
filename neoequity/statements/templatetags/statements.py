"""Amounts as their sender states them."""

from decimal import Decimal

from django import template

from neoequity.books.money import exact_dollars
from neoequity.statements.terms.line import KINDS, as_stated

register = template.Library()


@register.filter
def stated(amount: Decimal | None) -> str:
    """Dollars with all decimals that are not zero; empty where nothing is stated."""
    return "" if amount is None else as_stated(amount)


@register.filter
def stated_price(amount: Decimal | None) -> str:
    """Dollars per share with all decimals; empty where nothing is stated."""
    return "" if amount is None else exact_dollars(amount)


@register.filter
def stated_balance(amount: Decimal | None, side: str) -> str:
    """A balance: shares with a transfer agent, else dollars."""
    if amount is None:
        return "not stated"
    return f"{amount.normalize():,f} shares" if side == "transfer_agent" else as_stated(amount)


@register.filter
def kind_of_line(kind: str) -> str:
    """The kind of a line in words."""
    return KINDS[kind]
