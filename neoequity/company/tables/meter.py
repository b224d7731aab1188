"""The two readings of the meter side by side, and their bars against the limit."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO
from neoequity.company.selectors.placement_costs import PlacementCost, Summed, summed
from neoequity.company.selectors.readings import Compensation, Reading
from neoequity.company.terms.compensation import Line, Meter
from neoequity.company.terms.cost import Cost
from neoequity.company.terms.warrant_value import METHODS, WITH_FLOOR, Method
from placements.terms.fees import Slice

#: The items by their labels, with the anchor of their calculation and the term whose page they
#: have.
_ITEMS: Mapping[str, tuple[str, str, str]] = {
    "commission": ("Commission", "commission", "commission"),
    "expenses": ("Agent’s expenses", "expenses", "expense_cap"),
    "advisory": ("Advisory money", "advisory", "advisory_share"),
    "credit": ("Credited against the retainer", "advisory", "advisory_share"),
    "warrants": ("Value of the warrants", "warrants", "warrant_coverage_rate"),
    "total": ("Total compensation", "limit", ""),
    "limit": ("Limit", "limit", "compensation_limit_rate"),
    "over": ("Over the limit", "limit", "compensation_limit_rate"),
    "refundable": ("May have to be refunded", "limit", "expense_refundable"),
}
_SUMS = ("total", "limit", "over", "refundable")
#: The bars end at so many times the limit; a reading above it fills its bar.
_WIDEST = Decimal("2.5")
_STEP = Decimal("0.001")
_HUNDRED = Decimal(100)
_PLACEMENTS = 15


class Row(NamedTuple):
    """An item in both readings, each None where there is no answer."""

    label: str
    anchor: str
    page: str
    to_date: Line | None
    at_maximum: Line | None
    is_sum: bool


class Segment(NamedTuple):
    """A part of a bar; `start` and `width` in percent of the bar."""

    number: int
    label: str
    line: Line
    start: Decimal
    width: Decimal


class Bar(NamedTuple):
    """A reading as a bar; `limit` is where the limit lies, in percent of the bar."""

    label: str
    percent: Decimal
    segments: list[Segment]
    limit: Decimal
    y: int


class Compared(NamedTuple):
    """A method of valuing warrants, with what it makes of both readings."""

    method: Method
    to_date: Meter | None
    at_maximum: Meter | None
    first_met: Decimal | None


class MeterSection(NamedTuple):
    """An agreement's part of the page."""

    found: Compensation
    to_date: Reading
    at_maximum: Reading
    rows: list[Row]
    bars: list[Bar]
    methods: list[Compared]
    slices: list[Slice]
    programme: list[tuple[str, Reading, Cost]]
    placements: Sequence[PlacementCost]
    earlier: Summed | None
    all_placements: Summed


def section(found: Compensation, costs: Sequence[PlacementCost]) -> MeterSection:
    """What the page shows of an agreement."""
    to_date, at_maximum = found.readings
    latest, before = costs[:_PLACEMENTS], costs[_PLACEMENTS:]
    readings = (("To date", to_date), ("At maximum", at_maximum))
    programme = [(name, reading, found.programme_cost(reading)) for name, reading in readings]
    return MeterSection(
        found=found,
        to_date=to_date,
        at_maximum=at_maximum,
        rows=_rows(found, to_date, at_maximum),
        bars=_bars(to_date, at_maximum),
        methods=[
            Compared(
                method,
                to_date.meters.get(method),
                at_maximum.meters.get(method),
                found.first_met(method),
            )
            for method in METHODS.values()
        ],
        slices=found.position.fees.workings(ZERO, found.position.capacity.limit),
        programme=[(name, read, cost) for name, read, cost in programme if cost is not None],
        placements=latest,
        earlier=summed(before) if before else None,
        all_placements=summed(costs),
    )


def _rows(found: Compensation, *readings: Reading) -> list[Row]:
    tiers, stated = found.position.in_force.tiers, found.position.pages
    page = tiers[0].page if tiers else stated.get("commission_maximum_rate", "")
    pages = {**stated, "commission": page}
    to_date, at_maximum = (
        {line.item: line for line in reading.meter.lines} if reading.meter else {}
        for reading in readings
    )
    return [
        Row(
            label,
            anchor,
            pages.get(term, ""),
            to_date.get(item),
            at_maximum.get(item),
            item in _SUMS,
        )
        for item, (label, anchor, term) in _ITEMS.items()
        if item != "credit" or item in to_date or item in at_maximum
    ]


def _bars(*readings: Reading) -> list[Bar]:
    """A bar for each reading with sales; both on one scale."""
    shown = [
        (label, reading.meter, reading.meter.percent)
        for label, reading in zip(("To date", "At maximum"), readings, strict=True)
        if reading.meter is not None and reading.meter.percent is not None
    ]
    if not shown:
        return []
    limit = max(_HUNDRED * meter.limit / meter.gross for _, meter, _ in shown)
    scale = min(max(limit * 5 / 4, *(percent for _, _, percent in shown)), limit * _WIDEST)
    return [
        Bar(
            label,
            percent,
            list(_segments(meter, scale)),
            (_HUNDRED * limit / scale).quantize(_STEP),
            number * 44,
        )
        for number, (label, meter, percent) in enumerate(shown)
    ]


def _segments(meter: Meter, scale: Decimal) -> list[Segment]:
    segments: list[Segment] = []
    start = ZERO
    for number, line in enumerate(meter.items, start=1):
        width = (_HUNDRED * _HUNDRED * line.amount / meter.gross / scale).quantize(_STEP)
        width = max(ZERO, min(width, _HUNDRED - start))
        segments.append(Segment(number, _ITEMS[line.item][0], line, start, width))
        start += width
    return segments


#: The method that the table and the bars use.
MAIN = WITH_FLOOR
