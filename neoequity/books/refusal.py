"""How the house says no: whole sentences, each with the field and the row it speaks of."""

from collections.abc import Iterable
from typing import NamedTuple


class Reason(NamedTuple):
    """One sentence against an act.

    `field` names the input it belongs to ("" for the whole), `row` the place of the notice in a
    batch, counted from 0, or None outside a batch.
    """

    sentence: str
    field: str = ""
    row: int | None = None


class Refused(Exception):  # noqa: N818  # no fault of the program: the books say no
    """An act was refused and nothing has changed. `reasons` holds at least one Reason."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(reason.sentence for reason in self.reasons))


def refuse_if_any(reasons: Iterable[Reason]) -> None:
    """Raise Refused when there is at least one reason."""
    found = tuple(reasons)
    if found:
        raise Refused(found)


def cite(page: str) -> str:
    """The page as it closes a sentence: " (p. S-11)", or nothing where no page is known."""
    return f" ({page})" if page else ""
