"""`backup FILE`: writes a snapshot of all the books to a new file."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from neoequity.backup import BackupError, back_up
from neoequity.books.management.plain import PlainCommand
from neoequity.database_roles import as_owner


class Command(PlainCommand):
    help = (
        "Writes everything that the database holds, accounts and history included, to a new file "
        "that only its owner can read. Left out: who is signed in. Work may go on meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *_args: object, file: Path, **_options: object) -> None:
        try:
            with as_owner():
                written = back_up(Path(file))
        except BackupError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"The books are in {file}: {written}.")
