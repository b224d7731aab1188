"""Fixtures for all tests stand here; a folder's own stand in its conftest."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="module")
def for_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What fixtures of the module build in here is there for its tests, and gone after the last.

    The transaction of each test is a savepoint in this one. Rows are only shared in the database:
    the fixture that hands them to a test hands it a `deepcopy`, as Django's `setUpTestData` does.
    Not for modules with `committed` rows.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Rows that are really committed, for other processes to see; afterwards they are gone.

    Django removes them with TRUNCATE, which the triggers refuse. So they sleep from the end of the
    test on until its connection is closed.
    """
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
