"""Spans of calendar days, closed at the start and closed or open at the end."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from neoequity.books.days import written

_ONE_DAY = timedelta(days=1)


class Span(NamedTuple):
    """Every calendar day from `since` to `until`, both included; None: no end is known."""

    since: date
    until: date | None

    def __str__(self) -> str:
        """As after a verb: on Nov 9, 2001; from Nov 9, 2001 to Nov 12, 2001; from … on."""
        if self.until is None:
            return self.days
        return f"{'on' if self.until == self.since else 'from'} {self.days}"

    @property
    def days(self) -> str:
        """As after "for": Nov 9, 2001; Nov 9, 2001 to Nov 12, 2001; from Nov 9, 2001 on."""
        if self.until is None:
            return f"from {written(self.since)} on"
        if self.until == self.since:
            return written(self.since)
        return f"{written(self.since)} to {written(self.until)}"

    @property
    def empty(self) -> bool:
        """Whether the end lies before the start."""
        return self.until is not None and self.until < self.since

    def includes(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.since <= day and (self.until is None or day <= self.until)

    def common(self, other: "Span") -> "Span | None":
        """The days that both spans include; None if there are none."""
        ends = [end for end in (self.until, other.until) if end is not None]
        both = Span(max(self.since, other.since), min(ends, default=None))
        return None if both.empty else both

    def without(self, others: "Iterable[Span]") -> "tuple[Span, ...]":
        """The days of this span that none of the others includes, as spans in order."""
        left, since = [], self.since
        for other in sorted(others, key=lambda each: each.since):
            if other.empty:
                continue
            if other.since > since:
                gap = self.common(Span(since, other.since - _ONE_DAY))
                left += [gap] if gap else []
            if other.until is None:
                return tuple(left)
            since = max(since, other.until + _ONE_DAY)
        rest = Span(since, self.until)
        return (*left, *([] if rest.empty else [rest]))


def listed(spans: Iterable[Span]) -> str:
    """Spans as after "for": Nov 9, 2001 and Nov 12, 2001 to Nov 15, 2001."""
    return " and ".join(span.days for span in spans)
