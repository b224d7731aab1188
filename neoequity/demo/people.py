"""The users of the demo's office, and how they come by their passwords."""

import secrets
from datetime import date
from typing import NamedTuple

import pghistory
from django.contrib.auth.models import Group

from neoequity.books.approvals.actions import approve
from neoequity.books.models import Approval
from neoequity.books.rights import ADMINISTRATOR, AUDITOR
from neoequity.people.actions import issue_link, keep_last_day
from neoequity.people.demo_accounts import DEMO_ADMINISTRATOR, DEMO_PEOPLE
from neoequity.people.models import User

_LETTERS = "abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXYZ234679"  # no look-alikes


class People(NamedTuple):
    """The demo's users."""

    treasury: User
    cfo: User
    controller: User
    auditor: User
    administrator: User

    def agree(self, done: object, day: date) -> None:
        """The CFO approves what Treasury could only ask for."""
        if isinstance(done, Approval):
            approve(done, by=self.cfo, today=day)

    def links(self) -> dict[str, str]:
        """The path of a new one-time link for each, by username.

        Made when the year is over: what was approved before is not marked.
        """
        members = (self.treasury, self.cfo, self.controller, self.auditor)
        return {user.get_username(): issue_link(user, by=self.administrator) for user in members}


def make_people(last_day: date) -> People:
    """Create one user for each group; the Auditor's account ends on the last day."""
    administrator = User.objects.create_user(DEMO_ADMINISTRATOR)
    administrator.groups.add(Group.objects.get(name=ADMINISTRATOR))
    treasury, cfo, controller, auditor = _members(last_day, administrator)
    return People(treasury, cfo, controller, auditor, administrator)


def make_people_with_passwords(last_day: date, *, by: User) -> dict[str, str]:
    """Create the example's users and return the random password of each by username.

    The Auditor's account ends on the last day; `by` is who keeps the accounts.
    """
    with pghistory.context(command="prepare", user=by.pk):
        members = _members(last_day, by)
    passwords = {}
    for user in members:
        password = passwords[user.get_username()] = random_password()
        # As if they had chosen it themselves, so that no approval is marked. In an office that
        # would hide that whoever starts the product knows the CFO's password. In the example that
        # is the point: one visitor plays all of them, and a mark on everything would only teach
        # that marks mean nothing.
        with pghistory.context(user=user.pk):
            user.set_password(password)
            user.save(update_fields=["password"])
    return passwords


def random_password() -> str:
    """A random password that is easy to copy by hand."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))


def _members(last_day: date, administrator: User) -> list[User]:
    return [
        _person(name, part.group, last_day, administrator) for name, part in DEMO_PEOPLE.items()
    ]


def _person(name: str, group: str, last_day: date, administrator: User) -> User:
    user = User.objects.create_user(name)
    if group == AUDITOR:
        keep_last_day(user, expires_on=last_day, by=administrator)
    user.groups.add(Group.objects.get(name=group))
    return user
