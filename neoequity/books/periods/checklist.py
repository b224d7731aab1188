"""The checklist before a closing: its items, and the reasons against closing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from neoequity.books.refusal import Reason

TOPICS = (
    "ledger",
    "approvals",
    "credentials",
    "findings",
    "unsettled",
    "reconciliations",
    "warrants",
    "documents",
    "earlier",
)
(
    LEDGER,
    APPROVALS,
    CREDENTIALS,
    FINDINGS,
    UNSETTLED,
    RECONCILIATIONS,
    WARRANTS,
    DOCUMENTS,
    EARLIER,
) = TOPICS
TITLES = {
    LEDGER: "Ledger",
    APPROVALS: "Approvals",
    CREDENTIALS: "Approvals with new credentials",
    FINDINGS: "Findings",
    UNSETTLED: "Unsettled sales",
    RECONCILIATIONS: "Reconciliations",
    WARRANTS: "Warrants owed",
    DOCUMENTS: "Documents",
    EARLIER: "Earlier months",
}
#: Topics that must have nothing open before a closing; the others need a note on what is open.
BLOCKING = (LEDGER, APPROVALS)
#: How many lines an item lists; its last line says how many more there are.
MOST_LINES = 100


class Line(str):
    """A line of an item, with the page of the record it is about; stored as its text alone."""

    url: str

    def __new__(cls, text: str, url: str) -> "Line":
        line = super().__new__(cls, text)
        line.url = url
        return line


class Item(NamedTuple):
    """One topic: how many things are `found` open, a sentence about them, and a line for each.

    A `Line` leads to its record on the page; a closing stores nothing of that.
    """

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
        """Whether it prevents closing."""
        return self.topic in BLOCKING and self.found > 0

    @property
    def needs_a_note(self) -> bool:
        """Whether it may stay open with a note by the person who closes."""
        return self.topic not in BLOCKING and self.found > 0

    @property
    def asks_for_a_note(self) -> str:
        """The sentence shown while the note is missing."""
        return f"{self.sentence} Say in a note why that may stay."

    def told(self) -> dict[str, object]:
        """The item as a closing stores it."""
        return {**self._asdict(), "title": self.title, "lines": [str(line) for line in self.lines]}


class Open(NamedTuple):
    """How many things are open, and lines for the first of them."""

    found: int
    lines: Sequence[str]


NOTHING_OPEN = Open(0, ())


def item_of(
    topic: str, lines: Sequence[str], open_: str, clean: str, found: int | None = None
) -> Item:
    """An item with its first lines; its sentence is `open_` if there are any, else `clean`.

    `found` is their number if `lines` holds only the first of them.
    """
    number = len(lines) if found is None else found
    shown = tuple(lines[:MOST_LINES])
    if number > len(shown):
        shown += (f"… and {number - len(shown):,} more.",)
    return Item(topic, number, open_ if number else clean, shown)


def with_notes(items: Iterable[Item], notes: Mapping[str, str]) -> list[Item]:
    """The items with the notes by the person who closes, by topic; a clean item takes none."""
    return [
        item._replace(note=notes.get(item.topic, "").strip()) if item.needs_a_note else item
        for item in items
    ]


def reasons_against_closing(items: Iterable[Item]) -> list[Reason]:
    """A reason for each item that blocks, and for each open item without a note."""
    reasons = []
    for item in items:
        if item.blocks:
            reasons.append(Reason(item.sentence))
        elif item.needs_a_note and not item.note:
            reasons.append(Reason(item.asks_for_a_note, item.topic))
    return reasons
