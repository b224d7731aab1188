"""Makes the house itself an app, so that its commands and static files are found."""

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class NeoEquityConfig(AppConfig):
    name = "neoequity"
    verbose_name = "NeoEquity"

    def ready(self) -> None:
        """The groups follow from the code, so they are made after migrating; see `declared`."""
        from neoequity import declared  # noqa: F401, PLC0415  # registers a check, of the models
        from neoequity.roles import make_groups  # noqa: PLC0415  # knows the models

        post_migrate.connect(make_groups, sender=apps.get_app_config("auth"))


class BooksAdminConfig(AdminConfig):
    """Django's admin, on a site of our own."""

    default_site = "neoequity.admin_site.BooksAdminSite"
