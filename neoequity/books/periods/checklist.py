"""The checklist before a closing: what is found, item by item, and what speaks against closing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from neoequity.books.refusal import Reason

LEDGER, APPROVALS, FINDINGS, UNSETTLED, WARRANTS, DOCUMENTS, EARLIER = TOPICS = (
    "ledger",
    "approvals",
    "findings",
    "unsettled",
    "warrants",
    "documents",
    "earlier",
)
TITLES = {
    LEDGER: "Ledger",
    APPROVALS: "Approvals",
    FINDINGS: "Findings",
    UNSETTLED: "Unsettled sales",
    WARRANTS: "Warrants owed",
    DOCUMENTS: "Documents",
    EARLIER: "Earlier months",
}
#: What must be right before a period is closed; the others need a note where something is open.
BLOCKING = (LEDGER, APPROVALS)
#: An item keeps this many lines; how many more there were, its last line says.
MOST_LINES = 100


class Item(NamedTuple):
    """One topic: how many things are open, one sentence about them, a line for each."""

    topic: str
    found: int
    sentence: str
    lines: tuple[str, ...] = ()
    note: str = ""

    @property
    def title(self) -> str:
        """The topic as a heading."""
        return TITLES[self.topic]

    @property
    def blocks(self) -> bool:
        """Whether nothing can be closed while it stands so."""
        return self.topic in BLOCKING and self.found > 0

    @property
    def needs_a_note(self) -> bool:
        """Whether it may stay open, with a note of the person who closes."""
        return self.topic not in BLOCKING and self.found > 0

    @property
    def asks_for_a_note(self) -> str:
        """What is said where the note is missing."""
        return f"{self.sentence} Say in a note why that may stay."

    def told(self) -> dict[str, Any]:
        """As a closing keeps it."""
        return {**self._asdict(), "title": self.title, "lines": list(self.lines)}


class Open(NamedTuple):
    """How many things are open, and a line for each of the first."""

    found: int
    lines: Sequence[str]


NOTHING_OPEN = Open(0, ())


def item_of(
    topic: str, lines: Sequence[str], open_: str, clean: str, found: int | None = None
) -> Item:
    """An item with the first lines; `open_` is its sentence where there are any, else `clean`.

    `found` is how many there are where `lines` is only their beginning.
    """
    number = len(lines) if found is None else found
    shown = tuple(lines[:MOST_LINES])
    if number > len(shown):
        shown += (f"… and {number - len(shown):,} more.",)
    return Item(topic, number, open_ if number else clean, shown)


def with_notes(items: Iterable[Item], notes: Mapping[str, str]) -> list[Item]:
    """The items with the notes of the person who closes, by topic; a clean item needs none."""
    return [
        item._replace(note=notes.get(item.topic, "").strip()) if item.needs_a_note else item
        for item in items
    ]


def reasons_against_closing(items: Iterable[Item]) -> list[Reason]:
    """What blocks, and which open item has no note."""
    reasons = []
    for item in items:
        if item.blocks:
            reasons.append(Reason(item.sentence))
        elif item.needs_a_note and not item.note:
            reasons.append(Reason(item.asks_for_a_note, item.topic))
    return reasons
