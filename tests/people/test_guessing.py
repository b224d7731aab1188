"""Guessing at a password: the stranger is stopped, whom the account belongs to is not."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings as product
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from neoequity.people.limits import MOST_FOR_ACCOUNT, MOST_FROM_ADDRESS, client_address
from neoequity.people.models import User
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.pages.plain_text import breaks_the_policy, words
from tests.people.doors import ELSEWHERE, OFFICE, PASSWORD, is_in, log_in

LIMIT = product.AXES_FAILURE_LIMIT
MINUTES = 10


def guess(name: str, times: int, addresses: Iterable[str] = (ELSEWHERE,)) -> Any:
    """So many wrong passwords from each of the addresses; the last answer."""
    answer = None
    for address in addresses:
        for _ in range(times):
            answer = log_in(Client(), name, "wrong", at=address)
    return answer


def minutes_pass(minutes: int) -> None:
    """What failed lies so much longer back."""
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(minutes=minutes)
        attempt.save(update_fields=["attempt_time"])


def many_addresses(number: int) -> list[str]:
    return [f"198.51.100.{at}" for at in range(1, number + 1)]


def distributed(name: str) -> None:
    """So many failures from everywhere that strangers are refused."""
    per_address = LIMIT - 1
    guess(name, per_address, many_addresses(MOST_FOR_ACCOUNT // per_address))


def test_five_wrong_passwords_stop_the_stranger_even_with_the_right_one(cfo: User) -> None:
    assert guess("anna", LIMIT - 1).status_code == 200
    assert guess("anna", 1).status_code == 429
    client = Client()

    answer = log_in(client, "anna", at=ELSEWHERE)

    assert answer.status_code == 429
    assert "Too many sign-ins have failed. Wait ten minutes" in words(answer)
    assert breaks_the_policy(answer) == []
    assert not is_in(client)


def test_the_cfo_gets_in_at_her_own_address_meanwhile(cfo: User) -> None:
    guess("anna", LIMIT + 3)
    client = Client()

    assert log_in(client, "anna", at=OFFICE).status_code == 302
    assert is_in(client)


def test_nobody_is_locked_for_more_than_ten_minutes_however_often_he_knocks(cfo: User) -> None:
    guess("anna", LIMIT)
    minutes_pass(MINUTES - 1)
    assert guess("anna", 3).status_code == 429
    minutes_pass(2)

    assert log_in(Client(), "anna", at=ELSEWHERE).status_code == 302


def test_success_forgets_the_failures_before(cfo: User) -> None:
    for _ in range(3):
        guess("anna", LIMIT - 1)
        assert log_in(Client(), "anna", at=ELSEWHERE).status_code == 302


def test_guesses_from_many_addresses_stop_every_address_that_is_not_known(cfo: User) -> None:
    log_in(Client(), "anna", at=OFFICE)
    distributed("anna")

    assert log_in(Client(), "anna", at=ELSEWHERE).status_code == 429
    assert log_in(Client(), "anna", at=OFFICE).status_code == 302


def test_guesses_from_many_addresses_stop_nobody_else(cfo: User) -> None:
    UserFactory(username="other", password=PASSWORD)
    distributed("anna")

    assert log_in(Client(), "other", at=ELSEWHERE).status_code == 302


def test_a_true_person_at_a_new_address_waits_ten_minutes_at_most(cfo: User) -> None:
    distributed("anna")
    minutes_pass(MINUTES + 1)

    assert log_in(Client(), "anna", at=ELSEWHERE).status_code == 302


def test_one_address_cannot_try_every_account(cfo: User) -> None:
    for number in range(MOST_FROM_ADDRESS // (LIMIT - 1) + 1):
        guess(f"somebody-{number}", LIMIT - 1)

    assert log_in(Client(), "anna", at=ELSEWHERE).status_code == 429
    assert log_in(Client(), "anna", at=OFFICE).status_code == 302


def test_an_administrator_unlocks(cfo: User, administrator: User) -> None:
    guess("anna", LIMIT)
    distributed("anna")

    logged_in(administrator).post(f"/admin/people/user/{cfo.pk}/unlock/")

    assert log_in(Client(), "anna", at=ELSEWHERE).status_code == 302


def mistype(client: Client, old: str, at: str = ELSEWHERE) -> Any:
    """The password page, sent with this for the old password."""
    new = "a word of my own choice"
    typed = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/accounts/password/", typed, REMOTE_ADDR=at)


def test_a_wrong_old_password_is_a_failed_login(cfo: User) -> None:
    answer = mistype(logged_in(cfo), "wrong")

    assert answer.status_code == 200
    assert "Your old password was entered incorrectly" in words(answer)
    kept = AccessFailureLog.objects.values_list("username", "ip_address", "path_info")
    assert list(kept) == [("anna", ELSEWHERE, "/accounts/password/")]


def test_who_took_over_a_session_guesses_no_more_often_than_at_the_login(cfo: User) -> None:
    client = logged_in(cfo)
    for _ in range(LIMIT - 1):
        assert mistype(client, "wrong").status_code == 200
    assert mistype(client, "wrong").status_code == 429

    refused = mistype(client, PASSWORD)

    assert refused.status_code == 429
    assert "Too many sign-ins have failed. Wait ten minutes" in words(refused)
    cfo.refresh_from_db()
    assert cfo.check_password(PASSWORD)
    assert log_in(Client(), "anna", at=ELSEWHERE).status_code == 429
    assert log_in(Client(), "anna", at=OFFICE).status_code == 302


def test_failures_at_the_login_count_at_the_password_page(cfo: User) -> None:
    guess("anna", LIMIT)

    assert mistype(logged_in(cfo), PASSWORD).status_code == 429


def test_the_right_old_password_forgets_the_failures_before(cfo: User) -> None:
    client = logged_in(cfo)
    for _ in range(LIMIT - 1):
        mistype(client, "wrong")

    assert mistype(client, PASSWORD).status_code == 302

    assert not AccessAttempt.objects.exists()
    assert AccessFailureLog.objects.count() == LIMIT - 1


def test_what_was_typed_on_the_password_page_is_kept_nowhere(cfo: User) -> None:
    mistype(logged_in(cfo), "nearly the right one")

    attempt = AccessAttempt.objects.get()
    assert "nearly" not in attempt.post_data
    assert "own choice" not in attempt.post_data


def test_the_log_keeps_every_failure_and_no_password(cfo: User) -> None:
    guess("anna", LIMIT + 2)

    kept = list(AccessFailureLog.objects.values_list("username", "ip_address", "locked_out"))
    assert len(kept) == LIMIT  # what is refused unread is not a guess
    assert {(name, address) for name, address, _ in kept} == {("anna", ELSEWHERE)}
    attempt = AccessAttempt.objects.get()
    assert "wrong" not in attempt.post_data
    assert "csrfmiddlewaretoken=" not in attempt.post_data


def test_a_lock_of_one_browser_holds_for_another_at_the_same_address(cfo: User) -> None:
    for browser in range(LIMIT):
        typed = {"username": "anna", "password": "wrong"}
        headers = {"user-agent": f"browser {browser}"}
        Client(headers=headers).post("/accounts/login/", typed, REMOTE_ADDR=ELSEWHERE)

    assert log_in(Client(), "anna", at=ELSEWHERE).status_code == 429


@pytest.mark.parametrize(
    ("tls", "forwarded", "found"),
    [
        (False, "198.51.100.7", OFFICE),  # no proxy: the header is the stranger's own word
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "10.0.0.1, 198.51.100.7", "198.51.100.7"),  # only the last is the proxy's
        (True, "nonsense", None),
        (True, None, OFFICE),
    ],
)
def test_the_proxy_is_believed_only_where_there_is_one(
    settings: Settings, rf: RequestFactory, tls: bool, forwarded: str | None, found: str | None
) -> None:
    settings.TLS = tls
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}

    assert client_address(rf.get("/", headers=headers, REMOTE_ADDR=OFFICE)) == found


def test_an_attempt_is_counted_at_its_own_time(cfo: User) -> None:
    guess("anna", 1)

    age = timezone.now() - AccessAttempt.objects.get().attempt_time
    assert age < timedelta(minutes=1)


@pytest.mark.parametrize("length", [151, 255, 256, 5_000])
def test_a_name_longer_than_any_account_s_is_refused_as_a_wrong_one(cfo: User, length: int) -> None:
    answer = log_in(Client(), "a" * length)

    assert answer.status_code == 200
    assert "The name and password do not match." in words(answer)
    assert not AccessFailureLog.objects.exists()
