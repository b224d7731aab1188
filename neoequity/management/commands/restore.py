"""`restore FILE`: restores a backup into an empty database and proves the books."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory

from neoequity.backup import (
    BackupError,
    migrations_in,
    put_back,
    stamp,
    tables_there,
    unknown_here,
)
from neoequity.books.management.plain import PlainCommand
from neoequity.database_roles import as_owner
from neoequity.management.commands.prepare import one_at_a_time


class Command(PlainCommand):
    help = (
        "Restores a backup into an empty database, brings books of an earlier version up to date, "
        "and ends with verify_ledger. A database that holds any table is left as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *_args: object, file: Path, **_options: object) -> None:
        path = Path(file)
        if not path.is_file():
            raise CommandError(f"{path} is not a file.")
        # A start of the product waits for the restore, and then finds the restored books.
        with as_owner(), one_at_a_time():
            try:
                _refuse_newer(path)
                _refuse_unless_empty()
                put_back(path)
            except BackupError as fault:
                raise CommandError(str(fault)) from fault
            self.stdout.write(f"Restored from {path}: {stamp(path)}.")
            _bring_up_to_date()
        call_command("verify_ledger", record=False, stdout=self.stdout)


def _refuse_newer(path: Path) -> None:
    unknown = unknown_here(migrations_in(path))
    if unknown:
        first = ".".join(unknown[0])
        raise BackupError(
            f"{path} was written by a newer version of NeoEquity ({first} is not known here): "
            "restore it with that version."
        )


def _refuse_unless_empty() -> None:
    tables = tables_there()
    if tables:
        many = f"{len(tables):,} table{'s'[: len(tables) > 1]}"
        raise BackupError(
            f"The database is not empty: it holds {many}, such as {tables[0]}. "
            "A backup is restored into an empty database only."
        )


def _bring_up_to_date() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # else the proof's queries are planned for empty tables
    except (DatabaseError, InconsistentMigrationHistory, KeyboardInterrupt) as fault:
        why = next(iter(str(fault).strip().splitlines()), "it was interrupted").rstrip(".")
        raise CommandError(
            f"The books are restored as they were, but not brought up to date: {why}. "
            "Run: manage.py migrate, then manage.py verify_ledger"
        ) from fault
