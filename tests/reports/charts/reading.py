"""Reads a picture back: its marks by what they are, with their places as numbers."""

import re
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree as ET

_SPACE = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Mark:
    """An element of a picture."""

    kind: str
    attributes: dict[str, str]
    words: str

    def __getitem__(self, name: str) -> Decimal:
        return Decimal(self.attributes[name])


class Picture:
    """A picture that was drawn, parsed as XML."""

    def __init__(self, svg: str) -> None:
        self.root = ET.fromstring(svg)  # noqa: S314  # drawn by the product itself

    @property
    def title(self) -> str:
        """What a screen reader calls it."""
        return self.root.findtext(f"{_SPACE}title") or ""

    @property
    def description(self) -> str:
        """What a screen reader says of it."""
        return self.root.findtext(f"{_SPACE}desc") or ""

    def marks(self, name: str, kind: str = "") -> list[Mark]:
        """The marks of a class, in their order, without those of the key."""
        return [
            Mark(each.tag.removeprefix(_SPACE), dict(each.attrib), each.text or "")
            for each in self.root
            if f"c-{name}" in each.get("class", "").split()
            and "c-key" not in each.get("class", "").split()
            and each.tag.removeprefix(_SPACE).startswith(kind)
        ]

    def words(self) -> list[str]:
        """All that is written in it."""
        return [each.text or "" for each in self.root.iter(f"{_SPACE}text")]


def steps(mark: Mark) -> list[tuple[Decimal, Decimal]]:
    """The corners at which a stepped line has reached its next height: x and y."""
    places: list[tuple[Decimal, Decimal]] = []
    x = y = Decimal(0)
    for letter, first, second in re.findall(
        r"([MHV])([\d.-]+)(?: ([\d.-]+))?", mark.attributes["d"]
    ):
        if letter == "M":
            x, y = Decimal(first), Decimal(second)
        elif letter == "H":
            x = Decimal(first)
            continue
        else:
            y = Decimal(first)
        places.append((x, y))
    return places


def is_linear(places: list[Decimal], figures: list[Decimal], within: str = "0.02") -> bool:
    """Whether pixels go with figures in a straight line, but for their rounding."""
    (x1, x2), (y1, y2) = (
        (min(figures), max(figures)),
        (
            places[figures.index(min(figures))],
            places[figures.index(max(figures))],
        ),
    )
    return all(
        abs(y1 + (y2 - y1) * (figure - x1) / (x2 - x1) - place) <= Decimal(within)
        for place, figure in zip(places, figures, strict=True)
    )
