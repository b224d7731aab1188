"""What a proof says: a sentence, with the issuer whose books it is about and its day."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Difference(NamedTuple):
    """A sentence about what does not agree in the books of an issuer, or about a finding in them.

    `issuer` is its key, None for what concerns everybody, such as a missing guard. `day` is the
    first day that it can concern, None where that may be any day.
    """

    sentence: str
    issuer: int | None = None
    day: date | None = None


class BooksUntil(NamedTuple):
    """The books of one issuer (by its key) up to a day: what a closing has to prove."""

    issuer: int
    until: date

    @property
    def condition(self) -> str:
        """SQL on the columns `issuer` and `day`: what may concern these books."""
        return (
            f"(issuer IS NULL OR issuer = {int(self.issuer)}) "
            f"AND (day IS NULL OR day <= DATE '{self.until.isoformat()}')"
        )

    def concerned(self, differences: Iterable[Difference]) -> list[Difference]:
        """Those that may concern these books."""
        return [
            each
            for each in differences
            if each.issuer in (None, self.issuer) and (each.day is None or each.day <= self.until)
        ]


def sentences(differences: Iterable[Difference]) -> list[str]:
    """Each sentence once, in their order."""
    return list(dict.fromkeys(each.sentence for each in differences))
