"""`stop_database`: stops the embedded PostgreSQL, which keeps running after the product."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from neoequity.embedded.server import Server, ServerError


class Command(BaseCommand):
    help = "Stop the embedded database. The next connection starts it again."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        config = connection.settings_dict
        if config["ENGINE"] != "neoequity.embedded":
            raise CommandError("DATABASE_URL names another server; there is none of ours to stop.")
        try:
            stopped = Server(Path(config["HOST"])).stop()
        except ServerError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The database {'has stopped' if stopped else 'was not running'}.")
