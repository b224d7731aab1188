"""Reconcile what a file states with the books: create what is missing, compare the rest."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from django.db.models import Manager, Model

from neoequity.books.money import dollars
from neoequity.books.refusal import Reason

M = TypeVar("M", bound=Model)


class Settling:
    """What one load has created, and where books and file differ."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.differences: list[Reason] = []

    def settle(self, rows: Manager[M], name: str, facts: Mapping[str, object], *, key: str) -> M:
        """The row with this key: created if it is missing, otherwise compared with the facts."""
        row = rows.filter(**{key: facts[key]}).first()
        if row is None:
            self.made.append(name)
            return rows.create(**facts)
        for field, stated in facts.items():
            self.compare(name, field, getattr(row, field), stated)
        return row

    def compare(self, name: str, term: str, booked: object, stated: object) -> None:
        """Note a difference between books and file; a file that is silent agrees."""
        if isinstance(stated, list) and isinstance(booked, list):
            booked, stated = sorted(booked), sorted(stated)
        if stated not in (None, "", booked):
            sentence = (
                f"{name}: {term} is {_in_words(term, booked)}; the file says "
                f"{_in_words(term, stated)}. "
                "What the books hold is changed in the admin."
            )
            self.differences.append(Reason(sentence, term))


def _in_words(term: str, value: object) -> str:
    """A value as it reads in a sentence."""
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
