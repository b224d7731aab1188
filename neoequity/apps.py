"""Makes the project itself an app, so that Django finds its commands and static files."""

import gc
from importlib import import_module

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string

# An act on 10,000 rows makes millions of objects that live until they are inserted. At Python's own
# threshold, 700, looking at them again and again takes a fifth of its time.
_NEW_OBJECTS_BEFORE_COLLECTING = 50_000


class NeoEquityConfig(AppConfig):
    name = "neoequity"
    verbose_name = "NeoEquity"

    def ready(self) -> None:
        """Register checks and groups, which need the models and so wait until they are loaded."""
        gc.set_threshold(_NEW_OBJECTS_BEFORE_COLLECTING)
        for checking in ("declared", "database_roles", "people.demo_accounts", "mail.checks"):
            import_module(f"neoequity.{checking}")  # registers its check
        make_groups = import_string("neoequity.roles.make_groups")
        post_migrate.connect(make_groups, sender=apps.get_app_config("auth"))


class BooksAdminConfig(AdminConfig):
    """Django's admin, on a site of our own."""

    default_site = "neoequity.admin_site.BooksAdminSite"
