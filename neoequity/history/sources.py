"""What the history is made of: every tracked table, and the posted rows of all apps."""

from functools import cache

from neoequity.books.history.sources import Source, sources_with
from warrants.selectors.history import POSTED


@cache
def sources() -> list[Source]:
    """All sources, in the order that numbers them."""
    return sources_with(POSTED)
