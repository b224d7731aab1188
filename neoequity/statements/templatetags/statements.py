"""Amounts as their sender states them."""

from decimal import Decimal

from django import template

from neoequity.books.money import dollars, exact_dollars, of_shares
from neoequity.statements.terms.entry import Quantity
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


@register.filter
def quantity(figure: Quantity, side: str) -> str:
    """Dollars with a bank, shares with a transfer agent, both with an agent that has both."""
    if side == "transfer_agent":
        return of_shares(figure.shares) if figure.shares >= 0 else f"({of_shares(-figure.shares)})"
    if side == "bank" or not figure.shares:
        return dollars(figure.amount)
    return str(figure)
