"""The user in whose name a command acts."""

import getpass
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.db import transaction

from neoequity.books.accounts import User, system_account
from neoequity.books.approvals.rules import COMMAND_LINE, PUBLISHED_RECORD


def add_user_option(parser: ArgumentParser) -> None:
    """Add `--user NAME`, the person in whose name the command acts."""
    parser.add_argument(
        "--user",
        metavar="NAME",
        help=f"the person who acts (default: the account “{COMMAND_LINE}”, which cannot sign in)",
    )


@contextmanager
def acting(command: str, name: str | None) -> Iterator[User]:
    """One transaction in that user's name; the history also records command and system account."""
    with (
        transaction.atomic(),
        pghistory.context(command=command, system_account=_login_of_the_machine()),
    ):
        yield _person(name)


def _person(name: str | None) -> User:
    if name is None or name == COMMAND_LINE:
        return system_account(COMMAND_LINE)
    person = get_user_model().objects.filter(username=name).first()
    if person is None:
        raise CommandError(f"There is no user “{name}”.")
    if not person.is_active or name == PUBLISHED_RECORD:
        raise CommandError(f"The user “{name}” is not active and records nothing.")
    return person


def _login_of_the_machine() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        return str(os.getuid())
