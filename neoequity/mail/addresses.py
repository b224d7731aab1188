"""Addresses: of a page in a mail, of a person, and the link that confirms a person's."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from neoequity.mail.models import MailChoice
from neoequity.people.models import User

_SALT = "neoequity.mail.addresses"
USED = (
    "This link belongs to another account or address. Sign in with that account, or send a new "
    "link."
)
EXPIRED = "This link has expired. Send a new one."


def absolute(path: str) -> str:
    """The whole address of a page of ours."""
    return f"{settings.NEOEQUITY_ADDRESS}{path}"


def own_host() -> str:
    """The name of the machine at which people open the product."""
    return urlsplit(settings.NEOEQUITY_ADDRESS).hostname or "localhost"


def leaves_the_machine() -> bool:
    """Whether mail is sent at all, and not just printed to the console of the server."""
    return not settings.EMAIL_BACKEND.endswith(".console.EmailBackend")


def fault_of(address: str) -> str:
    """The sentence against sending to an address; empty for one that mail can be sent to."""
    try:
        validate_email(address)
    except ValidationError:
        return "The address of the account is not an email address."
    return ""


def confirmed_address(choice: MailChoice | None, person: User) -> str:
    """The address that mail for the person goes to; empty unless it is confirmed.

    An address that an Administrator changed since must be confirmed anew.
    """
    if choice is None or choice.confirmed_address != person.email or fault_of(person.email):
        return ""
    return person.email


def confirmation_link(person: User) -> str:
    """The whole address at which the person confirms the email address that the account has now."""
    token = signing.dumps([person.pk, person.email], salt=_SALT)
    return absolute(reverse("confirm_address", args=[token]))


def address_in(token: str, person: User) -> str:
    """The address that a link of this person confirms. Raises ValueError with a sentence."""
    try:
        content = signing.loads(token, salt=_SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except signing.SignatureExpired as fault:
        raise ValueError(EXPIRED) from fault
    except signing.BadSignature as fault:
        raise ValueError(USED) from fault
    if content != [person.pk, person.email]:
        raise ValueError(USED)
    return person.email
