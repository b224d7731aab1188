"""The books that the table looks at, built once a module; each test leaves them as they were."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.permissions.house import TODAY, House


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """The books, in a transaction that is taken back when the module's last test has run."""
    with (
        django_db_blocker.unblock(),
        override_settings(NEOEQUITY_TODAY=TODAY),
        transaction.atomic(),
    ):
        yield House()
        transaction.set_rollback(True)


@pytest.fixture
def house(built: House, db: None) -> House:
    """The books, in a savepoint of the test's own."""
    return built
