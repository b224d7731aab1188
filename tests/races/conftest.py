"""Processes that act at once on rows that are really committed."""

import os
from collections.abc import Callable, Iterator
from multiprocessing import get_context

import pytest
from django.db import connection

from neoequity.people.models import User
from placements.models import Agreement
from tests.durability.servers import Standby, server_of_all_tests
from tests.enterable import enterable
from tests.factories import AgreementFactory, UserFactory
from tests.races.racers import PATIENCE, Act, take_part

Race = Callable[[Act, int], list[str]]


@pytest.fixture(scope="session", autouse=True)
def replica(django_db_setup: None) -> Iterator[None]:
    """With REPLICA=1 every commit of a race waits until a streaming replica has it."""
    if os.environ.get("REPLICA") != "1":
        yield
        return
    standby = Standby(server_of_all_tests(), enterable() / "standby")
    standby.be_waited_for()
    yield
    standby.no_longer_be_waited_for()
    standby.stop()


@pytest.fixture
def person(committed: None) -> User:
    somebody: User = UserFactory()
    return somebody


@pytest.fixture
def agreement(committed: None) -> Agreement:
    signed: Agreement = AgreementFactory()
    return signed


@pytest.fixture
def race(committed: None) -> Race:
    """Start so many processes together; how it ended for each, the most frequent ending first."""
    # Forked from a server of their own, they inherit neither connections nor threads.
    processes = get_context("forkserver")
    processes.set_forkserver_preload(["tests.races.ready", "tests.races.racers"])

    def run(act: Act, runners: int) -> list[str]:
        database = str(connection.settings_dict["NAME"])
        line, outcomes = processes.Barrier(runners), processes.SimpleQueue()
        started = [
            processes.Process(
                target=take_part, args=(database, act, number, line, outcomes), daemon=True
            )
            for number in range(runners)
        ]
        for process in started:
            process.start()
        for process in started:
            process.join(PATIENCE)
        endings = []
        while not outcomes.empty():
            endings.append(outcomes.get())
        assert [process.exitcode for process in started] == [0] * runners, endings
        return sorted(endings, key=lambda ending: (-endings.count(ending), ending))

    return run
