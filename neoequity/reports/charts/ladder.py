"""The settlement ladder: net cash due on each of the next settlement days."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.money import ZERO, dollars
from neoequity.reports.charts.chart import NARROW, WIDE, Cell, Chart, Column, Table
from neoequity.reports.charts.columns import HEIGHT, Bar, Stack, draw_columns, entry
from neoequity.reports.charts.drawing import Drawing
from neoequity.reports.charts.frame import Frame
from neoequity.reports.charts.look import PAPER, Look

TITLE = "Settlement ladder"


class Due(NamedTuple):
    """Undelivered sales that settle on a day; net in dollars."""

    day: date
    sales: int
    net: Decimal


class Ladder(NamedTuple):
    """What is due as of a day: `days` are the next settlement days, the day itself included."""

    as_of: date
    days: Sequence[date]
    due: Sequence[Due]


class _Rung(NamedTuple):
    """A column of the ladder."""

    name: str
    names: tuple[str, ...]
    mark: str
    sales: int
    net: Decimal


def ladder(figures: Ladder, look: Look = PAPER) -> Chart:
    """The chart of these figures; what is overdue and what comes later has a column of its own."""
    rungs = _rungs(figures)
    sentence = _sentence(figures, rungs)
    wide, narrow = (_draw(rungs, width, look).svg(TITLE, sentence) for width in (WIDE, NARROW))
    return Chart(wide, narrow, TITLE, sentence, _table(rungs))


def _rungs(figures: Ladder) -> list[_Rung]:
    last = max([figures.as_of, *figures.days])
    overdue = [each for each in figures.due if each.day < figures.as_of]
    later = [each for each in figures.due if each.day > last]
    soon = [each for each in figures.due if figures.as_of <= each.day <= last]
    rungs = [_rung("Overdue", ("Overdue",), "late", overdue)] if overdue else []
    before: date | None = None
    for day in sorted({*figures.days, *(each.day for each in soon)}):
        month = f"{day:%b}" if before is None or before.month != day.month else ""
        own = [each for each in soon if each.day == day]
        rungs.append(_rung(written(day), (f"{day:%a}", str(day.day), month), "net", own))
        before = day
    return [*rungs, _rung("Later", ("Later",), "net", later)] if later else rungs


def _rung(name: str, names: tuple[str, ...], mark: str, due: Sequence[Due]) -> _Rung:
    return _Rung(
        name=name,
        names=names,
        mark=mark,
        sales=sum(each.sales for each in due),
        net=sum((each.net for each in due), ZERO),
    )


def _sentence(figures: Ladder, rungs: Sequence[_Rung]) -> str:
    late = sum((rung.net for rung in rungs if rung.mark == "late"), ZERO)
    coming = [rung for rung in rungs if rung.mark == "net" and rung.sales]
    overdue = f" {dollars(late)} is overdue." if late else ""
    if not coming:
        return f"No settlements are due from {written(figures.as_of)} on.{overdue}"
    total = dollars(sum((rung.net for rung in coming), ZERO))
    if len(coming) == 1:
        when = "later" if coming[0].name == "Later" else f"on {coming[0].name}"
        return f"{total} net is due {when}.{overdue}"
    most = max(coming, key=lambda rung: rung.net)
    when = "later" if most.name == "Later" else f"on {most.name}"
    return f"{total} net is due; the largest amount is {dollars(most.net)} {when}.{overdue}"


def _table(rungs: Sequence[_Rung]) -> Table:
    columns = [
        Column("Settlement date"),
        Column("Sales", "count"),
        Column("Net", "money"),
    ]
    rows: list[list[Cell]] = [[rung.name, rung.sales, rung.net] for rung in rungs]
    return Table(columns, rows)


def _draw(rungs: Sequence[_Rung], width: int, look: Look) -> Drawing:
    stacks = [Stack(rung.names, [Bar(rung.mark, rung.net)], rung.net) for rung in rungs]

    def key(frame: Frame) -> None:
        x = entry(frame, Decimal(0), "net", "Net, due")
        if any(rung.mark == "late" for rung in rungs):
            entry(frame, x, "late", "Overdue")

    return draw_columns(stacks, (width, HEIGHT), look, empty="No settlements due", key=key)
