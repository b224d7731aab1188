"""Template tags of the placements: agreements' names, stock splits, the capacity bar."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, cast

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from neoequity.books.money import ZERO, dollars
from neoequity.books.templatetags.books import day, status
from placements.models import Agreement
from placements.selectors.cash import CashEntry
from placements.selectors.counted import Splits
from placements.selectors.known_at import agreement_names
from placements.selectors.positions import Position
from placements.selectors.sales import OVERDUE, REVERSED, SETTLED, UNSETTLED
from placements.terms.cash import STATES, CashState
from placements.terms.lifecycle import RESERVING
from placements.terms.split import StockSplit

if TYPE_CHECKING:
    from placements.selectors.sales import DatedSale

register = template.Library()

HUNDRED = Decimal(100)


@register.filter
def splits_in_words(splits: Iterable[StockSplit]) -> str:
    """The splits that figures are restated for: the 1-for-25 split of Nov 7, 2001 and the …"""
    return " and ".join(
        f"the {split.ratio.new}-for-{split.ratio.old} split of {day(split.on)}" for split in splits
    )


@register.filter
def sale_status(sale: "DatedSale") -> SafeString:
    """The status of a row of `sales_as_of`; a reversed sale names the day from which it is."""
    if sale.status != REVERSED or sale.reverses_id is not None:
        return status(sale.status)
    # On two lines at a desk, where all columns must fit beside it.
    since = format_html('<small class="d-lg-block">on {}</small>', day(sale.reversal.trade_date))
    return format_html('<span class="status status-reversed">Reversed {}</span>', since)


#: The badge whose mark fits each state of both sides.
_MARKS = {
    CashState.UPCOMING: "unsettled",
    CashState.DUE: "due",
    CashState.UNPAID: "overdue",
    CashState.UNDELIVERED: "accruing",
    CashState.SHORT: "exceeded",
    CashState.OVER: "exceeded",
}


@register.filter
def cash_state(entry: CashEntry) -> SafeString:
    """What an entry is with both sides, and by how much it is short or over."""
    state = entry.state
    name = STATES[state]
    if state is CashState.UNPAID and entry.sale.adjusts_id is not None:
        name = "Recorded as paid, no receipt"
    elif state in (CashState.SHORT, CashState.OVER):
        name = f"{name} by {dollars(abs(entry.sides.open))}"
    mark = _MARKS.get(state, state.value)
    return format_html('<span class="status status-{}">{}</span>', mark, name)


@register.inclusion_tag("placements/parts/split_note.html")
def split_note(splits: Splits) -> dict[str, list[StockSplit]]:
    """A note on pages whose totals span stock splits; nothing where there were none."""
    return {"splits": sorted(split for own in splits.values() for split in own)}


class NamingRequest(HttpRequest):
    """A request that carries the names of agreements on the day of the page, by their keys."""

    agreement_names: Mapping[int, str]


def remember_names(request: HttpRequest, names: Mapping[int, str]) -> None:
    """Keep names already read, so that `agreement_name` needs no query."""
    cast(NamingRequest, request).agreement_names = names


@register.simple_tag(takes_context=True)
def agreement_name(context: Context, agreement: Agreement) -> str:
    """The agreement's name on the day of the page; one query per page."""
    request = context.get("request")
    if request is None or not hasattr(request, "as_of"):
        return str(agreement)
    if not hasattr(request, "agreement_names"):
        remember_names(request, agreement_names(request.as_of))
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
    """The parts settled | sold, unsettled | reserved | free, in this order.

    Where open placements reserve more than is left, free is negative and the bar ends at the
    limit. Once the agreement has ended, what was not sold has lapsed instead of being free.
    """
    capacity = position.capacity
    parts: list[Part] = []
    start = ZERO
    for word, amount, page, statuses in (
        ("Settled", capacity.settled, "placements:sales", (SETTLED,)),
        ("Sold, unsettled", capacity.unsettled, "placements:sales", (UNSETTLED, OVERDUE)),
        ("Reserved", capacity.reserved, "placements:placements", RESERVING),
        ("Lapsed" if capacity.ended else "Free", capacity.lapsed or capacity.free, "", ()),
    ):
        width = (HUNDRED * amount / capacity.limit).quantize(Decimal("0.001"))
        width = max(ZERO, min(width, HUNDRED - start))
        share = capacity.percent(amount)
        parts.append(Part(word, amount, share, start, width, page, statuses))
        start += width
    return parts


@register.inclusion_tag("parts/capacity_bar.html", takes_context=True)
def capacity_bar(context: Context, position: Position) -> dict[str, object]:
    """The four-part bar of an agreement's capacity, with its legend."""
    return {
        "request": context.get("request"),
        "position": position,
        "agreement": position.agreement,
        "parts": parts_of(position),
    }
