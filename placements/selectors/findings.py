"""What somebody has to settle or explain although the books agree."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from neoequity.books.models import ExceptionalDay
from placements.models.settling import Otherwise, settling_otherwise


class Finding(NamedTuple):
    """A sentence about the books of an issuer, whose key is `issuer`."""

    sentence: str
    issuer: int


def moved_settlements() -> list[Otherwise]:
    """Sales not yet delivered that the calendar of today lets settle on another day."""
    return settling_otherwise(ExceptionalDay.exceptions())


def settling_on_another_day(found: Iterable[Otherwise]) -> Iterator[Finding]:
    """Sales posted before an exceptional day was known of; they keep their date."""
    for each in found:
        yield Finding(each.told().sentence, each.sale.agreement.issuer_id)
