"""Statements as somebody at a database prompt would send them, past every action."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model
from django.db.models.functions import Now
from psycopg2.sql import SQL, Composable, Identifier, Placeholder

from neoequity.books.models import Approval
from neoequity.people.models import User
from placements.models import Placement, Sale
from placements.terms.request import REVERSAL
from tests.books import nothing_changes
from tests.factories import UserFactory
from tests.roles import owner

Values = Mapping[str, Any]


def ask(query: str) -> Any:
    """The single value that the query gives."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def fetch(query: Composable, values: list[Any]) -> list[tuple[Any, ...]]:
    """The rows that the query gives."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def run(statement: str | Composable, values: list[Any] | None = None) -> int:
    """Send one statement; the number of rows it touched."""
    is_owners = "TRUNCATE" in str(statement)  # the application is not even told why it may not
    with owner() if is_owners else nullcontext(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def insert(model: type[Model], *rows: Values, on_conflict: str = "") -> None:
    """INSERT these rows, each a mapping of column to value, in one statement."""
    names = list(rows[0])
    row = SQL("({})").format(SQL(", ").join([Placeholder()] * len(names)))
    statement = SQL("INSERT INTO {} ({}) VALUES {} {}").format(
        Identifier(model._meta.db_table),
        SQL(", ").join(map(Identifier, names)),
        SQL(", ").join([row] * len(rows)),
        SQL(f"ON CONFLICT {on_conflict}" if on_conflict else ""),
    )
    run(statement, [each[name] for each in rows for name in names])


def update(row: Model, **columns: Any) -> int:
    """UPDATE these columns of the row."""
    statement = SQL("UPDATE {} SET {} WHERE id = {}").format(
        Identifier(row._meta.db_table),
        SQL(", ").join(SQL("{} = %s").format(Identifier(name)) for name in columns),
        Placeholder(),
    )
    return run(statement, [*columns.values(), row.pk])


def delete(row: Model) -> int:
    """DELETE the row."""
    table = Identifier(row._meta.db_table)
    return run(SQL("DELETE FROM {} WHERE id = %s").format(table), [row.pk])


def truncate(model: type[Model]) -> None:
    """TRUNCATE the model's table and what hangs on it."""
    run(SQL("TRUNCATE {} CASCADE").format(Identifier(model._meta.db_table)))


def columns_of(row: Model, **changes: Any) -> dict[str, Any]:
    """The row's columns as they stand in its table, some of them changed.

    Without its id and what the database itself derives from the others.
    """
    [values] = type(row)._base_manager.filter(pk=row.pk).values()
    del values["id"]
    for field in type(row)._meta.concrete_fields:
        if field.generated:
            del values[field.column]
    return {**values, **changes}


def sale_of(placement: Placement, number: int, **changes: Any) -> dict[str, Any]:
    """The columns of a sale of 1,000 shares at $4.00 that keeps every rule, some of them changed.

    The database writes `recorded_at` itself.
    """
    columns = {
        "agreement_id": placement.agreement_id,
        "placement_id": placement.pk,
        "number": number,
        "trade_date": date(2001, 11, 9),
        "settlement_date": date(2001, 11, 15),
        "settlement_reason": "",
        "method": "negotiated",
        "shares": 1000,
        "price": Decimal("4.00"),
        "price_decimals": 2,
        "gross": Decimal("4000.00"),
        "commission": Decimal("160.00"),
        "deductions": Decimal("0.00"),
        "net": Decimal("3840.00"),
        "commission_stated": None,
        "second_fee": None,
        "agent_reference": f"RAW-{number}",
        "reverses_id": None,
        "adjusts_id": None,
        "concerns": None,
        "reason": "",
        "remark": "",
        "recorded_by_id": placement.status_by_id,
    }
    return {**columns, **changes}


def reversal_of(sale: Sale, number: int, **changes: Any) -> dict[str, Any]:
    """The columns of the sale's true reversal, some of them changed."""
    columns = columns_of(sale)
    del columns["recorded_at"]
    for name in ("shares", "gross", "commission", "deductions", "net"):
        columns[name] = -columns[name]
    for name in ("commission_stated", "second_fee"):
        columns[name] = columns[name] and -columns[name]
    columns.update(
        number=number,
        trade_date=date(2001, 11, 12),
        settlement_date=None,
        agent_reference=None,
        reverses_id=sale.pk,
        reason="a mistake",
    )
    return {**columns, **changes}


def adjustment_of(cause: Sale, number: int, **changes: Any) -> dict[str, Any]:
    """The columns of an adjustment of a cent for Nov 9, 2001, some of them changed."""
    figures = {"shares": 0, "price": 0, "gross": 0, "commission": "0.01", "net": "-0.01"}
    dated = {"trade_date": date(2001, 11, 9), "concerns": date(2001, 11, 9)}
    unsettled = {"settlement_date": None, "agent_reference": None, "adjusts_id": cause.pk}
    whole = {"price_decimals": 0}
    true = sale_of(cause.placement, number)
    return {**true, **figures, **dated, **unsettled, **whole, **changes}


def agree_reversal(sale: Sale, on: str = "2001-11-12", **changes: Any) -> None:
    """What the sale's true reversal waits for: one person asks for it and another approves."""
    asked = {"reason": "a mistake", **changes}
    agree(REVERSAL, sale.pk, asked, dated=on, issuer_id=sale.agreement.issuer_id)


def agree(
    kind: str, subject: int, asked: Values, *, dated: str, issuer_id: int, by: User | None = None
) -> Approval:
    """A request with these facts, approved by a CFO (default: a new one); nothing follows."""
    request = Approval.objects.create(
        kind=kind,
        subject=subject,
        issuer_id=issuer_id,
        dated=dated,
        asked=asked,
        asked_by=UserFactory(),
    )
    by = by or UserFactory(group="CFO")
    decided: Values = {"decision": "approved", "decided_by": by, "decided_at": Now()}
    Approval.objects.filter(pk=request.pk).update(**decided)
    return request


@contextmanager
def refused_by_database(words: str, error: type[DatabaseError] = IntegrityError) -> Iterator[None]:
    """The statements inside are refused with these words, and nothing changes."""
    with nothing_changes(), pytest.raises(error, match=words), _committed():
        yield


@contextmanager
def _committed() -> Iterator[None]:
    with transaction.atomic():
        yield
        run("SET CONSTRAINTS ALL IMMEDIATE")  # as a commit would check them
