"""Rows that many tests start from, built once for those that start from the same.

`@built_once` stands where `@pytest.fixture` would. Tests that ask for the same of these fixtures
run one after the other; what they ask for is built before the first of them, in a transaction of
which each test's own is a savepoint. Every test is handed a deep copy, as if it had built its own.
"""

import inspect
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from copy import deepcopy
from functools import cache, wraps
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

Build = Callable[..., Any]

#: What the fixtures of the test that runs are handed, by what builds them.
_handed: dict[Build, Any] = {}

_BUILDS = "_builds"


def built_once(build: Build) -> Any:
    """A fixture of rows. It may ask for `db` and others of its kind, and for nothing else.

    Where a test makes that impossible (its rows are committed, its module has rows of its own, it
    overrides what this one asks for), it is built for the test alone, like any fixture.
    """

    @wraps(build)
    def hand_over(**asked: Any) -> Any:
        return _handed[build] if build in _handed else build(**asked)

    setattr(hand_over, _BUILDS, build)
    return pytest.fixture(hand_over)


def together(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests in their order, but within a module those that start from the same in a row."""
    places: dict[Any, int] = {}
    return sorted(
        items,
        key=lambda item: (
            places.setdefault(item.path, len(places)),
            places.setdefault((item.path, *_asked_by(item)), len(places)),
        ),
    )


class World:
    """The rows that stand now, with the fixtures they were built by."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self._made: dict[Build, Any] = {}
        self._asked: tuple[Build, ...] = ()
        self._frame = ExitStack()

    def stand(self, item: pytest.Item) -> None:
        """Have what the test asks for, and nothing else. Its transaction has not begun."""
        asked = _asked_by(item)
        if asked != self._asked:
            self.leave()
            self._begin(item, asked)
        _handed.update(deepcopy(self._made))

    def forget(self) -> None:
        """The test is over."""
        _handed.clear()

    def leave(self) -> None:
        """Have nothing."""
        self._made, self._asked = {}, ()
        self._frame.close()

    def _begin(self, item: pytest.Item, asked: tuple[Build, ...]) -> None:
        if not asked:
            return
        with ExitStack() as frame:
            frame.enter_context(self._blocker.unblock())
            frame.enter_context(transaction.atomic())
            frame.callback(transaction.set_rollback, True)
            for name in _names(item):
                _make(item, name, self._made)
            connection.check_constraints()  # as after a commit: nothing is left to be checked
            self._asked, self._frame = asked, frame.pop_all()


def _asked_by(item: pytest.Item) -> tuple[Build, ...]:
    """What is built once for the test and those like it."""
    kept: tuple[Build, ...] | None = getattr(item, "_built_once", None)
    if kept is None:
        kept = tuple(_builds(item, name) for name in _names(item))
        item._built_once = kept  # type: ignore[attr-defined]  # asked again and again
    return kept


#: Who asks for one of these has rows that are not for others, or rows of the module.
_ALONE = {"transactional_db", "live_server", "for_the_module"}


def _names(item: pytest.Item) -> list[str]:
    asked = getattr(item, "fixturenames", ())
    marker = item.get_closest_marker("django_db")
    if _ALONE & set(asked) or (marker and (marker.args or marker.kwargs)):
        return []
    return sorted(name for name in asked if _can_be_shared(item, name))


def _can_be_shared(item: pytest.Item, name: str) -> bool:
    build = _builds(item, name)
    return build is not None and all(
        each == "db" or _can_be_shared(item, each) for each in _asks(build)
    )


def _builds(item: pytest.Item, name: str) -> Any:
    found = item._fixtureinfo.name2fixturedefs.get(name)  # type: ignore[attr-defined]
    return getattr(found[-1].func, _BUILDS, None) if found else None


@cache
def _asks(build: Build) -> tuple[str, ...]:
    return tuple(inspect.signature(build).parameters)


def _make(item: pytest.Item, name: str, made: dict[Build, Any]) -> Any:
    if name == "db":
        return None  # it is there already
    build = _builds(item, name)
    if build not in made:
        made[build] = build(**{each: _make(item, each, made) for each in _asks(build)})
    return made[build]
