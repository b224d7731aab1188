"""Columns above and below zero, each named beneath and, where there is room, with its figure."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO
from neoequity.reports.charts.drawing import Drawing, width_of
from neoequity.reports.charts.frame import Frame
from neoequity.reports.charts.look import Look
from neoequity.reports.charts.scales import Scale, spanning
from neoequity.reports.charts.words import axis_dollars, short_dollars

EMPTY_HEIGHT = 130
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
    stacks: Sequence[Stack],
    size: tuple[int, int],
    look: Look,
    *,
    empty: str,
    key: Callable[[Frame], None],
) -> Drawing:
    """A picture of columns from zero; `empty` is said where there is none."""
    width, height = size
    values = [bar.value for stack in stacks for bar in stack.bars]
    lowest, highest = min([ZERO, *values]), max([ZERO, *values])
    is_empty = lowest == highest
    drawing = Drawing(width, EMPTY_HEIGHT if is_empty else height, look)
    lines = max((len(stack.names) for stack in stacks), default=1)
    frame = Frame(drawing, top=36, bottom=12 + 14 * lines)
    if is_empty:
        frame.drawing.line("axis", frame.left, frame.bottom, frame.right, frame.bottom)
        frame.drawing.text("tick", frame.left - 8, frame.bottom + 4, "$0", anchor="end")
        frame.says(empty)
        _name(frame, stacks)
        return drawing
    round_figures = spanning(lowest, highest, 4)
    upright = frame.upright(round_figures[0], round_figures[-1])
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
    figures = _figures(stacks, apart)
    for number, stack in enumerate(stacks):
        middle = frame.left + apart * number + apart / 2
        for bar in stack.bars:
            end = upright.at(bar.value)
            frame.drawing.rect(bar.mark, middle - width / 2, min(end, zero), width, abs(end - zero))
        if words := figures.get(number, ""):
            y = upright.at(stack.figure) + (13 if stack.figure < 0 else -5)
            x = min(middle, frame.right - width_of(words, _SMALL) / 2)
            frame.drawing.text(
                "figure", x, y, words, anchor="middle", haloed=True, font_size=_SMALL
            )


def _figures(stacks: Sequence[Stack], apart: Decimal) -> dict[int, str]:
    """The figures at the columns, by their place; only the highest where there is no room."""
    for digits in (3, 2):
        words = {
            place: short_dollars(stack.figure, digits)
            for place, stack in enumerate(stacks)
            if stack.figure
        }
        if all(width_of(each, _SMALL) + 3 <= apart for each in words.values()):
            return words
    highest = max(range(len(stacks)), key=lambda place: stacks[place].figure)
    return {highest: short_dollars(stacks[highest].figure)}


def _name(frame: Frame, stacks: Sequence[Stack]) -> None:
    """The names beneath; as many are left out between two as have no room."""
    apart, _ = _place(frame, len(stacks))
    inner = stacks[1:-1] or stacks
    widest = max((width_of(name, _SMALL) for stack in inner for name in stack.names), default=ZERO)
    every = max(1, -(-int(widest + 3) // max(1, int(apart))))
    for place, stack in enumerate(stacks):
        if (len(stacks) - 1 - place) % every == 0:
            x, anchor = _under(frame, place, stacks, apart)
            for line, name in enumerate(stack.names):
                y = frame.bottom + 16 + 14 * line
                frame.drawing.text("tick", x, y, name, anchor=anchor, font_size=_SMALL)


def _under(
    frame: Frame, place: int, stacks: Sequence[Stack], apart: Decimal
) -> tuple[Decimal, str]:
    """Where a name stands: in the middle, or outward at an end where it is wider than its room."""
    x = frame.left + apart * place
    is_wide = any(width_of(name, _SMALL) > apart for name in stacks[place].names)
    if is_wide and place == 0 and len(stacks) > 1:
        return x + apart, "end"
    if is_wide and place == len(stacks) - 1:
        return x, "start"
    return x + apart / 2, "middle"
