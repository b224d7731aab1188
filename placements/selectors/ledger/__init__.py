"""Proof of the books: every stored figure counted again from the rows, every guard looked for."""

from typing import NamedTuple

from django.db import connection
from django.db.models import Model

from placements.models import Agreement, Delivery, Placement, Sale
from placements.selectors.ledger.guards import count_guards, differences_in_guards
from placements.selectors.ledger.history import differences_in_history
from placements.selectors.ledger.rows import CHECKS, Check
from placements.selectors.snapshot import one_snapshot

#: A check that finds more than this says so and stops.
MOST_OF_A_KIND = 100


class Proof(NamedTuple):
    """Sentences about what does not agree, and one about what was looked at."""

    differences: list[str]
    looked_at: str


def prove_ledger() -> Proof:
    """Count everything again, in one snapshot of the books; the database does the counting."""
    with one_snapshot():
        differences = [sentence for check in CHECKS for sentence in _found_by(check)]
        differences += differences_in_history(MOST_OF_A_KIND)
        differences += differences_in_guards()
        return Proof(differences, _looked_at())


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


def _looked_at() -> str:
    counts = [_counted(model) for model in (Agreement, Placement, Sale, Delivery)]
    constraints, triggers = count_guards()
    return f"{', '.join(counts)}; {constraints} constraints and {triggers} triggers are in place."


def _counted(model: type[Model]) -> str:
    count = model._default_manager.count()
    names = model._meta
    return f"{count:,} {names.verbose_name if count == 1 else names.verbose_name_plural}"
