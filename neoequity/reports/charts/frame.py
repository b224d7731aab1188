"""The frame of a chart: the field in which marks stand, its axis of figures and that of days."""

from collections.abc import Sequence
from decimal import Decimal

from neoequity.reports.charts.drawing import Drawing
from neoequity.reports.charts.scales import DayScale, Scale, day_ticks

_LEFT, _RIGHT, _BOTTOM = 50, 14, 26
_PER_TICK = 74


class Frame:
    """The field of a drawing between its margins, in pixels."""

    def __init__(self, drawing: Drawing, top: int = 14, bottom: int = _BOTTOM) -> None:
        self.drawing = drawing
        self.left, self.right = Decimal(_LEFT), Decimal(drawing.width - _RIGHT)
        self.top, self.bottom = Decimal(top), Decimal(drawing.height - bottom)

    @property
    def width(self) -> Decimal:
        """Of the field, in pixels."""
        return self.right - self.left

    def upright(self, low: Decimal, high: Decimal) -> Scale:
        """From the bottom of the field up."""
        return Scale(low, high, self.bottom, self.top)

    def figures(self, scale: Scale, ticks: Sequence[Decimal], names: Sequence[str]) -> None:
        """Hairlines at round figures, each named at the left; that at zero is stronger."""
        for tick, name in zip(ticks, names, strict=True):
            y = scale.at(tick)
            mark = "axis" if tick == 0 else "rule"
            self.drawing.line(mark, self.left, y, self.right, y)
            self.drawing.text("tick", self.left - 8, y + 4, name, anchor="end")

    def days(self, scale: DayScale) -> None:
        """The bottom of the field with named days or months."""
        self.drawing.line("axis", self.left, self.bottom, self.right, self.bottom)
        most = max(2, int(self.width / _PER_TICK))
        for tick in day_ticks(scale.first, scale.last, most):
            x = scale.at(tick.day)
            self.drawing.line("axis", x, self.bottom, x, self.bottom + 4)
            self.drawing.text("tick", x, self.bottom + 18, tick.name, anchor=self._anchor(x))

    def _anchor(self, x: Decimal) -> str:
        """A name at the right edge ends there instead of being cut."""
        return "end" if x > self.right - 16 else "middle"

    def says(self, words: str) -> None:
        """What stands in a field without marks."""
        x, y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        self.drawing.text("tick", x, y + 4, words, anchor="middle")
