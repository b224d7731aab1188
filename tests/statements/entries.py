"""Entries of both sides as tests write them, all under one agreement unless they say otherwise."""

from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.statements.terms.entry import Entry, Quantity

AGREEMENT = "sales-agreement"
THURSDAY = date(2001, 11, 15)


def money(amount: str, shares: int = 0) -> Quantity:
    """Dollars and shares."""
    return Quantity(Decimal(amount), shares)


def sale(number: int, amount: str, shares: int = 0, **other: Any) -> Entry:
    """A sale that we expect on a statement."""
    values = {
        "key": f"{AGREEMENT}/{number}",
        "name": f"sale {number}",
        "kind": "sale",
        "day": THURSDAY,
        "quantity": money(amount, shares),
        "agreement": AGREEMENT,
        "reference": f"CF-{number}",
        **other,
    }
    return Entry(**values)


def adjustment(number: int, amount: str, **other: Any) -> Entry:
    """An adjustment of commission, which has no reference and may be netted."""
    named = {"name": f"adjustment {number}", "kind": "adjustment", "reference": "", **other}
    return sale(number, amount, nettable=True, **named)


def line(number: int, amount: str, shares: int = 0, **other: Any) -> Entry:
    """A line of a statement that names neither agreement nor reference."""
    values = {
        "key": f"line {number}",
        "name": f"line {number}",
        "kind": "payment",
        "day": THURSDAY,
        "quantity": money(amount, shares),
        **other,
    }
    return Entry(**values)
