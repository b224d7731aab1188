"""In which colors and font a chart is drawn. On a page `charts.css` sets others, by class."""

from typing import NamedTuple


class Look(NamedTuple):
    """Colors, by what they are for, and the font, by its name.

    A picture in a PDF has no style sheet, so these stand on the elements as attributes. A style
    sheet overrides attributes, so the same picture follows light and dark on a page.
    """

    ink: str = "#1c2527"
    quiet: str = "#56646a"
    rule: str = "#dfe4e4"
    axis: str = "#7d8a8e"
    accent: str = "#0f4c4f"
    pale: str = "#a9cac9"
    ground: str = "#eef1f1"
    band: str = "#f2f6f5"
    next_band: str = "#e6eeed"
    alarm: str = "#9c1c1c"
    paper: str = "#ffffff"
    font: str = "Liberation Sans, Arial, sans-serif"


#: The product's light colors, which are also those of paper.
PAPER = Look()

#: What the style sheet colors: each class of mark with its attributes, by the names of `Look`.
MARKS: dict[str, dict[str, str]] = {
    "rule": {"stroke": "rule"},
    "axis": {"stroke": "axis"},
    "band": {"fill": "band"},
    "next-band": {"fill": "next_band"},
    "ground": {"fill": "ground"},
    "area": {"fill": "accent"},
    "line": {"stroke": "accent"},
    "limit": {"stroke": "ink"},
    "gross": {"fill": "pale", "stroke": "accent"},
    "net": {"fill": "accent"},
    "late": {"fill": "paper", "stroke": "alarm"},
    "range": {"stroke": "accent"},
    "dot": {"fill": "accent", "stroke": "paper"},
    "below": {"fill": "paper", "stroke": "alarm"},
    "minimum": {"stroke": "alarm"},
    "tick": {"fill": "quiet"},
    "label": {"fill": "ink"},
    "figure": {"fill": "ink"},
}


def paints(mark: str, look: Look) -> dict[str, str]:
    """The attributes that color a mark."""
    return {name: getattr(look, color) for name, color in MARKS[mark].items()}
