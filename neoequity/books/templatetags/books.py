"""Filters and tags for figures, days and links. A missing figure reads "not available"."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.dateformat import format as format_day
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from neoequity.books.days import on_page, written
from neoequity.books.documents.rules import size_in_words
from neoequity.books.money import dollars, exact_dollars, per_share
from neoequity.books.money import percent as rate_in_percent
from neoequity.books.pages.request import DatedRequest

register = template.Library()

MISSING = "not available"
_DAY = re.compile(r"([A-Z][a-z]{2} [0-9]{1,2}, [0-9]{4})")


@register.filter
def money(amount: Decimal | None) -> str:
    """$1,234.56; negatives in parentheses."""
    return MISSING if amount is None else dollars(Decimal(amount))


@register.filter
def whole_money(amount: Decimal | None) -> str:
    """$25,000,000 if there are no cents, else as `money`; for limits in running text."""
    return money(amount).replace(".00", "")


@register.filter
def exact_money(amount: Decimal) -> str:
    """Dollars with all their decimals: $0.0052; negatives in parentheses."""
    text = exact_dollars(abs(amount))
    return f"({text})" if amount < 0 else text


@register.filter
def price(amount: Decimal | None) -> str:
    """Dollars per share: $4.0254, with six decimals where four lose some."""
    return MISSING if amount is None else per_share(Decimal(amount))


@register.filter
def shares(count: int | None) -> str:
    """1,234; negatives in parentheses."""
    if count is None:
        return MISSING
    return f"({-count:,})" if count < 0 else f"{count:,}"


@register.filter
def figure(number: Decimal) -> str:
    """A figure of any unit, without zeros at its end: 50,000,000, 0.001."""
    whole, _, decimals = f"{number:,f}".partition(".")
    return f"{whole}.{decimals.rstrip('0')}".removesuffix(".")


@register.filter
def yes_or_no(answer: object) -> str:
    """Yes, or no."""
    return "yes" if answer else "no"


@register.filter
def file_size(size: int) -> str:
    """812 KB, 1.4 MB."""
    return size_in_words(size)


@register.filter
def percent(rate: Decimal | None) -> str:
    """A fraction as a percentage: 0.035 is 3.50%, with more decimals if it has them."""
    return MISSING if rate is None else rate_in_percent(Decimal(rate))


@register.filter
def day(on: date | None) -> str:
    """Nov 9, 2001."""
    return MISSING if on is None else written(on)


@register.filter
def moment(at: datetime | None) -> str:
    """Nov 9, 2001, 17:30:00, in New York's time."""
    return MISSING if at is None else format_day(localtime(at), "M j, Y, H:i:s")


@register.filter
def whole_dates(sentence: object) -> SafeString:
    """A sentence with its dates as pages write them, none of them broken across lines."""
    parts = enumerate(_DAY.split(on_page(str(sentence))))  # every second part is a date
    whole = '<span class="day">{}</span>'
    return format_html_join(
        "", "{}", ((format_html(whole, part) if n % 2 else part,) for n, part in parts)
    )


@register.filter
def status(word: str) -> SafeString:
    """The word as a badge; its mark in the style sheet differs by shape, not by color alone."""
    return format_html('<span class="status status-{}">{}</span>', word, word)


@register.simple_tag(takes_context=True)
def asof_url(context: Context, name: str, *args: object, **query: object) -> str:
    """The address of a named page (or a path), with `query`, on the day that the page shows.

    It has `as_of` only if the current address has one. A path keeps its own query and fragment.
    """
    path, hash_sign, fragment = (
        name if name.startswith("/") else reverse(name, args=args)
    ).partition("#")
    parameters: dict[str, Any] = {
        key: value for key, value in query.items() if value not in ("", None)
    }
    if given := _given_day(context):
        parameters["as_of"] = given
    if parameters:
        path += f"{'&' if '?' in path else '?'}{urlencode(parameters, doseq=True)}"
    return path + hash_sign + fragment


@register.simple_tag(takes_context=True)
def asof_field(context: Context) -> SafeString | str:
    """A hidden field that keeps the page's day in a form sent by GET."""
    given = _given_day(context)
    return format_html('<input type="hidden" name="as_of" value="{}">', given) if given else ""


def _given_day(context: Context) -> str:
    """The day in the current address; empty if it has none."""
    # A request that the middleware refused, for its host say, has no day.
    request = cast(DatedRequest, context.get("request"))
    return request.as_of.isoformat() if getattr(request, "as_of_given", False) else ""
