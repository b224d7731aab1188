"""Rows that many tests start from, built once for those that start from the same.

`@built_once` stands where `@pytest.fixture` would. Tests that ask for the same of these fixtures
run one after the other. What they ask for is built before the first of them, each fixture in a
transaction inside that of the one before it, and the test's own is a savepoint in the last. Every
test is handed a deep copy, as if it had built its own.
"""

import inspect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from copy import deepcopy
from functools import cache, wraps
from typing import Any, NamedTuple, overload

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

Build = Callable[..., Any]
Made = dict[Build, Any]
Rows = tuple[int, int, int]

#: What the fixtures of the test that runs are handed.
_handed: Made = {}
#: Rows that are remembered from one call to the next, for as long as they are there: see `usual`.
remembered: dict[str, Any] = {}

_BUILDS = "_builds"
#: Who asks for one of these commits rows.
_ALONE = {"transactional_db", "live_server"}


@overload
def built_once(build: Build, *, autouse: bool = ...) -> object: ...
@overload
def built_once(*, autouse: bool = ...) -> Callable[[Build], object]: ...
def built_once(
    build: Build | None = None, *, autouse: bool = False
) -> object | Callable[[Build], object]:
    """A fixture of rows. It may ask for `db` and others of its kind, and for nothing else.

    Where a test makes that impossible (its rows are committed, or it overrides what this one asks
    for), it is built for the test alone, like any fixture.
    """
    if build is None:
        return lambda build: built_once(build, autouse=autouse)

    @wraps(build)
    def hand_over(**asked: Any) -> Any:
        return _handed[build] if build in _handed else build(**asked)

    setattr(hand_over, _BUILDS, build)
    return pytest.fixture(hand_over, autouse=autouse)


def together(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests in their order, but within a module those that start from the same in a row."""
    asked = {item: _asked_by(item) for item in items}
    often = Counter(build for builds in asked.values() for build in builds)
    places: dict[Any, int] = {}
    for item, builds in asked.items():
        item.stash[_ASKED] = tuple(_in_order(builds, often))
        for thing in (item.path, *asked_by(item)):
            places.setdefault(thing, len(places))
    return sorted(items, key=lambda item: [places[each] for each in (item.path, *asked_by(item))])


def _in_order(builds: Mapping[Build, set[Build]], often: Counter[Build]) -> Iterator[Build]:
    """What more tests ask for is built first, so that more can be built on top of it."""
    left = dict(builds)
    while left:
        ready = [build for build, asks in left.items() if not asks & left.keys()]
        chosen = max(ready, key=often.__getitem__)
        del left[chosen]
        yield chosen


_ASKED = pytest.StashKey[tuple[Build, ...]]()


def asked_by(item: pytest.Item) -> tuple[Build, ...]:
    """What is built once for the test and others, in the order in which it is built."""
    return item.stash[_ASKED]


class _Storey(NamedTuple):
    build: Build
    made: Made
    remembered: dict[str, Any]
    rows: Rows
    frame: ExitStack


def _rows() -> Rows:
    """How many people, logins and logged changes there are: whatever is left behind shows in one.

    A look at the tables that every act writes to is cheap enough for each of thousands of tests.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM people_user), (SELECT count(*) FROM axes_accesslog),"
            " (SELECT count(*) FROM books_changelog)"
        )
        people, logins, changes = cursor.fetchone()
    return people, logins, changes


class World:
    """The rows that stand now, in storeys: each in a transaction inside that of the one below."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self._storeys: list[_Storey] = []

    def stand(self, item: pytest.Item) -> None:
        """Have what the test asks for, and nothing else. Its transaction has not begun."""
        asked = asked_by(item)
        stands = [storey.build for storey in self._storeys]
        while tuple(stands) != asked[: len(stands)]:
            stands.pop()
        self.leave(len(stands))
        for build in asked[len(stands) :]:
            self._add(item, build)
        _handed.update(self._recall())

    def forget(self) -> None:
        """The test is over, and the rows are those that stood before it."""
        _handed.clear()
        remembered.clear()
        with self._blocker.unblock():
            rows = _rows()
        stood = self._storeys[-1].rows if self._storeys else (0, 0, 0)
        assert rows == stood, f"People, logins, logged changes: {rows} after the test, not {stood}."

    def leave(self, standing: int = 0) -> None:
        """Tear down all storeys above so many."""
        with self._blocker.unblock():
            while len(self._storeys) > standing:
                self._storeys.pop().frame.close()

    def _recall(self) -> Made:
        """A copy of all that stands, and of what is remembered with it."""
        remembered.clear()
        if not self._storeys:
            return {}
        top = self._storeys[-1]
        made, again = deepcopy((top.made, top.remembered))
        remembered.update(again)
        return made

    def _add(self, item: pytest.Item, build: Build) -> None:
        made = self._recall()
        with self._blocker.unblock(), ExitStack() as frame:
            frame.enter_context(transaction.atomic())
            frame.callback(transaction.set_rollback, True)
            made[build] = build(**{name: _made(item, name, made) for name in _asks(build)})
            connection.check_constraints()  # as after a commit: nothing is left to be checked
            storey = _Storey(build, made, {**remembered}, _rows(), frame.pop_all())
            self._storeys.append(storey)


def _asked_by(item: pytest.Item) -> dict[Build, set[Build]]:
    """What can be built once for the test and others, with what each asks for itself."""
    asked = getattr(item, "fixturenames", ())
    marker = item.get_closest_marker("django_db")
    if _ALONE & set(asked) or (marker and (marker.args or marker.kwargs)):
        return {}
    return {
        _builds(item, name): {_builds(item, each) for each in _asks(_builds(item, name))}
        for name in sorted(asked)
        if _can_be_shared(item, name)
    }


def _can_be_shared(item: pytest.Item, name: str) -> bool:
    build = _builds(item, name)
    return build is not None and all(
        each == "db" or _can_be_shared(item, each) for each in _asks(build)
    )


def _builds(item: pytest.Item, name: str) -> Any:
    found = item._fixtureinfo.name2fixturedefs.get(name)  # type: ignore[attr-defined]  # pytest's
    return getattr(found[-1].func, _BUILDS, None) if found else None


@cache
def _asks(build: Build) -> tuple[str, ...]:
    return tuple(inspect.signature(build).parameters)


def _made(item: pytest.Item, name: str, made: Made) -> Any:
    return None if name == "db" else made[_builds(item, name)]
