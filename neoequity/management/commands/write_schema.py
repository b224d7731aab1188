"""`write_schema`: writes into the migrations what they make, for `verify_ledger` to compare."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from django.apps import apps
from django.db import connection, transaction
from psycopg2.sql import SQL, Identifier

from neoequity.books.management.plain import PlainCommand
from neoequity.books.proof.schema import (
    GONE,
    OR,
    Schema,
    Thing,
    apply_migration,
    migrations_of,
    own_apps,
    standing_schema,
)
from neoequity.database_roles import as_owner

_WRITTEN = re.compile(r'\n*SCHEMA = """.*?"""\n*\Z', re.DOTALL)
# As `pg_dump` writes them.
_CONDITIONS = """
    SELECT 'constraint', k.conrelid::regclass::text, k.conname, pg_get_constraintdef(k.oid)
    FROM pg_constraint k WHERE k.contype = 'c' AND k.connamespace = current_schema()::regnamespace
      AND k.conrelid <> 0
    UNION ALL
    SELECT 'trigger', t.tgrelid::regclass::text, t.tgname, pg_get_triggerdef(t.oid)
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND t.tgqual IS NOT NULL
      AND c.relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'policy', p.polrelid::regclass::text, p.polname,
           'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')'
           || COALESCE(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
    FROM pg_policy p
"""
_AGAIN = {
    "constraint": (
        "ALTER TABLE {table} DROP CONSTRAINT {name}",
        "ALTER TABLE {table} ADD CONSTRAINT {name} {definition}",
    ),
    "trigger": ("DROP TRIGGER {name} ON {table}", "{definition}"),
    "policy": (
        "DROP POLICY {name} ON {table}",
        "CREATE POLICY {name} ON {table} {definition}",
    ),
}
#: Its migrations say what those of other packages make as well.
_PROJECT = "neoequity"


class Command(PlainCommand):
    help = (
        "Writes into the last migration of each app a line for each table, column, guard and "
        "function that the database has of it beside those of the migrations before. Run it on a "
        "database that was just migrated (`make schema`)."
    )

    def handle(self, *_args: object, **_options: object) -> None:
        with as_owner():
            standing = _by_app(_with_restored(standing_schema()))
        for config in own_apps():
            *earlier, last = migrations_of(config)
            before: Schema = {}
            for migration in earlier:
                apply_migration(migration, before)
            after = standing[config.label]
            made = {thing: digest for thing, digest in after.items() if before.get(thing) != digest}
            _write(last, made | dict.fromkeys(before.keys() - after.keys(), GONE))
            self.stdout.write(f"{last.__name__} makes {len(made):,} objects.")


def _with_restored(schema: Schema) -> Schema:
    """The schema with a second digest of what a backup would restore in other words."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CONDITIONS)
        for kind, table, name, definition in cursor.fetchall():
            words = {"table": Identifier(table), "name": Identifier(name)}
            for statement in _AGAIN[kind]:
                cursor.execute(SQL(statement).format(**words, definition=SQL(definition)))
        restored = standing_schema()
        transaction.set_rollback(True)
    return {
        thing: digest if restored[thing] == digest else f"{digest}{OR}{restored[thing]}"
        for thing, digest in schema.items()
    }


def _by_app(schema: Schema) -> dict[str, Schema]:
    """The objects by the app whose migrations make them."""
    tables = {
        model._meta.db_table: model._meta.app_label
        for model in apps.get_models(include_auto_created=True)
    }
    ours = {config.label for config in own_apps()}
    # A trigger and its function have one name.
    triggers = dict(thing.name.split(".")[::-1] for thing in schema if thing.kind == "trigger")
    found: dict[str, Schema] = defaultdict(dict)
    for thing, digest in schema.items():
        name = triggers.get(thing.name.removesuffix("()"), thing.name)
        table = max(
            (each for each in tables if re.match(rf"{each}(_|\.|$)", name)), key=len, default=""
        )
        prefix = next((label for label in ours if name.startswith(f"{label}_")), _PROJECT)
        app = tables.get(table, prefix)
        found[app if app in ours else _PROJECT][thing] = digest
    return found


def _write(migration: ModuleType, made: Mapping[Thing, str]) -> None:
    lines = "".join(
        f"{digest} {thing.kind.replace(' ', '-')} {thing.name}\n"
        for thing, digest in sorted(made.items())
    )
    path = Path(str(migration.__file__))
    source = _WRITTEN.sub("", path.read_text()).rstrip()
    path.write_text(f'{source}\n\nSCHEMA = """\n{lines}"""\n')
