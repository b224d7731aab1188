"""Attempts to get round a rule: each is one raw statement, made when the register stands."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db.models import Model

from tests.constraints.rows import agree, columns_of, delete, insert, truncate, update
from tests.roles import unguarded as without_guards
from tests.warrants.constraints.conftest import Register
from warrants.models import Entry, Warrant
from warrants.terms.request import ENTRY_REVERSAL

Attempt = Callable[[Register], object]
TRUE: dict[str, str] = {}


def change(row: str, **columns: Any) -> Attempt:
    """UPDATE the register's row."""
    return lambda register: update(attrgetter(row)(register), **columns)


def again(row: str, **changes: Any) -> Attempt:
    """INSERT a row like the register's, in all but these columns, recorded now."""
    return lambda register: insert(
        type(attrgetter(row)(register)), fresh(attrgetter(row)(register), **changes)
    )


def fresh(row: Model, **changes: Any) -> dict[str, Any]:
    """The row's columns, some of them changed; the database writes the moment itself."""
    columns = columns_of(row, **changes)
    if "recorded_at" not in changes:
        columns.pop("recorded_at", None)
    return columns


def entry(**changes: Any) -> Attempt:
    """INSERT the warrant's next entry: the agent exercises 100 for cash, but for these columns."""
    return lambda register: insert(Entry, entry_of(register, **changes))


def entry_of(register: Register, **changes: Any) -> dict[str, Any]:
    return fresh(register.exercised, **{"number": 5, **changes})


def cashless(**changes: Any) -> Attempt:
    """INSERT a cashless exercise: 100 x (8 - 5.20) / 8 = 35 shares, but for these columns."""
    return entry(
        **{
            "kind": "cashless_exercise",
            "on": date(2002, 11, 15),
            "market_price": 8,
            "shares_issued": 35,
            "cash": 0,
            **changes,
        }
    )


def moving(register: Register, **changes: Any) -> dict[str, Any]:
    """The columns of another transfer of 100 from the agent to the officer."""
    return fresh(register.moved, **{"number": 5, "shares": 100, **changes})


def transferred(**changes: Any) -> Attempt:
    return lambda register: insert(Entry, moving(register, **changes))


def reversal(
    of: str = "exercised", approved: dict[str, str] | None = TRUE, **changes: Any
) -> Attempt:
    """INSERT the true reversal of the entry, but for these columns.

    It is approved as it is posted, but for these facts; `approved=None`: it is not.
    """

    def insert_reversal(register: Register) -> None:
        row: Entry = attrgetter(of)(register)
        columns = fresh(row, number=5, reverses_id=row.pk, reason="a mistake")
        for name in ("shares", "shares_issued", "cash"):
            columns[name] = -columns[name]
        columns.update(changes)
        if approved is not None:
            agree_entry_reversal(row, **{"on": str(columns["on"]), **approved})
        insert(Entry, columns)

    return insert_reversal


def agree_entry_reversal(row: Entry, on: str = "", **changes: Any) -> None:
    """What the true reversal waits for: one person asks for it and another approves."""
    asked = {"reason": "a mistake", **changes}
    dated = on or str(row.on)
    agree(ENTRY_REVERSAL, row.pk, asked, dated=dated, issuer_id=row.warrant.issuer_id)


def warrant_of(register: Register, **changes: Any) -> dict[str, Any]:
    """The columns of the warrant that is owed for `sold`, in all but these."""
    owed = {"number": 3, "placement_id": register.sold.pk, "outstanding": 0}
    return fresh(register.warrant, **{**owed, **changes})


def warrant(**changes: Any) -> Attempt:
    """INSERT the warrant that is owed, without an entry, in all but these columns."""
    return lambda register: insert(Warrant, warrant_of(register, **changes))


def issued(issue: dict[str, Any] | None = None, **changes: Any) -> Attempt:
    """INSERT the warrant that is owed and its issue, true in all but these columns."""

    def insert_both(register: Register) -> None:
        insert(Warrant, warrant_of(register, **changes))
        made = Warrant.objects.order_by("-pk")[0]
        told: dict[str, Any] = {"warrant_id": made.pk, "shares": made.shares, "on": made.issued_on}
        insert(Entry, fresh(register.issue, **{**told, **(issue or {})}))

    return insert_both


def answered(**changes: Any) -> Attempt:
    """INSERT a holder's answer to the priced call: 100 at $3.8380, but for these columns."""

    def insert_answer(register: Register) -> None:
        columns = fresh(
            register.exercised,
            warrant_id=register.opened.pk,
            number=2,
            holder_from_id=register.opened.balances.get().holder_id,
            on=register.priced.bid_on,
            exercise_price=Decimal("3.8380"),
            cash=Decimal("383.80"),
            call_id=register.priced.pk,
        )
        insert(Entry, {**columns, **changes})

    return insert_answer


def unguarded(attempt: Attempt) -> Attempt:
    """The same with the triggers off, where one of them would speak before the constraint."""

    def without_triggers(register: Register) -> None:
        with without_guards():
            attempt(register)

    return without_triggers


def removal(row: str) -> Attempt:
    """DELETE the register's row."""
    return lambda register: delete(attrgetter(row)(register))


def emptying(model: type[Model]) -> Attempt:
    """TRUNCATE the model's table."""
    return lambda register: truncate(model)
