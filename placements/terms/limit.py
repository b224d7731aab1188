"""The kinds of limits that a term may have: each knows its constraint, sentence and test."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

#: The value of a term by its name, None where it is not stated.
Values = Callable[[str], Any]


class Range(NamedTuple):
    """A number from `lowest` to `highest`, each of them allowed but where it says otherwise."""

    term: str
    constraint: str
    sentence: str
    lowest: int | None = None
    highest: int | None = None
    more_than_lowest: bool = False
    less_than_highest: bool = False

    def admits(self, values: Values) -> bool:
        """Whether the number lies in the range."""
        number: int | Decimal = values(self.term)
        low, high = self.lowest, self.highest
        if low is not None and (number < low or (self.more_than_lowest and number == low)):
            return False
        return high is None or number < high or (not self.less_than_highest and number == high)


class Filled(NamedTuple):
    """A text that says something."""

    term: str
    constraint: str
    sentence: str

    def admits(self, values: Values) -> bool:
        """Whether it is more than spaces; the database refuses the empty text only."""
        return bool(values(self.term).strip())


class Among(NamedTuple):
    """One or more of some words."""

    term: str
    constraint: str
    sentence: str
    words: tuple[str, ...]

    def admits(self, values: Values) -> bool:
        """Whether there is one, and none but these."""
        said = values(self.term)
        return bool(said) and set(said) <= set(self.words)


class OneOf(NamedTuple):
    """One of some words."""

    term: str
    constraint: str
    sentence: str
    words: tuple[str, ...]

    def admits(self, values: Values) -> bool:
        """Whether it is one of these."""
        return values(self.term) in self.words


class NotBefore(NamedTuple):
    """A day that is the day of another term or later; the sentence names both by their terms."""

    term: str
    constraint: str
    sentence: str
    other: str

    def admits(self, values: Values) -> bool:
        """Whether the days run forwards."""
        day: date = values(self.term)
        other: date = values(self.other)
        return day >= other


Limit = Range | Filled | Among | OneOf | NotBefore
