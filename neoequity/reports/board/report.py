"""The report `board`, put together: three charts and six short tables that fit on one page."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from neoequity.books.days import written
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.books.money import ZERO
from neoequity.books.templatetags.books import percent, shares
from neoequity.company.selectors.readings import Compensation
from neoequity.company.terms.cost import Cost
from neoequity.company.terms.runway import Runway
from neoequity.reports.board.data import DATA, figures_of
from neoequity.reports.board.months import Month, shortened
from neoequity.reports.board.pictures import BEFORE, charts_of, stack_of, steps_of
from neoequity.reports.board.reading import Read, read_of
from neoequity.reports.charts.cumulative import Point
from neoequity.reports.charts.dilution import Stack
from neoequity.reports.report import Asked, Content, Report, Row, Table
from placements.selectors.positions import Position

#: The steps of the rates and prices that people read.
_RATE = _PRICE = Decimal("0.0001")
_MISSING = "not available"
#: So many months and coming days are told at most, and so many at least.
MOST_MONTHS, MOST_COMING, LEAST = 7, 7, 3
#: So many lines of all tables fit on the page.
_LINES, _LEAST_SHARES = 26, 6

_CAPACITY = (
    Column("agreement", "Agreement"),
    Column("capacity", "Capacity", Kind.MONEY, totaled=True),
    Column("sold", "Sold", Kind.MONEY, totaled=True),
    Column("reserved", "Reserved", Kind.MONEY, totaled=True),
    Column("free", "Free", Kind.MONEY, totaled=True),
    Column("sold_rate", "% sold", Kind.PERCENT),
)
_MONTHS = (
    Column("month", "Month"),
    Column("shares", "Shares", Kind.SHARES, totaled=True),
    Column("average_price", "Average price", Kind.PRICE),
    Column("gross", "Gross", Kind.MONEY, totaled=True),
    Column("commission", "Commission", Kind.MONEY, totaled=True),
    Column("net", "Net", Kind.MONEY, totaled=True),
    Column("cumulative", "Cumulative gross", Kind.MONEY),
)
_COST = (
    Column("agreement", "Agreement"),
    Column("average_price", "Average price", Kind.PRICE),
    Column("commission", "Commission to date", Kind.MONEY),
    Column("all_in", "All-in cost to date", Kind.MONEY),
    Column("all_in_rate", "% of gross", Kind.PERCENT),
    Column("at_maximum_rate", "% at maximum", Kind.PERCENT),
)
_DILUTION = (
    Column("source", "Source"),
    Column("shares", "Shares", Kind.SHARES),
    Column("dilution", "Dilution", Kind.PERCENT),
)
_SHARES = (Column("item", "Shares and cash"), Column("figure", "Figure", Kind.NUMBER))
_TIERS = (
    Column("tier", "Gross above", Kind.MONEY),
    Column("rate", "Commission", Kind.PERCENT),
)
_COMING = (
    Column("day", "Day", Kind.DAY),
    Column("what", "Event"),
    Column("detail", "Detail"),
)


class _Capacity(Table):
    """The agreements; the rate below them is that of all together."""

    @property
    def totals(self) -> Row | None:
        """The totals, and what is sold of them."""
        if (totals := super().totals) is None:
            return None
        name, limit, sold, reserved, free, _ = cast(tuple[Decimal, ...], totals)
        return name, limit, sold, reserved, free, _rounded(sold / limit, _RATE)


def _build(asked: Asked) -> Content:
    read = read_of(asked)
    stack, tiers = stack_of(read.ledger, asked), list(_tiers(read.positions))
    before = sum((each.capacity.sold for each in read.positions), ZERO) - sum(
        (each.gross for each in read.months), ZERO
    )
    most_months, most_coming = room(
        _fixed(read, stack, tiers, before), len(read.months), len(read.coming)
    )
    months = shortened(read.months, most_months)
    steps = steps_of(asked, months, before)
    return Content(
        Table("Board", "Figures of the board report", DATA, list(figures_of(read))),
        (
            _Capacity(
                "Capacity", "Capacity", _CAPACITY, [_capacity(each) for each in read.positions]
            ),
            *tiers,
            Table("Proceeds", "Proceeds by month", _MONTHS, list(_months(months, steps))),
            _costs(read.costs),
            _dilution(stack),
            Table("Shares and cash", "Shares and runway", _SHARES, list(_shares(read)), half=True),
            _coming(read, most_coming),
        ),
        charts=list(charts_of(asked, read.positions, steps, months, stack)),
    )


def _capacity(position: Position) -> Row:
    of = position.capacity
    name, rate = position.in_force.terms.name, _rounded(of.sold / of.limit, _RATE)
    return name, of.limit, of.sold, of.reserved, of.free, rate


def _months(months: Sequence[Month], steps: Sequence[Point]) -> Iterator[Row]:
    """A line for each month, and one before them where something was sold before the period."""
    before = len(steps) - len(months)
    for step in steps[:before]:
        yield BEFORE, None, None, None, None, None, step.total
    for each, step in zip(months, steps[before:], strict=True):
        price = _price(each.average_price)
        yield each.name, each.shares, price, each.gross, each.commission, each.net, step.total


def _tiers(positions: Sequence[Position]) -> Iterator[Table]:
    """The fee tiers, which the first chart draws where there is one agreement."""
    if len(positions) == 1 and (tiers := positions[0].in_force.tiers):
        rows = [(tier.above, tier.rate) for tier in tiers]
        yield Table("Fee tiers", "Fee tiers", _TIERS, rows, half=True)


def _dilution(stack: Stack) -> Table:
    """The lines of the dilution stack, and all of them together."""
    rows: list[Row] = [("Outstanding", stack.outstanding or _MISSING, None)]
    if stack.outstanding is not None:
        count = stack.outstanding
        for source in stack.sources:
            count += source.shares
            rate = Decimal(count - stack.outstanding) / count
            rows.append((source.name, source.shares, _rounded(rate, _RATE)))
        rows.append(("If all were issued", stack.total, _rounded(stack.dilution, _RATE)))
    return Table("Dilution", "Dilution if all were issued", _DILUTION, rows, half=True)


def _costs(found: Sequence[Compensation]) -> Table:
    rows = [_cost(each) for each in found]
    without = [each.name for each in found if each.programme_cost(each.at_maximum) is None]
    note = f"Not stated for the all-in cost of the {' and the '.join(without)}: "
    note += "its terms of compensation, or the issuer’s own offering expenses."
    return Table("Cost", "Cost", _COST, rows, note if without else "")


def _cost(found: Compensation) -> Row:
    to_date = found.programme_cost(found.to_date)
    return (
        found.name,
        _price(found.position.average_price) or _MISSING,
        found.position.commission,
        _MISSING if to_date is None else to_date.total,
        _rate(to_date),
        _rate(found.programme_cost(found.at_maximum)),
    )


def _price(price: Decimal | None) -> Decimal | None:
    """A price with the four decimals that people read; the data keeps six."""
    return _rounded(price, _PRICE)


def _rounded(figure: Decimal | None, step: Decimal) -> Decimal | None:
    return None if figure is None else figure.quantize(step, ROUND_HALF_UP)


def _rate(cost: Cost | None) -> object:
    """The all-in cost as a fraction of the gross."""
    return _MISSING if cost is None or cost.percent is None else cost.percent / 100


def _shares(read: Read) -> Iterator[Row]:
    all_issued, known = read.ledger.all_issued, read.ledger.books
    yield "Sold in the period", shares(sum(each.shares for each in read.months))
    yield "Sold to date", shares(sum(each.shares for each in read.positions))
    yield "Options, warrants and shares sold but not issued", shares(all_issued.more)
    yield "Dilution if all were issued", percent(_rounded(all_issued.rate, _RATE))
    yield "Authorized shares left", shares(known.headroom.left)
    yield "Cash lasts, with nothing sold", _lasts(read.runway)


def _lasts(runway: Runway | None) -> str:
    if runway is None:
        return _MISSING
    if runway.runs_out_on is None:
        return f"more than {runway.years} years"
    return f"to {written(runway.runs_out_on)}, {runway.months} months"


def _fixed(read: Read, stack: Stack, tiers: Sequence[Table], before: Decimal) -> int:
    """How many lines stand on the page in any case."""
    shares = max(len(stack.sources) + 2, _LEAST_SHARES)
    with_heading = sum(len(each.rows) + 3 for each in tiers)
    return 2 * len(read.positions) + shares + bool(before) + with_heading


def room(fixed: int, months: int, coming: int) -> tuple[int, int]:
    """How many months and coming days of these the page has room for, beside the `fixed` lines."""
    left = max(2 * LEAST, _LINES - fixed)
    most_coming = min(MOST_COMING, coming, max(LEAST, left - months))
    return min(MOST_MONTHS, max(LEAST, left - most_coming)), most_coming


def _coming(read: Read, most: int) -> Table:
    left = len(read.coming) - most
    note = f"The CSV and the workbook list {left:,} more within a year." if left > 0 else ""
    rows = [tuple(each) for each in read.coming[:most]]
    return Table("Upcoming events", "Upcoming events", _COMING, rows, note)


BOARD = Report(
    "board",
    "Board report",
    "The programme on one page: capacity, proceeds, cost, dilution, runway and what comes.",
    _build,
    compact=True,
)
