"""How figures, days and links look on every page. A missing figure reads "not available"."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.dateformat import format as format_day
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from placements.models import Agreement
from placements.selectors.counted import Splits
from placements.selectors.known import agreement_names
from placements.selectors.positions import Position
from placements.selectors.sales import OVERDUE, SETTLED, UNSETTLED
from placements.terms.document import size_in_words
from placements.terms.lifecycle import RESERVING
from placements.terms.money import ZERO, dollars, exact_dollars, per_share
from placements.terms.split import StockSplit

register = template.Library()

MISSING = "not available"
HUNDRED = Decimal(100)
# Not within a reference of the agent, such as 424B3-2001-11-12.
_ISO_DAY = re.compile(r"(?<![\w-])([0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w-])")


@register.filter
def money(amount: Decimal | None) -> str:
    """$1,234.56; negatives in parentheses."""
    return MISSING if amount is None else dollars(Decimal(amount))


@register.filter
def whole_money(amount: Decimal | None) -> str:
    """$25,000,000 where there are no cents, else as `money`. For limits in running text."""
    return money(amount).replace(".00", "")


@register.filter
def exact_money(amount: Decimal) -> str:
    """Dollars with all their decimals: $0.0052; negatives in parentheses."""
    text = exact_dollars(abs(amount))
    return f"({text})" if amount < 0 else text


@register.filter
def price(amount: Decimal | None) -> str:
    """Dollars a share: $4.0254, or the six decimals that are kept."""
    return MISSING if amount is None else per_share(Decimal(amount))


@register.filter
def shares(count: int | None) -> str:
    """1,234; negatives in parentheses."""
    if count is None:
        return MISSING
    return f"({-count:,})" if count < 0 else f"{count:,}"


@register.filter
def file_size(size: int) -> str:
    """812 KB, 1.4 MB."""
    return size_in_words(size)


@register.filter
def percent(rate: Decimal | None) -> str:
    """A fraction as percent: 0.035 is 3.50%, and further decimals where they are kept."""
    if rate is None:
        return MISSING
    hundredths = (100 * Decimal(rate)).quantize(Decimal("0.0001"))
    return f"{hundredths:,.4f}".removesuffix("00") + "%"


@register.filter
def day(on: date | None) -> str:
    """9 Nov 2001."""
    return MISSING if on is None else format_day(on, "j M Y")


@register.filter
def moment(at: datetime | None) -> str:
    """9 Nov 2001, 17:30:00, in New York's time."""
    return MISSING if at is None else format_day(localtime(at), "j M Y, H:i:s")


@register.filter
def whole_dates(sentence: str) -> SafeString:
    """A sentence whose dates, written 2001-11-09, read as on the rest of the page.

    They are not broken at the end of a line.
    """
    whole = '<span class="day">{}</span>'
    parts = enumerate(_ISO_DAY.split(sentence))  # every second part is a date
    return format_html_join(
        "", "{}", ((format_html(whole, _as_shown(part)) if n % 2 else part,) for n, part in parts)
    )


def _as_shown(written: str) -> str:
    try:
        return day(date.fromisoformat(written))
    except ValueError:
        return written  # 2001-02-30 is no day


@register.filter
def status(word: str) -> SafeString:
    """The word as a badge; its sign in the style sheet differs by shape, not by colour alone."""
    return format_html('<span class="status status-{}">{}</span>', word, word)


@register.filter
def splits_in_words(splits: Iterable[StockSplit]) -> str:
    """After which splits shares are counted: the 1-for-25 split of 7 Nov 2001 and the …"""
    return " and ".join(
        f"the {split.ratio.new}-for-{split.ratio.old} split of {day(split.on)}" for split in splits
    )


@register.inclusion_tag("placements/parts/split_note.html")
def split_note(splits: Splits) -> dict[str, Any]:
    """Where a page adds up what was traded before and after splits, that it does; else nothing."""
    return {"splits": sorted(split for own in splits.values() for split in own)}


@register.simple_tag(takes_context=True)
def asof_url(context: Context, name: str, *args: Any, **query: Any) -> str:
    """The address of a named page (or a path), with `query`, on the day the page looks at.

    `as_of` is carried on only where the present address carries one.
    """
    path = name if name.startswith("/") else reverse(name, args=args)
    asked = {key: value for key, value in query.items() if value not in ("", None)}
    if given := _given_day(context):
        asked["as_of"] = given
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path


@register.simple_tag(takes_context=True)
def asof_field(context: Context) -> SafeString | str:
    """A hidden field that keeps the day in a form sent by GET."""
    given = _given_day(context)
    return format_html('<input type="hidden" name="as_of" value="{}">', given) if given else ""


def _given_day(context: Context) -> str:
    """The day that the present address carries, or nothing."""
    request: Any = context.get("request")
    # A request refused on its way in, for its host say, has no day.
    return request.as_of.isoformat() if getattr(request, "as_of_given", False) else ""


@register.simple_tag(takes_context=True)
def agreement_name(context: Context, agreement: Agreement) -> str:
    """What the agreement was called on the day the page looks at; one query a page."""
    request: Any = context.get("request")
    if not hasattr(request, "as_of"):
        return str(agreement)
    if not hasattr(request, "agreement_names"):
        request.agreement_names = agreement_names(request.as_of)
    return str(request.agreement_names.get(agreement.pk, agreement.name))


class Part(NamedTuple):
    """One part of the capacity bar; `start` and `width` in percent of the bar."""

    word: str
    dollars: Decimal
    percent: Decimal
    start: Decimal
    width: Decimal
    page: str
    statuses: tuple[str, ...]


def parts_of(position: Position) -> list[Part]:
    """settled | sold, unsettled | reserved | free, in this order.

    Where open placements hold back more than is left, free is negative and the bar stops at the
    limit.
    """
    capacity = position.capacity
    parts: list[Part] = []
    start = ZERO
    for word, amount, page, statuses in (
        ("Settled", capacity.settled, "placements:sales", (SETTLED,)),
        ("Sold, unsettled", capacity.unsettled, "placements:sales", (UNSETTLED, OVERDUE)),
        ("Reserved", capacity.reserved, "placements:placements", RESERVING),
        ("Free", capacity.free, "", ()),
    ):
        width = (HUNDRED * amount / capacity.limit).quantize(Decimal("0.001"))
        width = max(ZERO, min(width, HUNDRED - start))
        share = capacity.percent(amount)
        parts.append(Part(word, amount, share, start, width, page, statuses))
        start += width
    return parts


@register.inclusion_tag("parts/capacity_bar.html", takes_context=True)
def capacity_bar(context: Context, position: Position) -> dict[str, Any]:
    """The four-part bar of an agreement with its legend."""
    return {
        "request": context.get("request"),
        "position": position,
        "agreement": position.agreement,
        "parts": parts_of(position),
    }
