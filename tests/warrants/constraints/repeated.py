"""Statements that insert several rows at once."""

from datetime import date
from typing import Any

from tests.constraints.rows import insert
from tests.warrants.constraints.attempts import agree_entry_reversal, entry_of, fresh, moving
from tests.warrants.constraints.conftest import Register
from warrants.models import Entry, Split


def reversed_twice(register: Register) -> None:
    negated: dict[str, Any] = {"shares": -100, "shares_issued": -100, "cash": -520}
    row = fresh(
        register.exercised, reverses_id=register.exercised.pk, reason="a mistake", **negated
    )
    agree_entry_reversal(register.exercised)
    insert(Entry, {**row, "number": 5}, {**row, "number": 6})


def approved_once(register: Register) -> None:
    """Two transfers by the same request."""
    row = moving(register, approval_id=10**6)
    insert(Entry, row, {**row, "number": 6})


def split_approved_once(register: Register) -> None:
    """Two splits by the same request."""
    row = fresh(register.split, effective_on=date(2002, 11, 20), approval_id=10**6)
    insert(Split, row, {**row, "effective_on": date(2002, 11, 21)})


def a_gap(register: Register) -> None:
    insert(Entry, entry_of(register), entry_of(register, number=7))


def oversold_at_once(register: Register) -> None:
    """Each alone fits what the agent has; both do not."""
    most: dict[str, Any] = {"shares": 300, "shares_issued": 300, "cash": 1560}
    insert(Entry, entry_of(register, **most), entry_of(register, number=6, **most))
