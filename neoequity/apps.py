"""Makes the project itself an app, so that Django finds its commands and static files."""

import gc
from importlib import import_module

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string
from pgtrigger.apps import PGTriggerConfig, patch_migrations, patch_schema_editor
from pgtrigger.registry import _registry

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


class TriggersConfig(PGTriggerConfig):
    """pgtrigger, which registers the triggers of all models in one pass.

    The library's own way holds each trigger against all before it: with 450 of them a third of the
    CPU time of every command. What it asks of them is asked here once of all.
    """

    name = "pgtrigger"

    def ready(self) -> None:
        """Register what the models list. Raises ImproperlyConfigured where two share a name."""
        patch_migrations()
        patch_schema_editor()
        for model in apps.get_models():
            for trigger in getattr(model._meta, "triggers", []):
                uri = trigger.get_uri(model)
                if _registry.data.setdefault(uri, (model, trigger))[1] != trigger:
                    raise ImproperlyConfigured(f"Two triggers are called {uri}.")
        functions = [trigger.get_pgid(model) for model, trigger in _registry.data.values()]
        if len(functions) != len(set(functions)):
            raise ImproperlyConfigured("Two triggers' functions have the same name.")
