"""How old open rows are, in settlement days."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from neoequity.books.calendar import NO_EXCEPTIONS, Exceptions, days_late
from neoequity.statements.terms.entry import NOTHING, Quantity, total
from neoequity.statements.terms.reconciliation import Row

#: The most settlement days of each age; None without an end.
AGES = (
    ("Not late", 0),
    ("1 to 3 settlement days", 3),
    ("4 to 10 settlement days", 10),
    ("More than 10 settlement days", None),
)


class Aged(NamedTuple):
    """The open rows of one age: how many, and what is open on each side."""

    title: str
    rows: int
    ours: Quantity = NOTHING
    theirs: Quantity = NOTHING


def by_age(rows: Iterable[Row], as_of: date, exceptions: Exceptions = NO_EXCEPTIONS) -> list[Aged]:
    """What is open on either side by age, every age also without rows.

    Ours is what the sender does not have, theirs what we do not have.
    """
    late: dict[date, int] = {}
    aged: dict[str, list[Row]] = {title: [] for title, _ in AGES}
    for row in rows:
        if row.day not in late:
            late[row.day] = days_late(row.day, as_of, exceptions)
        aged[age_of(late[row.day])].append(row)
    return [
        Aged(
            title,
            len(own),
            total(-row.difference for row in own if row.ours),
            total(row.difference for row in own if not row.ours),
        )
        for title, own in aged.items()
    ]


def age_of(late: int) -> str:
    """The title of the age of what is so many settlement days late."""
    return next(title for title, most in AGES if most is None or late <= most)
