"""When a session ends."""

import time
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from neoequity.clock import real_day
from neoequity.people.models import User
from neoequity.people.sessions import BEGAN, USED
from tests.clients import logged_in
from tests.pages.plain_text import words
from tests.people.doors import PASSWORD, is_in, log_in

MINUTE = 60


def back(client: Client, **seconds: int) -> None:
    """The session was begun or used so many seconds ago."""
    session = client.session
    session.update({name: int(time.time()) - ago for name, ago in seconds.items()})
    session.save()


def test_a_session_ends_after_half_an_hour_without_a_click(cfo: User) -> None:
    client = logged_in(cfo)
    back(client, **{USED: 31 * MINUTE})

    answer = client.get("/", follow=True)

    assert answer.redirect_chain == [("/accounts/login/?next=/", 302)]
    assert "You were signed out after 30 minutes without a click." in words(answer)
    assert not is_in(client)


def test_a_session_goes_on_while_it_is_used(cfo: User) -> None:
    client = logged_in(cfo)
    for _ in range(3):
        back(client, **{USED: 29 * MINUTE})
        assert is_in(client)


def test_the_idle_time_is_a_setting(cfo: User, settings: Settings) -> None:
    settings.SESSION_IDLE = timedelta(minutes=5)
    client = logged_in(cfo)
    back(client, **{USED: 6 * MINUTE})

    assert not is_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(cfo: User) -> None:
    client = logged_in(cfo)
    back(client, **{BEGAN: 12 * 60 * MINUTE + 1})

    assert "12 hours after you had signed in" in words(client.get("/", follow=True))


def test_the_day_of_the_books_ends_no_session(cfo: User, settings: Settings) -> None:
    client = logged_in(cfo)
    settings.NEOEQUITY_TODAY = date(2050, 1, 1)

    assert is_in(client)


def test_the_hours_count_from_the_last_login(cfo: User) -> None:
    client = Client()
    log_in(client, "anna")
    client.get("/")
    back(client, **{BEGAN: 11 * 60 * MINUTE})
    log_in(client, "anna")
    client.get("/")

    assert client.session[BEGAN] >= int(time.time()) - MINUTE


def test_a_page_read_within_the_minute_writes_no_session(cfo: User) -> None:
    client = logged_in(cfo)
    back(client, **{USED: 10})
    before = client.session[USED]

    client.get("/")

    assert client.session[USED] == before


def test_a_new_password_ends_the_other_sessions_and_not_this_one(cfo: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        log_in(client, "anna")

    typed = {
        "old_password": PASSWORD,
        "new_password1": "another room by the sea",
        "new_password2": "another room by the sea",
    }
    answer = here.post("/accounts/password/", typed, follow=True)

    assert "your other sessions are ended" in words(answer)
    assert is_in(here)
    assert not is_in(there)


def test_an_account_that_is_made_inactive_is_out_at_once(cfo: User) -> None:
    client = logged_in(cfo)
    User.objects.filter(pk=cfo.pk).update(is_active=False)

    assert not is_in(client)


def test_after_its_last_day_an_account_is_out_and_told_so_at_the_login(auditor: User) -> None:
    client = logged_in(auditor)
    assert is_in(client)
    yesterday = real_day() - timedelta(days=1)
    User.objects.filter(pk=auditor.pk).update(expires_on=yesterday)

    assert not is_in(client)
    answer = log_in(Client(), "auditor")
    assert f"This account ended on {yesterday:%b} {yesterday.day}, {yesterday.year}." in words(
        answer
    )


def test_an_ended_account_is_not_told_apart_without_its_password(auditor: User) -> None:
    User.objects.filter(pk=auditor.pk).update(expires_on=date(2001, 1, 1))

    answer = log_in(Client(), "auditor", "wrong")

    assert "The name and password do not match." in words(answer)


def test_on_its_last_day_an_account_still_enters(auditor: User) -> None:
    User.objects.filter(pk=auditor.pk).update(expires_on=real_day())

    assert is_in(logged_in(auditor))


@pytest.mark.parametrize("day", [date(2001, 11, 13), date(2098, 1, 1)])
def test_the_last_day_is_one_of_the_real_calendar(
    auditor: User, settings: Settings, day: date
) -> None:
    settings.NEOEQUITY_TODAY = day
    User.objects.filter(pk=auditor.pk).update(expires_on=real_day())

    assert is_in(logged_in(auditor))
