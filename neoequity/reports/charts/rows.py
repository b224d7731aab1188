"""Charts in rows: a name above a track, a figure at its end."""

from decimal import Decimal
from typing import NamedTuple

from neoequity.reports.charts.drawing import Drawing, width_of


class Lines(NamedTuple):
    """The height of a row, and in it the baseline of its name, the top and height of its track.

    Rows that are `tight` have fewer words, too.
    """

    height: int
    baseline: int
    top: int
    track: int
    is_tight: bool = False


ROW = 42
ROOMY = Lines(ROW, 14, 20, 12)
_TIGHT = (22, 10, 13, 5)
_NONE = Decimal(0)


def tight(rows: int, height: int) -> Lines:
    """Lines that fill so much height with these rows, or take more where they are many."""
    least, baseline, top, track = _TIGHT
    each = min(ROW, max(least, height // rows))
    return Lines(
        each, baseline + 1, top + 1, min(ROOMY.track, track + (each - least) // 2), is_tight=True
    )


def names(
    drawing: Drawing, y: int, name: str, figure: str, lines: Lines, *, strong: bool = False
) -> None:
    """The name of a row and its figure; a name too long for its room ends in dots."""
    room = drawing.width - width_of(figure) - 8
    while width_of(name) > room and len(name) > 1:
        name = name.removesuffix("…")[:-1].rstrip() + "…"
    drawing.text("figure" if strong else "label", 0, y + lines.baseline, name)
    drawing.text("figure", drawing.width, y + lines.baseline, figure, anchor="end")


def track(drawing: Drawing, y: int, lines: Lines) -> None:
    """The ground on which a row's mark stands."""
    drawing.rect("ground", 0, y + lines.top, drawing.width, lines.track)


def bar(
    drawing: Drawing, mark: str, y: int, lines: Lines, *, since: int, until: int, whole: int
) -> None:
    """A bar on the track, from one count to another of the whole."""
    start, end = (
        Decimal(drawing.width) * part / whole if whole else _NONE for part in (since, until)
    )
    drawing.rect(mark, start, y + lines.top, end - start, lines.track)
