"""Fixtures for all tests stand here; a folder's own stand in its conftest."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.enterable import remove_enterable
from tests.offices import APPROVER, PASSWORD, Office, Opened, migrated_office, offices
from tests.worlds import World, together

#: Each of these starts the database; `make fast` leaves out every test that asks for one.
STARTS_THE_DATABASE = {"db", "transactional_db", "django_db_setup", "migrated", "opened"}
MAKE_APPROVER = f"""
import django
django.setup()
import pghistory
from django.contrib.auth.models import Group
from neoequity.people.models import User
person = User.objects.create_user({APPROVER!r})
with pghistory.context(user=person.pk):  # as if they had chosen it themselves
    person.set_password({PASSWORD!r})
    person.save(update_fields=["password"])
person.groups.add(Group.objects.get(name="CFO"))
"""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[Any]:
    """Thousands of tests stay to the end: the garbage collector need not look at them again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database. Any other test that reaches for it is refused."""
    for item in items:
        asked = STARTS_THE_DATABASE & set(getattr(item, "fixturenames", ()))
        if asked or item.get_closest_marker("django_db"):
            item.add_marker("database")
    items[:] = together(items)


def pytest_sessionfinish() -> None:
    """Leave nothing of the tests behind."""
    remove_enterable()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Iterator[Any]:
    """Right before the transaction of a test begins, what it shares with others is built."""
    if fixturedef.argname == "_django_db_helper":
        world = request.getfixturevalue("world")
        world.stand(request.node)
        request.addfinalizer(world.forget)
    return (yield)


@pytest.fixture(scope="session")
def django_db_setup(
    opened: Opened, migrated: Office, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The database of the tests themselves is a copy, too; pytest-django would migrate it again.

    It alone has the tables of the kind of record that only the tests have.
    """
    office = opened("tests", like=migrated)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = office.place["dbname"]
        call_command("migrate", verbosity=0)
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture(scope="session")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """What the tests of a row start from; see `tests/worlds.py`."""
    world = World(django_db_blocker)
    yield world
    world.leave()


@pytest.fixture(scope="session")
def migrated(django_db_blocker: DjangoDbBlocker) -> Office:
    """What every database of the run is copied from: migrations take seconds, a copy does not."""
    with django_db_blocker.unblock():
        return migrated_office()


@pytest.fixture(scope="session")
def opened(django_db_blocker: DjangoDbBlocker) -> Iterator[Opened]:
    """Opens offices by name; their databases are thrown away after the last test."""
    with offices(django_db_blocker) as opened:
        yield opened


@pytest.fixture(scope="session")
def prepared(opened: Opened, migrated: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The example programme with its history, and two people: to be copied, not used.

    They are the first user, and another in the group CFO, who approves what the first asks for.
    """
    office = opened("prepared", like=migrated)
    office.environment["NEOEQUITY_VAR"] = str(tmp_path_factory.mktemp("var"))
    office.environment["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
    office.printed = office.run("manage.py", "prepare")
    office.run("-c", MAKE_APPROVER)
    return office


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Rows that are really committed, for other processes to see; afterwards they are gone.

    Django removes them with TRUNCATE, which the triggers refuse. So they sleep from the end of the
    test on until its connection is closed, and that is the owner's.
    """
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE; SET session_replication_role = replica")
