"""What racing processes do: each sends the same letter to the same person, one way or the other."""

from multiprocessing.synchronize import Barrier

from django.core import mail
from django.core.mail import get_connection
from django.test import override_settings

from neoequity.mail.letters import Letter, message_to
from neoequity.mail.models import SentMail
from neoequity.mail.sending import send_once, sent_among
from neoequity.people.models import User
from tests.races.racers import PATIENCE

KEY = "digest:2001-11-13"
LETTER = Letter("3 things need you today", "", [], "You asked for it.")
HERE = "django.core.mail.backends.locmem.EmailBackend"


def send_the_same(number: int, line: Barrier) -> str:
    """As the command does."""
    with override_settings(EMAIL_BACKEND=HERE):
        is_new = send_once(User.objects.get(), KEY, LETTER, get_connection())
    return f"sent {len(getattr(mail, 'outbox', []))}, {'new' if is_new else 'not new'}"


def look_then_send(number: int, line: Barrier) -> str:
    """Look, send, note: what the command would do without its note, and the table without its key.

    They meet where it is worst: after all have looked.
    """
    person = User.objects.get()
    if sent_among([KEY]):
        return "sent 0, not new"
    line.wait(PATIENCE)
    with override_settings(EMAIL_BACKEND=HERE):
        message_to(person, KEY, LETTER, get_connection()).send()
        SentMail.objects.create(person=person, key=f"{KEY}:{number}", address=person.email)
    return f"sent {len(mail.outbox)}, new"
