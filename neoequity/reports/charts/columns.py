"""Columns above and below zero, each named beneath and, where there is room, with its figure."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO
from neoequity.reports.charts.drawing import Drawing, width_of
from neoequity.reports.charts.frame import Frame
from neoequity.reports.charts.look import Look
from neoequity.reports.charts.scales import Scale, ticks
from neoequity.reports.charts.words import axis_dollars, short_dollars

HEIGHT = 250
_WIDEST, _GAP = 46, 8
_SMALL = 11


class Bar(NamedTuple):
    """A part of a column from zero to `value` dollars."""

    mark: str
    value: Decimal


class Stack(NamedTuple):
    """A column: bars one in front of the other, the figure at its end, and its names beneath."""

    names: tuple[str, ...]
    bars: Sequence[Bar]
    figure: Decimal


def draw_columns(
    stacks: Sequence[Stack], width: int, look: Look, *, empty: str, key: Callable[[Frame], None]
) -> Drawing:
    """A picture of columns from zero; `empty` is said where there is none."""
    drawing = Drawing(width, HEIGHT, look)
    lines = max((len(stack.names) for stack in stacks), default=1)
    frame = Frame(drawing, top=36, bottom=12 + 14 * lines)
    values = [bar.value for stack in stacks for bar in stack.bars]
    lowest, highest = min([ZERO, *values]), max([ZERO, *values])
    if lowest == highest:
        frame.drawing.line("axis", frame.left, frame.bottom, frame.right, frame.bottom)
        frame.drawing.text("tick", frame.left - 8, frame.bottom + 4, "$0", anchor="end")
        frame.says(empty)
        _name(frame, stacks)
        return drawing
    upright = frame.upright(lowest, highest)
    round_figures = ticks(lowest, highest, 4)
    frame.figures(upright, round_figures, axis_dollars(round_figures))
    key(frame)
    _draw(frame, upright, stacks)
    _name(frame, stacks)
    return drawing


def entry(frame: Frame, x: Decimal, mark: str, words: str) -> Decimal:
    """An entry of the key above the field; returns where the next one may stand."""
    outlined = {} if mark == "net" else {"stroke_width": 1}
    y = Decimal(6)
    frame.drawing.path(f"{mark} key", f"M{x} {y}h10v10h-10Z", **outlined)
    frame.drawing.text("tick", x + 15, y + 9, words)
    return x + 15 + width_of(words) + 14


def _place(frame: Frame, count: int) -> tuple[Decimal, Decimal]:
    """How far columns stand apart, and how wide each is, in pixels."""
    apart = frame.width / max(count, 1)
    return apart, max(Decimal(2), min(Decimal(_WIDEST), apart - min(Decimal(_GAP), apart / 3)))


def _draw(frame: Frame, upright: Scale, stacks: Sequence[Stack]) -> None:
    apart, width = _place(frame, len(stacks))
    zero = upright.at(ZERO)
    highest = max(range(len(stacks)), key=lambda number: stacks[number].figure)
    for number, stack in enumerate(stacks):
        middle = frame.left + apart * number + apart / 2
        for bar in stack.bars:
            end = upright.at(bar.value)
            frame.drawing.rect(bar.mark, middle - width / 2, min(end, zero), width, abs(end - zero))
        words = short_dollars(stack.figure)
        fits = width_of(words, _SMALL) <= apart
        if stack.figure and (fits or number == highest):
            y = upright.at(stack.figure)
            below = stack.figure < 0
            x = min(middle, frame.right - width_of(words, _SMALL) / 2)
            frame.drawing.text(
                "figure",
                x,
                y + 13 if below else y - 5,
                words,
                anchor="middle",
                haloed=True,
                font_size=_SMALL,
            )


def _name(frame: Frame, stacks: Sequence[Stack]) -> None:
    apart, _ = _place(frame, len(stacks))
    if not stacks:
        return
    widest = max(width_of(name, _SMALL) for stack in stacks for name in stack.names)
    every = max(1, -(-int(widest + 4) // max(1, int(apart))))
    for number, stack in enumerate(stacks):
        if (len(stacks) - 1 - number) % every:
            continue
        x = frame.left + apart * number + apart / 2
        for line, name in enumerate(stack.names):
            frame.drawing.text(
                "tick",
                x,
                frame.bottom + 16 + 14 * line,
                name,
                anchor="middle",
                font_size=_SMALL,
            )
