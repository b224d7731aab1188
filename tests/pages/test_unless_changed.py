"""What a page says is made once for each session, address and day until something is committed."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from django.db import transaction
from django.test import Client

from neoequity.books.pages import unchanged
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.unchanged import state_of_the_database, unless_changed
from tests.factories import TODAY, AgreementFactory, UserFactory

STATE = ("100:100:", "today", "books")


def asking(
    *, person: int = 1, session: str = "a", address: str = "/", day: date = TODAY
) -> DatedRequest:
    request = SimpleNamespace(
        user=SimpleNamespace(pk=person),
        session=SimpleNamespace(session_key=session),
        get_full_path=lambda: address,
        as_of=day,
        today=TODAY,
    )
    return cast(DatedRequest, request)


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Asks for a number that is one more each time it is made, in a given state."""
    unchanged._MADE.clear()
    made = iter(range(1, 100))

    def say(request: DatedRequest, state: tuple[str, ...] | None = STATE) -> int:
        monkeypatch.setattr(unchanged, "state_of_the_database", lambda: state)
        return unless_changed(request, lambda: next(made))

    return say


def test_what_was_made_is_given_again_while_nothing_changes(say: Callable[..., int]) -> None:
    assert [say(asking()) for _ in range(3)] == [1, 1, 1]


def test_it_is_made_again_once_something_was_committed(say: Callable[..., int]) -> None:
    assert say(asking()) == 1
    assert say(asking(), ("101:101:", "today", "books")) == 2


def test_a_server_that_was_started_again_counts_its_transactions_anew(
    say: Callable[..., int],
) -> None:
    assert say(asking()) == 1
    assert say(asking(), ("100:100:", "tomorrow", "books")) == 2


def test_another_session_person_address_or_day_has_its_own(say: Callable[..., int]) -> None:
    requests = [
        asking(),
        asking(person=2),
        asking(session="b"),
        asking(address="/?period=to-date"),
        asking(day=TODAY - timedelta(days=1)),
    ]
    assert [say(request) for request in requests] == [1, 2, 3, 4, 5]
    assert [say(request) for request in requests] == [1, 2, 3, 4, 5]


def test_a_transaction_that_has_written_is_given_nothing_from_before(
    say: Callable[..., int],
) -> None:
    assert [say(asking(), None) for _ in range(2)] == [1, 2]


def test_every_commit_changes_the_state(committed: None) -> None:
    before = state_of_the_database()
    assert before is not None
    UserFactory()
    assert state_of_the_database() != before


def test_a_transaction_has_no_state_from_its_first_write_on(committed: None) -> None:
    with transaction.atomic():
        assert state_of_the_database() is not None
        UserFactory()
        assert state_of_the_database() is None


def test_the_first_screen_shows_what_was_committed_since(committed: None) -> None:
    client = Client()
    client.force_login(UserFactory(group="CFO"))
    for _ in range(2):
        assert "No agreement is loaded yet" in client.get("/").content.decode()
    AgreementFactory()
    for _ in range(2):
        assert "Sales Agreement" in client.get("/").content.decode()
