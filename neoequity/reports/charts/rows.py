"""Charts in rows: a name above a track, a figure at its end."""

from decimal import Decimal

from neoequity.reports.charts.drawing import Drawing, width_of

ROW = 42
_TRACK = 12
_NONE = Decimal(0)


def names(drawing: Drawing, y: int, name: str, figure: str, *, strong: bool = False) -> None:
    """The name of a row and its figure; a name too long for its room ends in dots."""
    room = drawing.width - width_of(figure) - 8
    while width_of(name) > room and len(name) > 1:
        name = name.removesuffix("…")[:-1].rstrip() + "…"
    drawing.text("figure" if strong else "label", 0, y + 14, name)
    drawing.text("figure", drawing.width, y + 14, figure, anchor="end")


def track(drawing: Drawing, y: int) -> None:
    """The ground on which a row's mark stands."""
    drawing.rect("ground", 0, y + 20, drawing.width, _TRACK)


def bar(drawing: Drawing, mark: str, y: int, *, since: int, until: int, whole: int) -> None:
    """A bar on the track, from one count to another of the whole."""
    start, end = (
        Decimal(drawing.width) * part / whole if whole else _NONE for part in (since, until)
    )
    drawing.rect(mark, start, y + 20, end - start, _TRACK)
