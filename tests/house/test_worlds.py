"""Rows built once for many tests: each finds what it asks for, and nothing that another left."""

from dataclasses import dataclass
from itertools import count

import pytest

from neoequity.people.models import User
from tests.factories import UserFactory
from tests.worlds import built_once

_built = count(1)


@dataclass
class Pair:
    """Two people, who are told how often they were built."""

    first: User
    second: User
    built: int


@built_once
def ann(db: None) -> User:
    person: User = UserFactory(username="ann")
    return person


@built_once
def pair(ann: User) -> Pair:
    return Pair(ann, UserFactory(username="bob"), next(_built))


@built_once
def carl(db: None) -> User:
    person: User = UserFactory(username="carl")
    return person


@pytest.fixture
def dora(ann: User) -> User:
    """Built for each test, on top of what is built once."""
    person: User = UserFactory(username="dora", first_name=ann.username)
    return person


def everybody() -> set[str]:
    return set(User.objects.values_list("username", flat=True))


def test_a_test_that_asks_for_no_rows_finds_none(db: None) -> None:
    assert everybody() == set()


def test_a_test_finds_what_it_asks_for(ann: User) -> None:
    assert everybody() == {"ann"}
    assert ann.pk


def test_a_test_finds_what_its_rows_rest_on(pair: Pair) -> None:
    assert everybody() == {"ann", "bob"}


def test_what_rests_on_the_same_stands_beside_it(ann: User, carl: User) -> None:
    assert everybody() == {"ann", "carl"}


def test_what_is_built_for_one_test_stands_on_top(dora: User, ann: User) -> None:
    assert everybody() == {"ann", "dora"}
    assert dora.first_name == "ann"


def test_one_row_is_one_object_wherever_it_is_handed_out(pair: Pair, ann: User) -> None:
    assert pair.first is ann


@pytest.mark.parametrize("again", range(3))
def test_rows_are_built_once_and_what_a_test_does_to_them_is_undone(
    pair: Pair, ann: User, again: int
) -> None:
    assert ann.first_name == ""
    assert everybody() == {"ann", "bob"}
    ann.first_name = "Ann"
    ann.save()
    UserFactory(username="eve")
    pair.built += 1_000
    assert pair.built < 1_000 + 100  # 1,000 once, and the few times that the rows were built


@pytest.mark.django_db(transaction=True)
def test_rows_of_a_test_that_commits_are_its_own(pair: Pair, committed: None) -> None:
    assert everybody() == {"ann", "bob"}
