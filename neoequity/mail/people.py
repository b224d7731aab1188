"""Who may be mailed: readers of the books with a confirmed address."""

from collections.abc import Iterator

from django.db.models import QuerySet

from neoequity import clock
from neoequity.mail.addresses import confirmed_address
from neoequity.mail.models import MailChoice
from neoequity.people.models import User
from neoequity.roles import READ_BOOKS


def may_read(person: User) -> bool:
    """Whether the person may sign in today and read the books."""
    ended = person.has_ended(clock.real_day())
    return not ended and not person.is_system_account and person.has_perm(READ_BOOKS)


def readers() -> list[User]:
    """Everybody who may read reports, by name."""
    return [person for person in _active() if may_read(person)]


def has_confirmed(person: User) -> bool:
    """Whether the address of somebody read with `mail_choice` is confirmed."""
    return bool(confirmed_address(getattr(person, "mail_choice", None), person))


def named(person: User) -> str:
    """The person as lists of recipients name them, with what keeps mail from them."""
    return str(person) if has_confirmed(person) else f"{person} (address not confirmed)"


def choice_of(person: User) -> MailChoice:
    """What the person wants by mail; for somebody who has not chosen, nothing."""
    return MailChoice.objects.filter(person=person).first() or MailChoice(person=person)


def address_for(person: User) -> str:
    """The confirmed address of somebody who may read the books; otherwise empty."""
    return confirmed_address(choice_of(person), person) if may_read(person) else ""


def with_choices() -> Iterator[tuple[User, MailChoice]]:
    """Everybody who chose something and may get it at a confirmed address, by name."""
    for person in _active().filter(mail_choice__isnull=False):
        if has_confirmed(person) and may_read(person):
            yield person, person.mail_choice


def _active() -> QuerySet[User]:
    people = User.objects.filter(is_active=True).select_related("mail_choice")
    return people.order_by("username")
