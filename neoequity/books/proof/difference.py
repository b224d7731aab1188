"""The result of a proof: sentences, each with the issuer and the day it concerns."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Difference(NamedTuple):
    """A sentence about a difference or a finding in the books of an issuer.

    `issuer` is an id, None for what concerns all books, such as a missing guard. `day` is the first
    day that it can concern, None if that may be any day.
    """

    sentence: str
    issuer: int | None = None
    day: date | None = None


class BooksUntil(NamedTuple):
    """The books of one issuer (by id) up to a day: what a closing has to prove."""

    issuer: int
    until: date

    @property
    def condition(self) -> str:
        """SQL on the columns `issuer` and `day`: whether a row may concern these books."""
        return (
            f"(issuer IS NULL OR issuer = {int(self.issuer)}) "
            f"AND (day IS NULL OR day <= DATE '{self.until.isoformat()}')"
        )

    def concerned(self, differences: Iterable[Difference]) -> list[Difference]:
        """The differences that may concern these books."""
        return [
            each
            for each in differences
            if each.issuer in (None, self.issuer) and (each.day is None or each.day <= self.until)
        ]


def sentences(differences: Iterable[Difference]) -> list[str]:
    """The sentences without repetitions, in order."""
    return list(dict.fromkeys(each.sentence for each in differences))
