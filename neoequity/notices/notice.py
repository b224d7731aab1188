"""A notice as a plain object: a sentence, the page where it is acted upon, and how urgent it is."""

from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from neoequity.notices.kinds import Kind


class Urgency(IntEnum):
    """How soon a person is needed, the most urgent first."""

    URGENT = 1
    SOON = 2
    INFORMATION = 3

    @property
    def label(self) -> str:
        """As pages and mails say it."""
        return {1: "Urgent", 2: "Soon", 3: "For your information"}[self.value]


class Notice(NamedTuple):
    """One thing that needs a person: a whole sentence with its figure and day, and its page.

    `on` is the day it is about. `record` tells it from others of its kind, and stays the same as
    long as the sentence is about the same thing. It stands for `number` things, one unless further
    ones are only counted.
    """

    kind: Kind
    text: str
    href: str
    urgency: Urgency
    on: date
    record: str
    number: int = 1

    @property
    def key(self) -> str:
        """Its kind and record: the same key is told once, whatever day it is asked for."""
        return f"{self.kind}:{self.record}"

    @property
    def group(self) -> str:
        """Under which heading pages and mails list it."""
        return self.kind.group

    @property
    def is_urgent(self) -> bool:
        """Whether it must be seen first."""
        return self.urgency is Urgency.URGENT


def in_order(notices: Iterable[Notice]) -> list[Notice]:
    """The most urgent first, within an urgency by day; then by key, so that the order is one."""
    return sorted(notices, key=lambda each: (each.urgency, each.on, each.key))


def number_of(notices: Iterable[Notice]) -> int:
    """How many things they tell, those only counted among them."""
    return sum(each.number for each in notices)
