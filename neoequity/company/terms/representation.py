"""Representation dates: while papers due on one are missing, nothing is sold from it on."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from neoequity.books.days import written

#: What may be due, by the kind of document that proves it.
PAPERS = {
    "certificate": "officers' certificate",
    "comfort_letter": "comfort letter",
    "opinions": "opinions of counsel",
}


class Missing(NamedTuple):
    """A representation date of an agreement, with the kinds of paper that are due and missing."""

    name: str
    falls_on: date
    papers: tuple[str, ...]


def sentences_against(missing: Iterable[Missing], day: date) -> Iterator[str]:
    """A sentence for each date, up to the day, of which a paper is missing."""
    for each in missing:
        if each.papers and each.falls_on <= day:
            on = written(each.falls_on)
            papers = " and ".join(PAPERS[paper] for paper in each.papers)
            yield (
                f"Due on {on}, a representation date of the {each.name}, and not attached: "
                f"{papers}. Nothing of {on} or later is sold until they are, or until the agent's "
                "waiver is recorded."
            )
