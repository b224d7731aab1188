"""Nothing is sent twice, and what a mail server refused is tried again."""

from io import StringIO
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from neoequity.mail.letters import Letter
from neoequity.mail.models import SentMail
from neoequity.mail.sending import NotSentError, mail_server, send_once
from neoequity.people.models import User
from tests.factories import PlacementFactory, UserFactory, sell
from tests.mail.readers import reader, send, with_digest
from tests.worlds import built_once

LETTER = Letter("3 things need you today", "", [], "You asked for it.")
SEND = "django.core.mail.backends.locmem.EmailBackend.send_messages"


@built_once
def books(db: None) -> None:
    sell(PlacementFactory(accepted=True), by=UserFactory())


def failing(error: Exception) -> CommandError:
    """How the command ends while the server says so."""
    with patch(SEND, side_effect=error), pytest.raises(CommandError) as ended:
        send()
    return ended.value


def sent_to(person: User, key: str = "digest:2001-11-13") -> bool:
    with mail_server() as connection:
        return send_once(person, key, LETTER, connection)


def test_a_letter_goes_to_a_person_once(db: None) -> None:
    person = reader("treasurer")
    assert [sent_to(person), sent_to(person)] == [True, False]
    assert len(mail.outbox) == 1


def test_the_same_letter_goes_to_another_person(db: None) -> None:
    assert [sent_to(reader("treasurer")), sent_to(reader("cfo", group="CFO"))] == [True, True]


def test_what_was_sent_is_kept_with_its_address_and_subject(db: None) -> None:
    person = reader("treasurer")
    sent_to(person)
    kept = SentMail.objects.get()
    assert (kept.person, kept.key, kept.subject, kept.address) == (
        person,
        "digest:2001-11-13",
        "3 things need you today",
        "treasurer@example.com",
    )


def test_what_the_server_refused_is_sent_by_the_next_run(books: None, settings: Settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.example.com", 587
    with_digest("treasurer")
    ended = failing(ConnectionRefusedError(111, "Connection refused"))
    assert str(ended) == (
        "The mail server mail.example.com:587 refused: Connection refused. 0 of 1 mail was sent; "
        "the next run sends the rest."
    )
    assert not SentMail.objects.exists()
    assert len(send()) == 1
    assert len(mail.outbox) == 1


def test_a_server_that_cannot_be_reached_is_one_message(books: None, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with_digest("treasurer")
    with pytest.raises(CommandError) as ended:
        send()
    assert str(ended.value) == (
        "The mail server 127.0.0.1:1 refused: Connection refused. 0 of 1 mail was sent; the next "
        "run sends the rest."
    )


def test_a_password_is_no_part_of_the_message(books: None, settings: Settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_HOST_PASSWORD = "mail.example.com", "hunter-2"
    with_digest("treasurer")
    ended = failing(SMTPAuthenticationError(535, b"5.7.8 Bad credentials"))
    assert "535 5.7.8 Bad credentials" in str(ended)
    assert "hunter-2" not in str(ended)


def test_an_address_that_the_server_refuses_keeps_no_other_mail_back(books: None) -> None:
    with_digest("accountant", group="Controller")
    with_digest("treasurer")
    out = StringIO()
    first = [SMTPRecipientsRefused({"accountant@example.com": (550, b"No such user")}), 1]
    with patch(SEND, side_effect=first), pytest.raises(CommandError) as ended:
        call_command("send_digest", on="2001-11-13", stdout=out)
    assert str(ended.value) == "1 of 2 mails were sent; the next run tries the rest again."
    refused, sent = out.getvalue().splitlines()
    assert refused.endswith(": The mail server refused the address: 550 No such user.")
    assert sent.startswith("Sent to treasurer <treasurer@example.com>: ")
    assert [kept.person.username for kept in SentMail.objects.all()] == ["treasurer"]


def test_a_mail_that_the_server_refuses_is_tried_again(books: None) -> None:
    with_digest("treasurer")
    failing(SMTPDataError(552, b"Too large"))
    assert len(send()) == 1


def test_a_crash_before_the_server_took_it_sends_it_later(db: None) -> None:
    person = reader("treasurer")
    with patch(SEND, side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        sent_to(person)
    assert sent_to(person)


def test_a_crash_after_the_server_took_it_sends_it_again_as_the_same_mail(db: None) -> None:
    """At least once: a second copy is a nuisance, a notice that nobody got may cost money."""
    person = reader("treasurer")

    def take_and_die(backend: EmailBackend, messages: list[mail.EmailMessage]) -> int:
        mail.outbox += messages
        raise KeyboardInterrupt

    with patch(SEND, take_and_die), pytest.raises(KeyboardInterrupt):
        sent_to(person)
    sent_to(person)
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second


def test_another_letter_is_another_mail(db: None) -> None:
    person = reader("treasurer")
    sent_to(person, "digest:2001-11-13")
    sent_to(person, "digest:2001-11-14")
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first != second


@pytest.mark.parametrize("address", ["a@example.com\nBcc: b@example.com", "a", "a@b, c@d.com"])
def test_an_address_that_would_add_a_header_gets_nothing(db: None, address: str) -> None:
    person = reader("treasurer")
    person.email = address
    with pytest.raises(NotSentError, match="is not an email address"):
        sent_to(person)
    assert mail.outbox == []


def test_a_name_with_a_line_break_adds_no_header(db: None) -> None:
    person = reader("treasurer")
    letter = LETTER._replace(about="Commission\r\nBcc: b@example.com")
    with mail_server() as connection:
        send_once(person, "report:1", letter, connection)
    message = mail.outbox[0].message()
    assert message["Subject"] == "Commission Bcc: b@example.com"
    assert message["Bcc"] is None
