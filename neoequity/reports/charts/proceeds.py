"""Proceeds by month: gross as a column, net as its solid part."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.money import ZERO, dollars
from neoequity.reports.charts.chart import NARROW, SMALL_HEIGHT, WIDE, Cell, Chart, Column, Table
from neoequity.reports.charts.columns import HEIGHT, Bar, Stack, draw_columns, entry
from neoequity.reports.charts.drawing import Drawing
from neoequity.reports.charts.frame import Frame
from neoequity.reports.charts.look import PAPER, Look
from neoequity.reports.charts.periods import Period, columns_between


class DayProceeds(NamedTuple):
    """What a trade day added, in dollars; gross less commission and deductions is net."""

    day: date
    gross: Decimal
    net: Decimal


class Proceeds(NamedTuple):
    """The proceeds of every trade day up to the last day, which need not be one.

    `since` is the first day of a period; None for all days.
    """

    last: date
    days: Sequence[DayProceeds]
    since: date | None = None


class _Sum(NamedTuple):
    """The proceeds of a month, a quarter or a year."""

    period: Period
    gross: Decimal
    net: Decimal


def proceeds(figures: Proceeds, look: Look = PAPER, *, small: int = 0) -> Chart:
    """The chart of these figures, by trade date; by quarter or year where months are many.

    `small` is the width of a small picture beside the others.
    """
    kind, sums = _sums(figures)
    title = f"Proceeds by {kind}"
    sentence = _sentence(figures, kind, sums)

    def drawn(width: int, height: int = HEIGHT) -> str:
        return _draw(sums, (width, height), look).svg(title, sentence)

    little = drawn(small, SMALL_HEIGHT) if small else ""
    return Chart(drawn(WIDE), drawn(NARROW), title, sentence, _table(kind, sums), little)


def _sums(figures: Proceeds) -> tuple[str, list[_Sum]]:
    if not figures.days:
        return "month", []
    kind, periods = columns_between(min(figures.days).day, figures.last)
    gross, net = dict.fromkeys(periods, ZERO), dict.fromkeys(periods, ZERO)
    for day in figures.days:
        period = kind(day.day)
        gross[period] += day.gross
        net[period] += day.net
    return kind.__name__, [_Sum(each, gross[each], net[each]) for each in periods]


def _sentence(figures: Proceeds, kind: str, sums: Sequence[_Sum]) -> str:
    last, since = written(figures.last), figures.since
    when = f"by {last}" if since is None else f"from {written(since)} to {last}"
    if not sums:
        return f"No proceeds {when}."
    gross, net = sum(each.gross for each in sums), sum(each.net for each in sums)
    told = f"Gross proceeds {when} are {dollars(Decimal(gross))}, {dollars(Decimal(net))} net"
    best = max(sums, key=lambda each: each.gross)
    if len(sums) == 1 or best.gross <= 0:
        return f"{told}, in {sums[0].period.name}." if len(sums) == 1 else f"{told}."
    return f"{told}; the strongest {kind} is {best.period.name} with {dollars(best.gross)} gross."


def _table(kind: str, sums: Sequence[_Sum]) -> Table:
    columns = [
        Column(kind.capitalize()),
        Column("Gross", "money"),
        Column("Commission and deductions", "money"),
        Column("Net", "money"),
    ]
    rows: list[list[Cell]] = [
        [each.period.name, each.gross, each.gross - each.net, each.net] for each in sums
    ]
    return Table(columns, rows)


def _draw(sums: Sequence[_Sum], size: tuple[int, int], look: Look) -> Drawing:
    stacks = [
        Stack(
            names=_names(each.period),
            bars=[Bar("gross", each.gross), Bar("net", each.net)],
            figure=each.gross,
        )
        for each in sums
    ]
    return draw_columns(stacks, size, look, empty="No proceeds", key=_key)


def _names(period: Period) -> tuple[str, ...]:
    """The month over its year, as both seldom fit beside each other."""
    return tuple(period.name.split())


def _key(frame: Frame) -> None:
    x = entry(frame, Decimal(0), "net", "Net")
    entry(frame, x, "gross", "Commission and deductions")
