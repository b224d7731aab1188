"""A letter: what a mail says, as plain text and as HTML, and the mail made of it."""

from collections.abc import Sequence
from hashlib import sha256
from textwrap import shorten
from typing import NamedTuple

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse

from neoequity.mail.addresses import absolute, own_host
from neoequity.people.models import User

_MOST_SUBJECT = 150


class Line(NamedTuple):
    """One sentence of a letter, and the whole address of the page it is about.

    Where there is a `link`, its words lead to the page, otherwise the sentence does.
    """

    text: str
    href: str
    link: str = ""


class Section(NamedTuple):
    """Lines under a heading; `urgent` ones are marked."""

    title: str
    lines: Sequence[Line]
    urgent: bool = False


class Attached(NamedTuple):
    """A file that goes with a letter."""

    name: str
    content: bytes
    kind: str


class Letter(NamedTuple):
    """What a mail says; `why` is the sentence at its end that says why it was sent."""

    about: str
    lead: str
    sections: Sequence[Section]
    why: str
    attached: Attached | None = None

    @property
    def heading(self) -> str:
        """What it is about on one line, whatever names are part of it."""
        return " ".join(self.about.split())

    @property
    def subject(self) -> str:
        """The heading, as long as a list of mails shows it: no header of its own can follow."""
        return shorten(self.heading, _MOST_SUBJECT, placeholder="…")


def message_to(
    person: User, key: str, letter: Letter, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    """The mail to a person's address.

    Its Message-ID follows from whom it is to and what it is about: should it be sent again because
    the machine failed after the server took it, most mailboxes keep one of the two.
    """
    context = {"letter": letter, "choice": absolute(reverse("mail_choice"))}
    identity = sha256(f"{person.pk} {key}".encode()).hexdigest()[:32]
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("mail/letter.txt", context).rstrip("\n") + "\n",
        to=[person.email],
        connection=connection,
        headers={
            "Message-ID": f"<{identity}@{own_host()}>",
            "Auto-Submitted": "auto-generated",  # asks for no answer from a machine (RFC 3834)
        },
    )
    message.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    if letter.attached is not None:
        message.attach(*letter.attached)
    return message
