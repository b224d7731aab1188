"""Proof of the books: every stored figure counted again from the rows, every guard looked for."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import Model

from placements.models import Agreement, Attachment, Delivery, MarketClosure, Placement, Sale
from placements.selectors.ledger.guards import count_guards, differences_in_guards
from placements.selectors.ledger.history import differences_in_history
from placements.selectors.ledger.rows import CHECKS, Check
from placements.selectors.snapshot import one_snapshot

#: A check that finds more than this says so and stops.
MOST_OF_A_KIND = 100


class Proof(NamedTuple):
    """Sentences about what does not agree, and what was looked at: rows and guards, counted."""

    differences: list[str]
    rows: str
    constraints: int
    triggers: int

    @property
    def looked_at(self) -> str:
        """One sentence about what was looked at."""
        guards = f"{self.constraints} constraints and {self.triggers} triggers are in place."
        return f"{self.rows}; {guards}"


def together(proofs: Sequence[Proof]) -> Proof:
    """Several proofs as one; what is wrong with the connection is found by each, and told once."""
    return Proof(
        list(dict.fromkeys(each for proof in proofs for each in proof.differences)),
        "; ".join(proof.rows for proof in proofs),
        sum(proof.constraints for proof in proofs),
        sum(proof.triggers for proof in proofs),
    )


def prove_ledger() -> Proof:
    """Count everything again, in one snapshot of the books; the database does the counting."""
    rows = (Agreement, Placement, Sale, Delivery, Attachment)
    return prove("placements", CHECKS, rows, MarketClosure.differences)


def prove(
    app: str,
    checks: Iterable[Check],
    models: Iterable[type[Model]],
    further: Callable[[], Iterable[str]] = tuple,
) -> Proof:
    """The checks of one app, its history and its guards; `further` finds what SQL does not."""
    with one_snapshot():
        _join_whole_tables()
        differences = [sentence for check in checks for sentence in _found_by(check)]
        differences += further()
        differences += differences_in_history(app, MOST_OF_A_KIND)
        differences += differences_in_guards(app)
        rows = ", ".join(map(_counted, models))
        return Proof(differences, rows, *count_guards(app))


def _join_whole_tables() -> None:
    # Right after an import the planner may still think a table empty; row by row, a proof of
    # 10,000 sales then took a minute instead of half a second.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")


def _found_by(check: Check) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"{check.sql} LIMIT {MOST_OF_A_KIND + 1}")
        rows = cursor.fetchall()
    sentences = [
        f"{name}: {what} is {stands}; {check.source} {follows}."
        for name, what, stands, follows in rows[:MOST_OF_A_KIND]
    ]
    if len(rows) > MOST_OF_A_KIND:
        sentences.append(f"And more of this kind: {check.about}.")
    return sentences


def _counted(model: type[Model]) -> str:
    count = model._default_manager.count()
    names = model._meta
    return f"{count:,} {names.verbose_name if count == 1 else names.verbose_name_plural}"
