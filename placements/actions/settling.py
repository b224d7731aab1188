"""Settling what a file states with what the books hold: made where it is missing, else compared."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Manager

from neoequity.books.money import dollars
from neoequity.books.refusal import Reason


class Settling:
    """What one load has made, and where the books say otherwise than the file."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.differences: list[Reason] = []

    def settle(self, rows: Manager[Any], name: str, facts: Mapping[str, Any], *, key: str) -> Any:
        """The row with this key: made if it is missing, else held against the facts."""
        row = rows.filter(**{key: facts[key]}).first()
        if row is None:
            self.made.append(name)
            return rows.create(**facts)
        for field, stated in facts.items():
            self.compare(name, field, getattr(row, field), stated)
        return row

    def compare(self, name: str, term: str, held: Any, stated: Any) -> None:
        """One sentence if the books hold something else; a file that is silent agrees."""
        if isinstance(stated, list):
            held, stated = sorted(held), sorted(stated)
        if stated not in (None, "", held):
            sentence = (
                f"{name}: {term} is {_told(term, held)}; the file says {_told(term, stated)}. "
                "What the books hold is changed in the admin."
            )
            self.differences.append(Reason(sentence, term))


def _told(term: str, value: Any) -> str:
    """A value as it stands in a sentence."""
    match value:
        case None | "":
            return "not stated"
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value.normalize():f}" if term.endswith("rate") else dollars(value)
        case list():
            return ", ".join(value)
    return f"“{value}”" if isinstance(value, str) else str(value)
