"""Findings: what needs an explanation although the books agree."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from neoequity.books.models import ExceptionalDay
from placements.models.settling import Otherwise, settling_otherwise


class Finding(NamedTuple):
    """A sentence about the books of the issuer with the key `issuer`, and where it is settled."""

    sentence: str
    issuer: int
    url: str


def moved_settlements() -> list[Otherwise]:
    """Undelivered sales that would settle on another day by today's calendar."""
    return settling_otherwise(ExceptionalDay.exceptions())


def settling_on_another_day(moved: Iterable[Otherwise]) -> Iterator[Finding]:
    """A finding for each sale posted before an exceptional day was known; it keeps its date."""
    for each in moved:
        sale = each.sale
        yield Finding(each.told().sentence, sale.agreement.issuer_id, sale.get_absolute_url())
