"""A hand that writes in the books past every rule, as only the owner of the server can."""

from collections.abc import Callable

from django.db import connection

from tests.roles import owner, unguarded

Tamper = Callable[..., None]


def tamper_with_books(*statements: str) -> None:
    """Run the SQL with all triggers asleep."""
    with unguarded(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def settle_constraints() -> None:
    """Check what waits for the commit now, so that tables can be altered in the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def alter(*statements: str) -> None:
    """Run the SQL with every trigger awake."""
    with owner(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
