"""How the books refuse an act: whole sentences, each with the field and row it concerns."""

from collections.abc import Iterable
from typing import NamedTuple


class Reason(NamedTuple):
    """One sentence against an act.

    `field` names the input it belongs to ("" for the act as a whole), `row` the position of the
    notice in a batch, counted from 0, or None outside a batch.
    """

    sentence: str
    field: str = ""
    row: int | None = None


class Refused(Exception):  # noqa: N818  # not an error of the program: the books said no
    """An act was refused and nothing has changed. `reasons` holds at least one Reason."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(reason.sentence for reason in self.reasons))


def refuse_if_any(reasons: Iterable[Reason]) -> None:
    """Raise Refused if there is at least one reason."""
    against = tuple(reasons)
    if against:
        raise Refused(against)


def cite(page: str) -> str:
    """The page as it ends a sentence: " (p. S-11)"; empty if no page is known."""
    return f" ({page})" if page else ""
