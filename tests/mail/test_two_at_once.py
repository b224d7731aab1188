"""Two commands at once: first how they send twice without the note, then that they do not."""

import pytest

from neoequity.mail.models import SentMail
from neoequity.people.models import User
from tests.mail import senders
from tests.mail.readers import reader
from tests.races.conftest import Race, race

__all__ = ["race"]


@pytest.fixture
def person(committed: None) -> User:
    return reader("treasurer")


def test_who_looks_first_and_notes_later_sends_twice(person: User, race: Race) -> None:
    assert race(senders.look_then_send, 2) == ["sent 1, new"] * 2


def test_a_letter_that_four_send_at_once_is_sent_once(person: User, race: Race) -> None:
    assert race(senders.send_the_same, 4) == ["sent 0, not new"] * 3 + ["sent 1, new"]
    assert SentMail.objects.count() == 1
