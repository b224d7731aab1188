"""A picture that is being drawn: SVG elements with a class, colors and rounded coordinates."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from neoequity.reports.charts.look import Look, paints

Number = Decimal | int

_STEP = Decimal("0.01")
#: Widths of the digits and letters of a sans serif, in hundredths of its size, a little generous.
_LETTER = Decimal("0.56")
SIZE = 12


def px(number: Number) -> str:
    """A coordinate with at most two decimals: 12.5."""
    text = f"{Decimal(number).quantize(_STEP, ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def width_of(text: str, size: int = SIZE) -> Decimal:
    """About how many pixels a text takes; never less than it does."""
    return len(text) * size * _LETTER


class Drawing:
    """Collects elements; `svg` makes the picture of them."""

    def __init__(self, width: int, height: int, look: Look) -> None:
        self.width, self.height, self.look = width, height, look
        self._elements: list[str] = []

    def rect(self, mark: str, x: Number, y: Number, width: Number, height: Number) -> None:
        """A rectangle from its top left corner."""
        self._add("rect", mark, {"x": x, "y": y, "width": width, "height": height}, {})

    def line(
        self, mark: str, x1: Number, y1: Number, x2: Number, y2: Number, **more: object
    ) -> None:
        """A straight line; `more` are attributes, such as `stroke_dasharray`."""
        self._add("line", mark, {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, more)

    def circle(self, mark: str, x: Number, y: Number, radius: Number, **more: object) -> None:
        """A dot around its center."""
        self._add("circle", mark, {"cx": x, "cy": y, "r": radius}, more)

    def path(self, mark: str, steps: str, **more: object) -> None:
        """A path, as SVG writes its steps."""
        self._add("path", mark, {}, {"d": steps, **more})

    def text(
        self,
        mark: str,
        x: Number,
        y: Number,
        words: str,
        *,
        anchor: str = "",
        haloed: bool = False,
        **more: object,
    ) -> None:
        """Words on a baseline; with a halo they can be read over lines."""
        if anchor:
            more["text_anchor"] = anchor
        if mark == "figure":
            more["font_weight"] = 600
        if haloed:
            more |= {
                "stroke": self.look.paper,
                "stroke_width": 3,
                "stroke_linejoin": "round",
                "paint_order": "stroke",
            }
        self._add("text", f"{mark} haloed" if haloed else mark, {"x": x, "y": y}, more, words)

    def svg(self, title: str, sentence: str) -> str:
        """The whole picture; its title and its sentence are read to those who do not see it."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart-picture" role="img"'
            f' viewBox="0 0 {self.width} {self.height}" width="{self.width}"'
            f' height="{self.height}" font-family="{escape(self.look.font)}" font-size="{SIZE}">'
            f"<title>{escape(title)}</title><desc>{escape(sentence)}</desc>"
            f"{''.join(self._elements)}</svg>"
        )

    def _add(
        self,
        name: str,
        mark: str,
        place: Mapping[str, Number],
        more: Mapping[str, object],
        words: str = "",
    ) -> None:
        attributes: dict[str, object] = {key: px(value) for key, value in place.items()}
        attributes |= paints(mark.split(maxsplit=1)[0], self.look)
        attributes |= {key.replace("_", "-"): value for key, value in more.items()}
        written = "".join(f' {key}="{escape(str(value))}"' for key, value in attributes.items())
        classes = " ".join(f"c-{each}" for each in mark.split())
        end = f">{escape(words)}</{name}>" if words else "/>"
        self._elements.append(f'<{name} class="{classes}"{written}{end}')
