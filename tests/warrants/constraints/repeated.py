"""Statements that insert several rows at once."""

from typing import Any

from tests.constraints.rows import insert
from tests.warrants.constraints.attempts import agree_entry_reversal, entry_of, fresh
from tests.warrants.constraints.conftest import Register
from warrants.models import Entry


def reversed_twice(register: Register) -> None:
    negated: dict[str, Any] = {"shares": -100, "shares_issued": -100, "cash": -520}
    row = fresh(
        register.exercised, reverses_id=register.exercised.pk, reason="a mistake", **negated
    )
    agree_entry_reversal(register.exercised)
    insert(Entry, {**row, "number": 5}, {**row, "number": 6})


def a_gap(register: Register) -> None:
    insert(Entry, entry_of(register), entry_of(register, number=7))


def oversold_at_once(register: Register) -> None:
    """Each alone fits what the agent has; both do not."""
    most: dict[str, Any] = {"shares": 300, "shares_issued": 300, "cash": 1560}
    insert(Entry, entry_of(register, **most), entry_of(register, number=6, **most))
