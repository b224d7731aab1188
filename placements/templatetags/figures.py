"""What pages show of placements alone: names of the day, splits, the bar of a capacity."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django import template
from django.template import Context

from neoequity.books.money import ZERO
from neoequity.books.templatetags.books import day
from placements.models import Agreement
from placements.selectors.counted import Splits
from placements.selectors.known import agreement_names
from placements.selectors.positions import Position
from placements.selectors.sales import OVERDUE, SETTLED, UNSETTLED
from placements.terms.lifecycle import RESERVING
from placements.terms.split import StockSplit

register = template.Library()

HUNDRED = Decimal(100)


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


def remember_names(request: Any, names: Mapping[int, str]) -> None:
    """The names of agreements on the day of the page, read : `agreement_name` asks no more."""
    request.agreement_names = names


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
