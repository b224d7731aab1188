"""Who may be mailed: readers of the books with a confirmed address."""

from neoequity import clock
from neoequity.mail.addresses import confirmed_address
from neoequity.mail.models import MailChoice
from neoequity.people.directory import with_issuers
from neoequity.people.models import User
from neoequity.roles import READ_BOOKS

_BACKEND = "neoequity.people.backend.PeopleBackend"


def may_read(person: User) -> bool:
    """Whether the person may sign in today and read the books."""
    return person.may_sign_in(clock.real_day()) and person.has_perm(READ_BOOKS)


def readers() -> list[User]:
    """Everybody who may read the books, by name, with `mail_choice`; one query."""
    people = User.objects.with_perm(READ_BOOKS, backend=_BACKEND)
    by_name = with_issuers(people.select_related("mail_choice").order_by("username"))
    return [person for person in by_name if person.may_sign_in(clock.real_day())]


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


def reachable() -> list[User]:
    """Those of the `readers` whose address is confirmed."""
    return [person for person in readers() if has_confirmed(person)]
