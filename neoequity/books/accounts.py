"""Accounts of those who act: `User` as a type, and accounts that stand for no person.

The kernel and the apps on it name no app of people: rows of users they ask of `get_user_model()`.
"""

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from neoequity.books.approvals.rules import COMMAND_LINE, PUBLISHED_RECORD

__all__ = ["User", "system_account"]

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User  # what settings.AUTH_USER_MODEL names
else:
    User = get_user_model()

_GROUPS = {COMMAND_LINE: ("Treasury",), PUBLISHED_RECORD: ("CFO", "Controller")}


def system_account(name: str) -> User:
    """The account with this name, created on first use with the rights of its groups.

    Nobody can sign in with it, and the record names it as the actor.
    """
    account, is_new = get_user_model().objects.get_or_create(
        username=name, defaults={"password": make_password(None)}
    )
    if is_new:
        account.groups.add(*Group.objects.filter(name__in=_GROUPS[name]))
    return account
