"""Two who record the same line at once: it is booked once, and the other is told."""

import pytest

from neoequity.ledger import prove_books
from neoequity.people.models import User
from neoequity.statements.models import Sender, Statement, StatementLine
from tests.factories import UserFactory
from tests.races.conftest import Race, race
from tests.statements import files, racers
from tests.statements.recorded import able

__all__ = ["race"]


@pytest.fixture
def person(committed: None) -> User:
    somebody: User = UserFactory()
    return somebody


@pytest.fixture
def sender(person: User) -> Sender:
    return able(files.AGENT)


def test_without_the_lock_two_take_the_same_line_for_new_and_the_database_refuses_one(
    sender: Sender, race: Race
) -> None:
    endings = race(racers.record_the_same_line_without_the_lock, 2)
    assert any("a_reference_is_booked_once_for_an_account" in ending for ending in endings)


def test_a_file_that_two_record_at_once_is_recorded_once(sender: Sender, race: Race) -> None:
    known, new = sorted(race(racers.record_the_same_file, 2), reverse=True)
    statement = Statement.objects.get()
    assert new == "1 new"
    assert known == (
        f"This file is known: it was recorded as {statement} of Harbor & Vine on 2001-11-30."
    )


def test_a_line_in_the_files_of_four_is_booked_once(sender: Sender, race: Race) -> None:
    assert race(racers.record_a_file_with_the_same_line, 4) == ["0 new"] * 3 + ["1 new"]
    assert StatementLine.objects.count() == 1
    assert prove_books().differences == []
