"""`roles [--apply]`: prints what the application may do in the database, or sees to it."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import CommandError

from neoequity.books.management.plain import PlainCommand
from neoequity.database_roles import (
    NoRoleError,
    apply_grants,
    as_owner,
    grants,
    has_two_roles,
)


class Command(PlainCommand):
    help = (
        "Prints the SQL that gives the role of DATABASE_URL what the product needs, and takes all "
        "else from it; with --apply, runs it as the role of DATABASE_OWNER_URL. `migrate` does so "
        "by itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="run it instead of printing it")

    def handle(self, *_args: object, apply: bool, **_options: object) -> None:
        if not has_two_roles():
            raise CommandError(
                "One role is both owner and application. Make a second one, name it in "
                "DATABASE_URL, and the owner of the tables in DATABASE_OWNER_URL."
            )
        with as_owner():
            if not apply:
                self.stdout.write("".join(f"{statement};\n" for statement in grants()), ending="")
                return
            try:
                apply_grants()
            except NoRoleError as fault:
                raise CommandError(str(fault)) from fault
        self.stdout.write(f"The role {settings.DATABASE_APPLICATION} uses rows, and nothing else.")
