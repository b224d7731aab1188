"""A term of the glossary, and where terms come from."""

from typing import NamedTuple

from django.utils.text import slugify

PROSPECTUS = "Prospectus supplement of Nov 1, 2001, p. "
PRODUCT = "How NeoEquity keeps books; no agreement prescribes it"


class Term(NamedTuple):
    """A term, what it means in whole sentences, and where that comes from.

    `see` are the slugs of related terms.
    """

    name: str
    meaning: str
    source: str
    see: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """Its anchor: the name without what stands in parentheses, such as average-price."""
        return slugify(self.name.partition(" (")[0])
