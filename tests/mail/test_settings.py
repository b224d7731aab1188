"""The settings of mail, from the environment, and the check before deployment."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from neoequity import environment
from neoequity.books.models import Issuer
from neoequity.mail.checks import check_mail
from neoequity.people.models import User
from tests.mail.readers import scheduled, with_digest

NAMES = (
    *("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"),
    *("EMAIL_USE_TLS", "EMAIL_USE_SSL", "DEFAULT_FROM_EMAIL", "NEOEQUITY_ADDRESS", "PORT"),
)


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def faults() -> list[str]:
    return [message.msg for message in check_mail()]


def test_mail_goes_to_the_console_unless_a_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.mail_server()["BACKEND"].endswith(".console.EmailBackend")
    monkeypatch.setenv("EMAIL_HOST", "mail.example.com")
    assert environment.mail_server()["BACKEND"].endswith(".smtp.EmailBackend")


@pytest.mark.parametrize(
    ("encrypted", "port"), [("", 25), ("EMAIL_USE_TLS", 587), ("EMAIL_USE_SSL", 465)]
)
def test_the_port_follows_from_the_encryption(
    monkeypatch: pytest.MonkeyPatch, encrypted: str, port: int
) -> None:
    if encrypted:
        monkeypatch.setenv(encrypted, "1")
    assert environment.mail_server()["PORT"] == port
    monkeypatch.setenv("EMAIL_PORT", "2525")
    assert environment.mail_server()["PORT"] == 2525


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"EMAIL_PORT": "0"}, "EMAIL_PORT must be a port from 1 to 65535, but it is"),
        ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT must be a port from 1 to 65535, but it is"),
        ({"EMAIL_USE_TLS": "1", "EMAIL_USE_SSL": "1"}, "exclude each other"),
        ({"EMAIL_HOST_USER": "books"}, "EMAIL_HOST_USER and EMAIL_HOST_PASSWORD go together"),
        ({"EMAIL_HOST_PASSWORD": "hunter-2"}, "EMAIL_HOST_USER and EMAIL_HOST_PASSWORD go"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told_at_the_start_without_the_password(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], sentence: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=sentence) as told:
        environment.mail_server()
    assert "hunter-2" not in str(told.value)


@pytest.mark.parametrize(
    "text", ["nobody", "@example.com", "a@b.com\nBcc: c@d.com", "NeoEquity <>"]
)
def test_a_sender_that_is_not_an_address_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("DEFAULT_FROM_EMAIL", text)
    with pytest.raises(ImproperlyConfigured, match="DEFAULT_FROM_EMAIL must be an address"):
        environment.sender()


@pytest.mark.parametrize("text", ["equity.example.com", "ftp://equity.example.com", "https://"])
def test_an_address_that_no_browser_opens_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("NEOEQUITY_ADDRESS", text)
    with pytest.raises(ImproperlyConfigured, match="NEOEQUITY_ADDRESS must be the address"):
        environment.own_address()


def test_the_own_address_ends_without_a_slash_and_has_the_port_by_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert environment.own_address() == "http://127.0.0.1:8000"
    monkeypatch.setenv("PORT", "8080")
    assert environment.own_address() == "http://127.0.0.1:8080"
    monkeypatch.setenv("NEOEQUITY_ADDRESS", "https://equity.example.com/")
    assert environment.own_address() == "https://equity.example.com"


def console(settings: Settings) -> None:
    """As it is before anything is configured."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "NeoEquity <neoequity@localhost>"
    settings.NEOEQUITY_ADDRESS = "http://127.0.0.1:8000"


def test_mail_that_nobody_asked_for_need_not_be_configured(db: None, settings: Settings) -> None:
    console(settings)
    assert faults() == []


def test_the_check_says_what_is_missing_once_somebody_wants_mail(
    db: None, settings: Settings
) -> None:
    console(settings)
    with_digest("treasurer")
    assert faults() == [
        (
            "Mail is in use but not configured: set EMAIL_HOST, DEFAULT_FROM_EMAIL and "
            "NEOEQUITY_ADDRESS."
        )
    ]


def test_a_scheduled_report_asks_for_mail_too(
    published: Issuer, treasurer: User, settings: Settings
) -> None:
    scheduled(treasurer)
    assert faults() == []
    console(settings)
    assert len(faults()) == 1


def test_a_password_without_encryption_is_refused(db: None, settings: Settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_HOST_PASSWORD = "mail.example.com", "hunter-2"
    assert faults() == ["The password of the mail server would be sent without encryption."]
    settings.EMAIL_USE_TLS = True
    assert faults() == []
