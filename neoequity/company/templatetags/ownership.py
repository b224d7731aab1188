"""Filters of the pages of shares and holders."""

from decimal import ROUND_HALF_UP, Decimal

from django import template

from neoequity.books.templatetags.books import MISSING
from neoequity.company.terms.thresholds import Reach

register = template.Library()

_REACHED = {
    Reach.HELD: "with the shares held",
    Reach.AS_EXERCISED: "only if all is exercised",
    Reach.BELOW: "no",
}


@register.filter
def one_decimal(rate: Decimal | None) -> str:
    """A fraction as a percentage with one decimal, half-up: 0.192605 is 19.3%."""
    if rate is None:
        return MISSING
    return f"{(100 * rate).quantize(Decimal('0.1'), ROUND_HALF_UP):,}%"


@register.filter
def reached(reach: Reach) -> str:
    """Whether a threshold is reached, and with what."""
    return _REACHED.get(reach, MISSING)
