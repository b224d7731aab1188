"""`make_demo`: fills an empty database with a made-up year, so that every page has content."""

import os
from argparse import ArgumentParser

import pghistory
from django.apps import apps
from django.core.management.base import CommandError
from django.db import transaction

from neoequity.books.acts import ACTS
from neoequity.books.management.plain import PlainCommand
from neoequity.books.models import ChangeLog, LoggedChange, MarketClosure, SecondPerson
from neoequity.demo.plan import TODAY
from neoequity.demo.year import make_year
from neoequity.environment import HERE
from neoequity.people.links import days_it_holds
from neoequity.people.models import User
from neoequity.roles import book_apps

_LEAST, _PLACEMENTS, _MOST = 3, 24, 60
#: The calendar, the office's choice, and the log of changes, of which an earlier account is one.
_NO_BOOKS = (MarketClosure, SecondPerson, ChangeLog, LoggedChange)

# Without it the first action of the year would name them all.
ACTS["make_demo"] = "Made up a year of books"


class Command(PlainCommand):
    help = (
        "Fills an empty database with a made-up year: two agreements, placements in every state, "
        "sales, deliveries, warrants, closed months. Prints who may sign in, each with "
        "a link to choose a password. Refused where the books hold anything."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--placements",
            metavar="N",
            type=int,
            default=_PLACEMENTS,
            help=f"how many, {_LEAST} to {_MOST} (default: {_PLACEMENTS})",
        )

    def handle(self, *_args: object, placements: int, **_options: object) -> None:
        if not _LEAST <= placements <= _MOST:
            raise CommandError(f"Give a number of placements from {_LEAST} to {_MOST}.")
        port = os.environ.get("PORT") or "8000"
        with transaction.atomic(), pghistory.context(command="make_demo", act="make_demo"):
            _refuse_books_in_use()
            people = make_year(placements)
            # Printed before the commit: a link that no one has seen must not be recorded.
            self.stdout.write(
                f"Users, each with a link to choose a password, which works once, for "
                f"{days_it_holds()} days:"
            )
            for name, path in people.links().items():
                self.stdout.write(f"  {name:16} http://{HERE}:{port}{path}")
            self.stdout.write(
                f"The demo's today is {TODAY}: serve it with NEOEQUITY_TODAY={TODAY}."
            )
            self.stdout.flush()


def _refuse_books_in_use() -> None:
    """Refuse any books that are not empty."""
    used_model = next(
        (
            model
            for app in book_apps()
            for model in apps.get_app_config(app).get_models()
            if model not in _NO_BOOKS and model._base_manager.exists()
        ),
        None,
    )
    if used_model is not None:
        rows = used_model._meta.verbose_name_plural
        raise CommandError(
            f"These books are in use: they hold {rows}. The demo is made in an empty database "
            "only; nothing was changed."
        )
    if User.objects.exists():
        raise CommandError(
            "This database has users already. The demo is made in an empty database only; nothing "
            "was changed."
        )
