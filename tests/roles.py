"""In the database, the tests are the application; what only the owner may do, they do here."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def owner() -> Iterator[None]:
    """The statements inside, in a transaction, are the owner's: here, a superuser's."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        yield
        cursor.execute(f"SET LOCAL ROLE {settings.DATABASE_APPLICATION}")


@contextmanager
def unguarded() -> Iterator[None]:
    """No trigger fires and no foreign key is checked inside."""
    with owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
