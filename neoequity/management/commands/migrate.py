"""`migrate`: Django's own, as the owner of the tables; what the application may do follows."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from neoequity.books.models import SecondPerson
from neoequity.database_roles import (
    NoRoleError,
    apply_grants,
    as_owner,
    has_two_roles,
)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if not has_two_roles():
            _refuse_without_owner()
            super().handle(*args, **options)
            return
        with as_owner():
            super().handle(*args, **options)
            try:
                apply_grants()
            except NoRoleError as fault:
                raise CommandError(str(fault)) from fault


def _refuse_without_owner() -> None:
    """A start that changes no table and no choice of the office needs no owner; others do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege('public', 'CREATE')")
        may_change = cursor.fetchone()[0]
    if may_change:
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            "The tables are not those of this version, and the role of DATABASE_URL may not change "
            "them. Set DATABASE_OWNER_URL to their owner for: manage.py migrate"
        )
    if SecondPerson.differences():
        raise CommandError(
            "NEOEQUITY_FOUR_EYES is not what the database keeps of it, and the role of "
            "DATABASE_URL may not change that. Set DATABASE_OWNER_URL to the owner of the tables "
            "for: manage.py migrate"
        )
