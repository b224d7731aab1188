"""What a search found, in groups, and how the part that matched is marked."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from neoequity.books.days import written
from neoequity.books.money import dollars, per_share
from neoequity.search.typed import Typed
from placements.terms.reference import reference_key

#: The rows that a group shows; one more is read to know whether there are more.
MOST_SHOWN = 20


class Hit(NamedTuple):
    """A record: its name and address, and its line of figures; `note` may hold its status.

    `exact` if nothing else can have been meant.
    """

    name: SafeString | str
    url: str
    facts: list[SafeString | str]
    note: SafeString | str = ""
    exact: bool = False


class Group(NamedTuple):
    """The records of one kind; `more` if there are more than are shown."""

    title: str
    hits: list[Hit]
    more: bool = False


def group(title: str, hits: Iterable[Hit], *, more: bool = False) -> Group:
    """The first MOST_SHOWN of these records."""
    rows = list(hits)
    return Group(title, rows[:MOST_SHOWN], more or len(rows) > MOST_SHOWN)


class Marker:
    """Marks in names and facts what was typed, however it is written there."""

    def __init__(self, typed: Typed) -> None:
        self.key = typed.key
        number = typed.coded.number if typed.coded else typed.number
        self._number = None if number is None else _whole([str(number)])
        self._figures = _whole([*_figures(typed.amount), *_days(typed)])
        self._text = re.compile(re.escape(typed.text), re.IGNORECASE) if typed.text else None
        words = [rf"\b{re.escape(word)}" for word in typed.words if len(word) > 1]
        self._words = re.compile("|".join(words), re.IGNORECASE) if words else None

    def number(self, name: str) -> SafeString:
        """A name such as Sale 12, with its number marked if it was typed."""
        return _marked(name, self._number)

    def figure(self, fact: str) -> SafeString:
        """An amount or a day in a fact."""
        return _marked(fact, self._figures)

    def text(self, name: str) -> SafeString:
        """The whole text, wherever it stands in a name."""
        return _marked(name, self._text)

    def words(self, name: str) -> SafeString:
        """The beginnings of words, in the name of a document."""
        return _marked(name, self._words)

    def reference(self, reference: str) -> SafeString:
        """The part of an agent's reference that says the same as what was typed."""
        for end in range(1, len(reference) + 1 if self.key else 0):
            if reference_key(reference[:end]) == self.key:
                return format_html("<mark>{}</mark>{}", reference[:end], reference[end:])
        return conditional_escape(reference)


def _figures(amount: Decimal | None) -> list[str]:
    if amount is None:
        return []
    whole = [f"{int(amount):,}"] if amount == int(amount) else []
    return [dollars(amount), per_share(amount), *whole]


def _days(typed: Typed) -> list[str]:
    return [written(typed.days.first)] if typed.days and typed.days.is_one else []


def _whole(forms: Iterable[str]) -> re.Pattern[str] | None:
    """These forms where they are not part of a longer figure or of a date."""
    found = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return (
        re.compile(rf"(?<![\w.,$])(?<![A-Z][a-z][a-z] )(?:{found})(?!\w|[.,]\d)") if found else None
    )


def _marked(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    if pattern is None:
        return conditional_escape(text)
    parts: list[str] = []
    end = 0
    for hit in pattern.finditer(text):
        parts += [text[end : hit.start()], format_html("<mark>{}</mark>", hit[0])]
        end = hit.end()
    parts.append(text[end:])
    return format_html_join("", "{}", ((part,) for part in parts))
