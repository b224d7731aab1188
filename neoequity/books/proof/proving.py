"""Proof of the books: every stored figure counted again from the rows, every guard looked for."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import Model

from neoequity.books.proof.check import Check
from neoequity.books.proof.difference import BooksUntil, Difference, sentences
from neoequity.books.proof.guards import count_guards, differences_in_guards
from neoequity.books.proof.history import differences_in_history
from neoequity.books.snapshot import one_snapshot

#: A check that finds more than this says so and stops.
MOST_OF_A_KIND = 100


class Proof(NamedTuple):
    """What does not agree, and what was looked at: rows and guards, counted."""

    found: list[Difference]
    rows: str
    constraints: int
    triggers: int

    @property
    def differences(self) -> list[str]:
        """The sentences of what does not agree."""
        return sentences(self.found)

    @property
    def looked_at(self) -> str:
        """One sentence about what was looked at."""
        guards = f"{self.constraints} constraints and {self.triggers} triggers are in place."
        return f"{self.rows}; {guards}"


def together(proofs: Sequence[Proof]) -> Proof:
    """Several proofs as one; what is wrong with the connection is found by each, and told once."""
    return Proof(
        list(dict.fromkeys(each for proof in proofs for each in proof.found)),
        "; ".join(proof.rows for proof in proofs if proof.rows),
        sum(proof.constraints for proof in proofs),
        sum(proof.triggers for proof in proofs),
    )


def prove(
    app: str,
    checks: Iterable[Check],
    models: Iterable[type[Model]],
    further: Callable[[], Iterable[Difference]] = tuple,
    asked: BooksUntil | None = None,
) -> Proof:
    """The checks of one app, its history and its guards; `further` finds what SQL does not.

    Where it is `asked` of the books of one issuer up to a day, what concerns only other books or
    later days is left out.
    """
    with one_snapshot():
        _join_whole_tables()
        found = [each for check in checks for each in _found_by(check, asked)]
        found += asked.concerned(further()) if asked else further()
        found += differences_in_history(app, MOST_OF_A_KIND, asked)
        found += map(Difference, differences_in_guards(app))
        rows = ", ".join(map(_counted, models))
        return Proof(found, rows, *count_guards(app))


def _join_whole_tables() -> None:
    # Right after an import the planner may still think a table empty; row by row, a proof of
    # 10,000 sales then took a minute instead of half a second.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")


def _found_by(check: Check, asked: BooksUntil | None) -> list[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_asked_of(check, asked)} LIMIT {MOST_OF_A_KIND + 1}")
        rows = cursor.fetchall()
    found = [
        Difference(f"{name}: {what} is {stands}; {check.source} {follows}.", issuer, day)
        for name, what, stands, follows, issuer, day in rows[:MOST_OF_A_KIND]
    ]
    if len(rows) > MOST_OF_A_KIND:
        found.append(Difference(f"And more of this kind: {check.about}."))
    return found


def _asked_of(check: Check, asked: BooksUntil | None) -> str:
    if asked is None:
        return check.sql
    return (
        f"SELECT * FROM ({check.sql}) AS found (name, what, stands, follows, issuer, day) "  # noqa: S608  # put together from constants, a key and a day
        f"WHERE {asked.condition}"
    )


def _counted(model: type[Model]) -> str:
    count = model._default_manager.count()
    names = model._meta
    return f"{count:,} {names.verbose_name if count == 1 else names.verbose_name_plural}"
