"""One-time links with which people choose the password of their own account."""

from datetime import timedelta
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.urls import reverse
from django.utils.http import base36_to_int

from neoequity import clock
from neoequity.books.acts import ACTS
from neoequity.books.pages.form_fields import read_key
from neoequity.people.models import CredentialChange, User

ANOTHER = "Ask an administrator for a new one."
NO_LINK = "Open the link that an administrator gave you; this page opens with it only."
USED = f"This link no longer works: it was used, or a newer one took its place. {ANOTHER}"
CLOSED = "This account is not active, so no password can be chosen for it."


class _Links(PasswordResetTokenGenerator):
    """Django's tokens: dated, and ended by the next sign-in or password; here by a newer one, too.

    A link that is not recorded does not work.
    """

    key_salt = "neoequity.people.links"

    def check_token(self, user: Any, token: str | None) -> bool:
        """Whether it is the latest link that was recorded, not used and not too old."""
        return _latest_link(user) is not None and super().check_token(user, token)

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}/{_latest_link(user)}"

    def is_too_old(self, token: str) -> bool:
        """Whether the token says so of itself, as far as its word can be taken."""
        try:
            made = base36_to_int(token.partition("-")[0])
        except ValueError:
            return False
        age: int = self._num_seconds(self._now()) - made
        return age > settings.PASSWORD_RESET_TIMEOUT


def _latest_link(person: User) -> int | None:
    links = person.credential_changes.filter(kind=CredentialChange.Kind.LINK)
    return links.values_list("pk", flat=True).first()


_links = _Links()


def address_of_link(person: User) -> str:
    """The path of the link that was recorded last."""
    return reverse("open_link", args=[person.pk, _links.make_token(person)])


def days_it_holds() -> int:
    """How many days a link works."""
    return timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days


def person_named(key: str) -> User | None:
    """The person whose key stands in a link, None if there is none."""
    number = read_key(key)
    return None if number is None else User.objects.filter(pk=number).first()


def reason_against_link(person: User | None, token: str) -> str:
    """The sentence that says why a link does not work, empty if it does."""
    if person is None or not _links.check_token(person, token):
        return _expired() if _links.is_too_old(token) else USED
    if not person.is_active or person.has_ended(clock.real_day()):
        return CLOSED
    return ""


_CHOSEN = "choose_password"
ACTS[_CHOSEN] = "Chose a password"


def choose_password(person: User, token: str, password: str) -> bool:
    """Set the password if the link still works; of two at once, one does."""
    with transaction.atomic(), pghistory.context(act=_CHOSEN):
        person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if reason_against_link(person, token):
            return False
        person.set_password(password)
        person.save(update_fields=["password"])
        return True


def _expired() -> str:
    return f"This link has expired: it worked for {days_it_holds()} days. {ANOTHER}"
