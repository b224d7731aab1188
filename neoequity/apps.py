"""Makes the house itself an app, so that its commands and static files are found."""

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate

from neoequity.roles import make_groups


def keep_calendar(*, using: str, **_said: object) -> None:
    """After each migrate: the closures that the database's own rules read are the calendar's."""
    closures = apps.get_model("placements", "MarketClosure")
    if closures._meta.db_table in connections[using].introspection.table_names():
        closures.follow_calendar()


class NeoEquityConfig(AppConfig):
    name = "neoequity"
    verbose_name = "NeoEquity"

    def ready(self) -> None:
        """Rows that follow from the code are made after migrating: groups, market closures."""
        post_migrate.connect(make_groups, sender=apps.get_app_config("auth"))
        post_migrate.connect(keep_calendar, sender=apps.get_app_config("placements"))
