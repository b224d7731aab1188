"""System accounts: nobody can sign in with them, and the record names them as the actor."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

from neoequity.books.approvals.rules import COMMAND_LINE, PUBLISHED_RECORD

_GROUPS = {COMMAND_LINE: ("Treasury",), PUBLISHED_RECORD: ("CFO", "Controller")}


def system_account(name: str) -> User:
    """The account with this name, created on first use with the rights of its groups."""
    account, is_new = User.objects.get_or_create(
        username=name, defaults={"password": make_password(None)}
    )
    if is_new:
        account.groups.add(*Group.objects.filter(name__in=_GROUPS[name]))
    return account
