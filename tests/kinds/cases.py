"""What the tests want to know of a kind of record whose pages the kernel makes: its `CASES`.

Each kind has one file of tests in this folder, and its `CASES` there, with those of its kin as a
tuple; the tables of tests/permissions and tests/constraints take them from here.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import Model

from neoequity.people.models import User

#: One raw statement, tried on a row.
Attempt = Callable[[Any], object]


class KindCases(NamedTuple):
    """A kind of record, as the tests meet it.

    `row` posts one on the day of the example, entered by a person of Treasury. `actions` are its
    actions, and who may do each (a set of roles from tests.permissions.people). `refused` are
    sentences of the database, each with the raw statements on a row that it refuses by it: every
    trigger and every constraint of the table is met at least once.
    """

    model: type[Model]
    row: Callable[[User], Model]
    actions: Mapping[str, frozenset[str]]
    refused: Mapping[str, Sequence[Attempt]]


@cache
def all_cases() -> tuple[KindCases, ...]:
    """The cases of every kind, file by file."""
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    modules = [import_module(f"tests.kinds.{file.stem}") for file in files]
    found = [module.CASES for module in modules if hasattr(module, "CASES")]
    return tuple(
        cases for each in found for cases in ([each] if isinstance(each, KindCases) else each)
    )


def kinds_with_tests() -> set[str]:
    """The names of the models that are tested in this folder."""
    return {cases.model.__name__ for cases in all_cases()}
