"""The data of the board report: every figure in the column of its unit.

The columns of its data: `section`, `item` and `figure` name a figure; it stands in the column of
its unit, `shares`, `price` and `amount` in dollars, `rate` as a fraction. `day` is the first of a
month of proceeds, or the day of what comes.
"""

from collections.abc import Iterator

from neoequity.books.exporting.workbook import Column, Kind
from neoequity.company.selectors.readings import Compensation, Reading
from neoequity.reports.board.reading import Read
from neoequity.reports.report import Row

DATA = (
    *(Column(name, name.capitalize()) for name in ("section", "item", "figure")),
    Column("shares", "Shares", Kind.SHARES),
    Column("price", "Price", Kind.PRICE),
    Column("amount", "Amount", Kind.MONEY),
    Column("rate", "Rate", Kind.PERCENT),
    Column("day", "Day", Kind.DAY),
)


def figures_of(read: Read) -> Iterator[Row]:
    """The data: every figure in the column of its unit."""
    for each in read.costs:
        yield from _of_agreement(each)
    for month in read.months:
        on = month.starts_on
        yield "proceeds", None, "shares", month.shares, None, None, None, on
        yield "proceeds", None, "average_price", None, month.average_price, None, None, on
        for name in ("gross", "commission", "net"):
            yield "proceeds", None, name, None, None, getattr(month, name), None, on
    yield from _of_issuer(read)
    for event in read.coming:
        yield "coming", event.what, event.detail or None, None, None, None, None, event.on


def _of_agreement(found: Compensation) -> Iterator[Row]:
    position, slug = found.position, found.position.in_force.said.slug
    for name in ("limit", "sold", "reserved", "free"):
        yield "capacity", slug, name, None, None, getattr(position.capacity, name), None, None
    yield "sold", slug, "shares", position.shares, None, None, None, None
    yield "sold", slug, "average_price", None, position.average_price, None, None, None
    yield "cost", slug, "commission", None, None, position.commission, None, None
    for reading in found.readings:
        yield ("cost", slug, f"all_in_{reading.name}", None, None, *_all_in(found, reading), None)


def _all_in(found: Compensation, reading: Reading) -> Row:
    cost = found.programme_cost(reading)
    rate = None if cost is None or cost.percent is None else cost.percent / 100
    return (None if cost is None else cost.total), rate


def _of_issuer(read: Read) -> Iterator[Row]:
    diluted = read.ledger.all_issued
    for name in ("outstanding", "more", "total"):
        yield "dilution", None, name, getattr(diluted, name), None, None, None, None
    yield "dilution", None, "rate", None, None, None, diluted.rate, None
    left = read.ledger.books.headroom.left
    yield "dilution", None, "authorized_left", left, None, None, None, None
    runs_out = None if read.runway is None else read.runway.runs_out_on
    yield "runway", None, "runs_out_on", None, None, None, None, runs_out
