"""The columns of the permission table: who may come, as sets of roles."""

from collections.abc import Mapping

from django.test import Client

from neoequity.people.models import User
from tests.clients import logged_in
from tests.factories import UserFactory

Roles = frozenset[str]

STRANGER, NO_GROUP = "stranger", "no group"
TREASURY, CFO, CONTROLLER = "Treasury", "CFO", "Controller"
AUDITOR, ADMINISTRATOR = "Auditor", "Administrator"
SUPERUSER = "superuser"
ROLES = (STRANGER, NO_GROUP, TREASURY, CFO, CONTROLLER, AUDITOR, ADMINISTRATOR, SUPERUSER)
ENTERED = ROLES[1:]


def _roles(*names: str) -> Roles:
    """These, and the superuser, who may do everything."""
    return frozenset({*names, SUPERUSER})


NOBODY: Roles = frozenset()
EVERYBODY = frozenset(ENTERED)
MEMBERS = EVERYBODY - {NO_GROUP}
READ = _roles(TREASURY, CFO, CONTROLLER, AUDITOR)
ENTER = _roles(TREASURY)
APPROVE = _roles(CFO)
CLOSE = _roles(CONTROLLER)
#: The company's own facts.
RECORD = _roles(TREASURY, CONTROLLER)
FILE = _roles(TREASURY, CFO, CONTROLLER)
SEE_PEOPLE = _roles(AUDITOR, ADMINISTRATOR)
KEEP_PEOPLE = _roles(ADMINISTRATOR)


def somebody(role: str) -> User:
    """A new person in this role, with the role's name."""
    name = role.lower().replace(" ", "-")
    if role == SUPERUSER:
        return User.objects.create_superuser(name)
    person: User = UserFactory(username=name, group=None if role == NO_GROUP else role)
    return person


def browser(people: Mapping[str, User], role: str) -> Client:
    """A browser in which the person in this role has signed in; the stranger has not."""
    return Client() if role == STRANGER else logged_in(people[role])
