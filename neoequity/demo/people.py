"""The users of the demo's office, and the links with which they choose their passwords."""

from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import Group

from neoequity.books.rights import ADMINISTRATOR, AUDITOR, CFO, CONTROLLER, TREASURY
from neoequity.people.actions import issue_link, keep_last_day
from neoequity.people.models import User

_NAMES = {
    "demo-treasury": TREASURY,
    "demo-cfo": CFO,
    "demo-controller": CONTROLLER,
    "demo-auditor": AUDITOR,
}


class People(NamedTuple):
    """The demo's users."""

    treasury: User
    cfo: User
    controller: User
    auditor: User
    administrator: User

    def links(self) -> dict[str, str]:
        """The path of a new one-time link for each, by username.

        Made when the year is over: what was approved before is not marked.
        """
        members = (self.treasury, self.cfo, self.controller, self.auditor)
        return {user.get_username(): issue_link(user, by=self.administrator) for user in members}


def make_people(last_day: date) -> People:
    """Create one user for each group; the Auditor's account ends on the last day."""
    administrator = User.objects.create_user("demo-administrator")
    administrator.groups.add(Group.objects.get(name=ADMINISTRATOR))
    users = {name: _person(name, group, last_day, administrator) for name, group in _NAMES.items()}
    treasury, cfo, controller, auditor = users.values()
    return People(treasury, cfo, controller, auditor, administrator)


def _person(name: str, group: str, last_day: date, administrator: User) -> User:
    user = User.objects.create_user(name)
    if group == AUDITOR:
        keep_last_day(user, expires_on=last_day, by=administrator)
    user.groups.add(Group.objects.get(name=group))
    return user
