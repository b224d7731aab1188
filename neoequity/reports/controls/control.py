"""A control with its evidence, and what of a period belongs to it."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Q

from neoequity.clock import NEW_YORK
from neoequity.reports.report import Asked

#: What the product knows nothing of is said, never guessed.
NOT_RECORDED = "Not recorded by the product"


class Control(NamedTuple):
    """A control of one `area`: what it is, what keeps it, and the evidence of the period.

    `kept_by` names the constraint, trigger or action. `number` is how often the control was at work
    or how many things it covers, `exceptions` what an auditor should look into; None where the
    product has no number.
    """

    area: str
    control: str
    description: str
    kept_by: str
    evidence: str
    number: int | None = None
    exceptions: int | None = None


class Span(NamedTuple):
    """The days of a report as moments of New York: the first one in it, and the first after it.

    `known_by` is the moment by which figures were recorded, None for now.
    """

    first: datetime
    after: datetime
    known_by: datetime | None

    def includes(self, moment: str) -> Q:
        """The condition that the column `moment` lies in the span and was known."""
        inside = Q(**{f"{moment}__gte": self.first, f"{moment}__lt": self.after})
        return inside & self.known(moment)

    def known(self, moment: str) -> Q:
        """The condition that the column `moment` is not after what was known."""
        return Q() if self.known_by is None else Q(**{f"{moment}__lte": self.known_by})

    def read_at(self, now: datetime) -> datetime:
        """The last moment of the span that is known: its end, what was known, or now."""
        last = self.after - timedelta(microseconds=1)
        return min(last, now, self.known_by or now)


def span_of(asked: Asked) -> Span:
    """From the midnight before the first day to that after the last one."""
    return Span(_midnight(asked.since), _midnight(asked.as_of + timedelta(days=1)), asked.known_at)


def counted(number: int, one: str, many: str = "") -> str:
    """1 request, 2 requests, no requests."""
    word = one if number == 1 else many or f"{one}s"
    return f"{number:,} {word}" if number else f"no {word}"


def sentence(text: str) -> str:
    """The text with a capital letter and a period."""
    return f"{text[:1].upper()}{text[1:]}."


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), NEW_YORK)
