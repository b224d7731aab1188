"""The users of the demo's office, each with a password for the first sign-in."""

from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import Group

from neoequity.books.rights import ADMINISTRATOR, AUDITOR, CFO, CONTROLLER, TREASURY
from neoequity.management.commands.prepare import initial_password
from neoequity.people.actions import give_password, keep_last_day
from neoequity.people.models import User

_NAMES = {
    "demo-treasury": TREASURY,
    "demo-cfo": CFO,
    "demo-controller": CONTROLLER,
    "demo-auditor": AUDITOR,
}


class People(NamedTuple):
    """The demo's users, and their passwords by username."""

    treasury: User
    cfo: User
    controller: User
    auditor: User
    passwords: dict[str, str]


def make_people(last_day: date) -> People:
    """Create one user for each group; the Auditor's account ends on the last day."""
    administrator = User.objects.create_user("demo-administrator", must_change_password=True)
    administrator.groups.add(Group.objects.get(name=ADMINISTRATOR))
    users = {name: _person(name, group, last_day, administrator) for name, group in _NAMES.items()}
    passwords = {name: initial_password() for name in users}
    for name, user in users.items():
        give_password(user, passwords[name], by=administrator)
    treasury, cfo, controller, auditor = users.values()
    return People(treasury, cfo, controller, auditor, passwords)


def _person(name: str, group: str, last_day: date, administrator: User) -> User:
    user = User.objects.create_user(name)
    if group == AUDITOR:
        keep_last_day(user, expires_on=last_day, by=administrator)
    user.groups.add(Group.objects.get(name=group))
    return user
