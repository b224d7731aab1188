"""A step of the guide: its heading, its text and what is done on the page, in one place."""

import inspect
from collections.abc import Callable
from typing import NamedTuple

from tests.browser.guide.desk import Act

_EXAMPLE_DAY = "2001-11-13"


class Step(NamedTuple):
    """`text` are paragraphs in Markdown; `act` does what they say and returns the page to show.

    `day` is the day on which the product is served. `needs` is an address without which the step
    is left out.
    """

    chapter: str
    heading: str
    text: str
    act: Act
    day: str
    needs: str

    @property
    def picture(self) -> str:
        """The name of its picture."""
        return f"{self.act.__name__.replace('_', '-')}.webp"


STEPS: list[Step] = []


def step(
    chapter: str, heading: str, *, day: str = _EXAMPLE_DAY, needs: str = ""
) -> Callable[[Act], Act]:
    """Make this function the next step of the guide; its docstring is the text."""

    def add(act: Act) -> Act:
        STEPS.append(Step(chapter, heading, inspect.getdoc(act) or "", act, day, needs))
        return act

    return add
