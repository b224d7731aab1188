"""Proof of the books: every stored figure recalculated from the rows, every guard checked."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import Model

from neoequity.books.proof.check import Check
from neoequity.books.proof.difference import BooksUntil, Difference, sentences
from neoequity.books.proof.guards import count_guards, differences_in_guards
from neoequity.books.proof.history_proof import differences_in_history
from neoequity.books.snapshot import one_snapshot

#: A check that finds more differences than this says so and stops.
MOST_OF_A_KIND = 100


class Proof(NamedTuple):
    """The differences `found`, and counts of the rows and guards examined."""

    found: list[Difference]
    rows: str
    constraints: int
    triggers: int

    @property
    def differences(self) -> list[str]:
        """The differences as sentences."""
        return sentences(self.found)

    @property
    def looked_at(self) -> str:
        """One sentence about what was examined."""
        guards = f"{self.constraints} constraints and {self.triggers} triggers are in place."
        return f"{self.rows}; {guards}"


def together(proofs: Sequence[Proof]) -> Proof:
    """Several proofs as one; a difference that each finds, as in the connection, appears once."""
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
    """Prove one app: its checks, its history and its guards; `further` finds what SQL cannot.

    If the proof is `asked` only for one issuer's books up to a day, it leaves out differences that
    concern only other books or later days.
    """
    with one_snapshot():
        join_whole_tables()
        differences = [each for check in checks for each in _differences(check, asked)]
        differences += asked.concerned(further()) if asked else further()
        differences += differences_in_history(app, MOST_OF_A_KIND, asked)
        differences += map(Difference, differences_in_guards(app))
        rows = ", ".join(map(_counted, models))
        return Proof(differences, rows, *count_guards(app))


def prove_checks(checks: Iterable[Check]) -> Proof:
    """Make these checks alone."""
    with one_snapshot():
        differences = [each for check in checks for each in _differences(check, None)]
        return Proof(differences, "", constraints=0, triggers=0)


def prove_guards(app: str) -> Proof:
    """Whether the guards of one app are in place, and nothing of its rows."""
    with one_snapshot():
        differences = [*map(Difference, differences_in_guards(app))]
        return Proof(differences, "", *count_guards(app))


def join_whole_tables() -> None:
    """Let the rest of the transaction join and group whole tables, in memory.

    Right after an import the planner may still take a table for empty; with nested loops, a proof
    of 10,000 sales then took a minute instead of half a second.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'")


def _differences(check: Check, books: BooksUntil | None) -> list[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_query(check, books)} LIMIT {MOST_OF_A_KIND + 1}")
        rows = cursor.fetchall()
    differences = [
        Difference(f"{name}: {what} is {stored}; {check.source} {correct}.", issuer, day)
        for name, what, stored, correct, issuer, day in rows[:MOST_OF_A_KIND]
    ]
    if len(rows) > MOST_OF_A_KIND:
        differences.append(Difference(f"And more of this kind: {check.about}."))
    return differences


def _query(check: Check, books: BooksUntil | None) -> str:
    if books is None:
        return check.sql
    return (
        f"SELECT * FROM ({check.sql}) AS found (name, what, stands, follows, issuer, day) "  # noqa: S608  # put together from constants, a key and a day
        f"WHERE {books.condition}"
    )


def _counted(model: type[Model]) -> str:
    count = model._default_manager.count()
    names = model._meta
    return f"{count:,} {names.verbose_name if count == 1 else names.verbose_name_plural}"
