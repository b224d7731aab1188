"""The Django app of the kernel: what all records of the books share."""

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate


def keep_calendar(*, using: str, **_kwargs: object) -> None:
    """After each migrate, bring the closures that the database's rules read up to the calendar."""
    closures = apps.get_model("books", "MarketClosure")
    if closures._meta.db_table in connections[using].introspection.table_names():
        closures.follow_calendar()


class BooksConfig(AppConfig):
    name = "neoequity.books"
    label = "books"
    verbose_name = "Books"

    def ready(self) -> None:
        """Market closures are computed in Python, so they are written after each migration."""
        post_migrate.connect(keep_calendar, sender=self)
