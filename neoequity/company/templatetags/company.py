"""Filters for figures whose unit stands beside them."""

from datetime import date
from decimal import Decimal

from django import template

from neoequity.books.templatetags.books import MISSING, day, money, price, shares
from neoequity.company.terms.checks import IN_WORDS, TITLES, percent

register = template.Library()


@register.filter
def in_unit(amount: Decimal | int | date | None, unit: str) -> str:
    """$1,520,000.00, 400,000, $3.8000, 6.09%, 40 days, Jun 12, 2002; not available if missing."""
    match amount:
        case None | "":
            return MISSING
        case date():
            return day(amount)
        case _ if unit == "dollars":
            return money(Decimal(amount))
        case _ if unit == "price":
            return price(Decimal(amount))
        case _ if unit == "rate":
            return percent(Decimal(amount))
        case _ if unit == "days":
            return f"{amount:,} day{'' if amount == 1 else 's'}"
    return shares(int(amount))


@register.filter
def check_title(name: str) -> str:
    """The title of a check: Authorized shares."""
    return TITLES.get(name, name)


@register.filter
def binds(names: tuple[str, ...]) -> str:
    """What binds, in words: the authorized shares and the lock-up."""
    return " and ".join(IN_WORDS[name] for name in names)
