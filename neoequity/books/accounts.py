"""Accounts that stand for no person: nobody can log in with them, and the record names them."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

from neoequity.books.approvals.rules import COMMAND_LINE, PUBLISHED_RECORD

_GROUPS = {COMMAND_LINE: ("Treasury",), PUBLISHED_RECORD: ("CFO", "Controller")}


def system_account(name: str) -> User:
    """The account of this name, made when it is first needed, with the rights of its groups."""
    account, is_new = User.objects.get_or_create(
        username=name, defaults={"password": make_password(None)}
    )
    if is_new:
        account.groups.add(*Group.objects.filter(name__in=_GROUPS[name]))
    return account
