"""Makes the house itself an app, so that its commands and static files are found."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class NeoEquityConfig(AppConfig):
    name = "neoequity"
    verbose_name = "NeoEquity"

    def ready(self) -> None:
        """Checks and groups follow from the declarations, which know the models: loaded by now."""
        import_module("neoequity.declared")  # which registers its check
        make_groups = import_string("neoequity.roles.make_groups")
        post_migrate.connect(make_groups, sender=apps.get_app_config("auth"))


class BooksAdminConfig(AdminConfig):
    """Django's admin, on a site of our own."""

    default_site = "neoequity.admin_site.BooksAdminSite"
