"""Sending one mail: noted and sent in one transaction, so that nothing is sent twice."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from neoequity.mail.addresses import fault_of
from neoequity.mail.letters import Letter, message_to
from neoequity.mail.models import SentMail
from neoequity.people.models import User


class NotSentError(Exception):
    """This mail could not be sent, others may be; the text is a sentence that says why."""


class MailServerError(Exception):
    """The mail server takes no mail now; the text is a sentence that says why."""


@contextmanager
def mail_server() -> Iterator[BaseEmailBackend]:
    """One connection to the mail server for all that is sent inside. Raises MailServerError."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise MailServerError(server_sentence(error)) from error
    try:
        yield connection
    finally:
        with suppress(OSError):  # what was taken is taken, however the conversation ends
            connection.close()


def sent_among(keys: Collection[str]) -> set[tuple[int, str]]:
    """What of this was mailed, and to which person (by key); one query.

    Who is about to send it asks `send_once` itself.
    """
    return {*SentMail.objects.filter(key__in=keys).values_list("person_id", "key")}


def send_once(person: User, key: str, letter: Letter, connection: BaseEmailBackend) -> bool:
    """Send the letter to the person's address; False if it was sent before.

    It is noted first and committed once the server has taken it. Of two at once, the second waits
    for the note of the first: it sends only if the first could not. Raises NotSentError and
    MailServerError, after which nothing is noted, so that it is tried again.
    """
    if fault := fault_of(person.email):
        raise NotSentError(fault)
    with transaction.atomic():
        _, is_new = SentMail.objects.get_or_create(
            person=person,
            key=key,
            defaults={"subject": letter.subject, "address": person.email},
        )
        if is_new:
            _hand_over(person, key, letter, connection)
    return is_new


def _hand_over(person: User, key: str, letter: Letter, connection: BaseEmailBackend) -> None:
    message = message_to(person, key, letter, connection)
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise NotSentError(f"The mail server refused the address: {_said(code, said)}.") from error
    except SMTPDataError as error:
        said_so = _said(error.smtp_code, error.smtp_error)
        raise NotSentError(f"The mail server refused this mail: {said_so}.") from error
    except ValueError as error:  # a header that would be two
        raise NotSentError(f"The mail cannot be written: {error}") from error
    except OSError as error:  # smtplib's own errors are among these
        raise MailServerError(server_sentence(error)) from error


def server_sentence(error: OSError) -> str:
    """What a mail server that does not take mail said, with its address and without a password."""
    if isinstance(error, SMTPResponseException):
        said = _said(error.smtp_code, error.smtp_error)
    else:
        said = error.strerror or str(error) or type(error).__name__
    return f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} refused: {said}."


def _said(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    return f"{code} {' '.join(words.split())}".rstrip(". ")
