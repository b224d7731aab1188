"""An address is confirmed by its person, by a link that was mailed to it, before anything goes."""

import re
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from neoequity.mail.actions import confirm_address
from neoequity.mail.addresses import confirmed_address
from neoequity.mail.people import choice_of
from neoequity.people.models import User
from tests.books import refused
from tests.clients import logged_in
from tests.mail.readers import reader
from tests.pages.plain_text import words
from tests.worlds import built_once

CHOICE, LINK = "/accounts/mail/", "/accounts/mail/link/"


@built_once
def person(db: None) -> User:
    return reader("treasurer", confirmed=False)


@pytest.fixture
def browser(person: User) -> Client:
    return logged_in(person)


def mailed_link(browser: Client) -> str:
    """The path in the mail that the page sends."""
    browser.post(LINK)
    [address] = re.findall(r"https://equity.example.com(/accounts/mail/confirm/\S+)", body())
    return str(address)


def body() -> str:
    return str(mail.outbox[-1].body)


def is_confirmed(person: User) -> bool:
    person.refresh_from_db()
    return confirmed_address(choice_of(person), person) != ""


def test_the_link_goes_to_the_address_of_the_account(person: User, browser: Client) -> None:
    mailed_link(browser)
    assert [message.to for message in mail.outbox] == [["treasurer@example.com"]]
    assert mail.outbox[0].subject == "Confirm your email address for NeoEquity"
    assert "Open the link within 3 days, signed in as treasurer." in body()


def test_opening_the_link_only_asks(person: User, browser: Client) -> None:
    page = browser.get(mailed_link(browser))
    assert "Mail for treasurer will be sent to treasurer@example.com." in words(page)
    assert not is_confirmed(person)


def test_the_button_confirms(person: User, browser: Client) -> None:
    browser.post(mailed_link(browser))
    assert is_confirmed(person)
    assert "treasurer@example.com is confirmed." in words(browser.get(CHOICE))


def test_another_persons_link_confirms_nothing(person: User, browser: Client) -> None:
    link = mailed_link(browser)
    other = reader("controller", group="Controller", confirmed=False)
    page = logged_in(other).post(link, follow=True)
    assert "This link belongs to another account or address." in words(page)
    assert not is_confirmed(other)
    assert not is_confirmed(person)


def test_a_stranger_is_sent_to_sign_in(browser: Client) -> None:
    answer = Client().get(mailed_link(browser))
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_a_forged_link_confirms_nothing(person: User, browser: Client) -> None:
    browser.post(f"{mailed_link(browser)[:-4]}aaa/")
    assert not is_confirmed(person)


def test_a_link_is_too_old_after_three_days(
    person: User, browser: Client, settings: Settings
) -> None:
    link = mailed_link(browser)
    settings.PASSWORD_RESET_TIMEOUT = -1
    page = browser.post(link, follow=True)
    assert "This link has expired. Send a new one." in words(page)
    assert not is_confirmed(person)


def test_a_changed_address_is_confirmed_anew(person: User, browser: Client) -> None:
    link = mailed_link(browser)
    browser.post(link)
    User.objects.filter(pk=person.pk).update(email="elsewhere@example.com")
    assert not is_confirmed(person)
    browser.post(link)
    assert not is_confirmed(person)


def test_the_action_refuses_another_address_than_that_of_the_account(person: User) -> None:
    with refused("The email address of this account has changed. Send a new link."):
        confirm_address(address="elsewhere@example.com", by=person)


def test_a_second_link_in_the_same_minute_is_not_sent(browser: Client) -> None:
    now = timezone.now()
    with patch("neoequity.mail.choice_views.timezone.now", return_value=now):
        browser.post(LINK)
        browser.post(LINK)
    assert len(mail.outbox) == 1


def test_an_account_without_an_address_is_told_whom_to_ask(person: User) -> None:
    User.objects.filter(pk=person.pk).update(email="")
    browser = logged_in(person)
    assert "Your account has no email address. An Administrator can enter one" in words(
        browser.get(CHOICE)
    )
    page = browser.post(LINK, follow=True)
    assert "Your account has no email address. Ask an Administrator." in words(page)
    assert mail.outbox == []


def test_a_server_that_refuses_the_link_is_told_on_the_page(browser: Client) -> None:
    refusing = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    with patch(refusing, side_effect=ConnectionRefusedError(111, "Connection refused")):
        page = browser.post(LINK, follow=True)
    assert "refused: Connection refused. Try again later, or tell an Administrator." in words(page)
