"""The app that holds what all records share."""

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate


def keep_calendar(*, using: str, **_said: object) -> None:
    """After each migrate: the closures that the database's own rules read are the calendar's."""
    closures = apps.get_model("books", "MarketClosure")
    if closures._meta.db_table in connections[using].introspection.table_names():
        closures.follow_calendar()


class BooksConfig(AppConfig):
    name = "neoequity.books"
    label = "books"
    verbose_name = "Books"

    def ready(self) -> None:
        """Market closures follow from the code, so they are written after migrating."""
        post_migrate.connect(keep_calendar, sender=self)
