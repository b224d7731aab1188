"""The Django app of the kernel: what all records of the books share."""

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate


def keep_calendar(*, using: str, **_kwargs: object) -> None:
    """After each migrate, bring the closures that the database's rules read up to the calendar."""
    closures = apps.get_model("books", "MarketClosure")
    if closures._meta.db_table in connections[using].introspection.table_names():
        closures.follow_calendar()


def keep_office_choice(*, using: str, **_kwargs: object) -> None:
    """After each migrate, bring what the database asks a second person for up to the settings."""
    choice = apps.get_model("books", "SecondPerson")
    if choice._meta.db_table in connections[using].introspection.table_names():
        choice.follow_settings()


class BooksConfig(AppConfig):
    name = "neoequity.books"
    label = "books"
    verbose_name = "Books"

    def ready(self) -> None:
        """The calendar and the settings are Python's, so rows of them follow each migration."""
        post_migrate.connect(keep_calendar, sender=self)
        post_migrate.connect(keep_office_choice, sender=self)
