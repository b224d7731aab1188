"""Fixtures for all tests stand here; a folder's own stand in its conftest."""

from collections.abc import Iterator

import pytest
from django.db import connection


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Rows that are really committed, for other processes to see; afterwards they are gone.

    Django removes them with TRUNCATE, which the triggers refuse. So they sleep from the end of the
    test on until its connection is closed.
    """
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
