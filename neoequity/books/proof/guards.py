"""Whether the database still has every constraint and trigger that the models declare."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint, Model, UniqueConstraint
from pgtrigger.registry import registered

# What PostgreSQL calls each kind of constraint.
_KINDS = {"c": "rule", "u": "uniqueness", "f": "foreign key", "p": "primary key"}

# An older server has no column `conenforced`: its constraints are always enforced.
_CONSTRAINTS = """
    SELECT c.relname, k.conname, k.contype, ARRAY(
               SELECT a.attname FROM unnest(k.conkey) AS key(place)
               JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.place
               ORDER BY a.attname),
           k.convalidated AND COALESCE(i.indisvalid, true)
               AND COALESCE((to_jsonb(k) ->> 'conenforced')::boolean, true)
    FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid
    LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('u', 'p')
    WHERE c.relname = ANY(%(tables)s) AND pg_table_is_visible(c.oid)
      AND k.contype IN ('c', 'u', 'f', 'p')
    UNION ALL  -- a uniqueness under a condition is an index only
    SELECT c.relname, i.relname, 'u', ARRAY[]::name[], x.indisvalid
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
    WHERE c.relname = ANY(%(tables)s) AND pg_table_is_visible(c.oid)
      AND x.indisunique AND x.indpred IS NOT NULL
"""

# django-pgtrigger keeps the digest of a trigger in its comment.
_TRIGGERS = """
    SELECT c.relname, t.tgname, obj_description(t.oid, 'pg_trigger')
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relname = ANY(%s) AND pg_table_is_visible(c.oid)
"""

_SWITCHED_OFF = """
    SELECT c.relname, t.tgname
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relname = ANY(%s) AND pg_table_is_visible(c.oid) AND t.tgenabled IN ('D', 'R')
    ORDER BY 1, 2
"""

_FUNCTIONS = """
    SELECT p.proname, p.prosrc FROM pg_proc p
    WHERE p.proname LIKE 'pgtrigger%%' OR p.proname = '_pgtrigger_should_ignore'
"""


class Guard(NamedTuple):
    """A constraint that a model declares: by name, or by kind and columns if it has no name."""

    table: str
    kind: str
    name: str
    columns: tuple[str, ...]

    def __str__(self) -> str:
        which = f"“{self.name}”" if self.name else f"of {', '.join(self.columns)}"
        return f"{_KINDS[self.kind]} {which} of the table {self.table}"


class _Trigger(NamedTuple):
    """A trigger that a model asks for, with what the database must hold of it."""

    table: str
    name: str
    installed_as: str
    digest: str
    switch: str
    body: str

    def __str__(self) -> str:
        return f"The trigger “{self.name}” of the table {self.table}"


def count_guards(app: str) -> tuple[int, int]:
    """How many constraints and triggers the app declares."""
    return len(list(_declared(app))), len(_triggers(app))


def differences_in_guards(app: str) -> Iterator[str]:
    """A sentence for each guard of the app that is missing, weakened or switched off."""
    yield from _constraints_amiss(app)
    yield from _triggers_amiss(app)


def _models(app: str) -> list[type[Model]]:
    return list(apps.get_app_config(app).get_models())


def _declared(app: str) -> Iterator[Guard]:
    for model in _models(app):
        meta = model._meta
        for constraint in meta.constraints:
            if isinstance(constraint, CheckConstraint):
                yield Guard(meta.db_table, "c", constraint.name, ())
            elif isinstance(constraint, UniqueConstraint):
                yield Guard(meta.db_table, "u", constraint.name, ())
        for field in meta.concrete_fields:
            if field.primary_key:
                yield Guard(meta.db_table, "p", "", (field.column,))
            elif field.unique:
                yield Guard(meta.db_table, "u", "", (field.column,))
            if field.remote_field and getattr(field, "db_constraint", False):
                yield Guard(meta.db_table, "f", "", (field.column,))


def _constraints_amiss(app: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        tables = [model._meta.db_table for model in _models(app)]
        cursor.execute(_CONSTRAINTS, {"tables": tables})
        enforced: dict[Guard, bool] = {}
        for table, name, kind, columns, is_enforced in cursor.fetchall():
            enforced[Guard(table, kind, name, ())] = is_enforced
            enforced[Guard(table, kind, "", tuple(columns))] = is_enforced
    for guard in _declared(app):
        if guard not in enforced:
            yield f"The {guard} is missing."
        elif not enforced[guard]:
            yield f"The {guard} is not enforced on every row."


@cache
def _triggers(app: str) -> tuple[_Trigger, ...]:
    """Compiled once for a process: they are hundreds, and the models do not change under it."""
    found = []
    for model, trigger in registered():
        if model._meta.app_label == app:
            compiled = trigger.compile(model)
            # The texts between the dollar signs: of the function that switches, and of its own.
            switch, body = compiled.install_sql.split("$$")[1:4:2]
            table, installed_as = model._meta.db_table, trigger.get_pgid(model)
            found.append(
                _Trigger(table, str(trigger.name), installed_as, compiled.hash, switch, body)
            )
    return tuple(found)


def _triggers_amiss(app: str) -> Iterator[str]:
    tables = sorted({trigger.table for trigger in _triggers(app)})
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS)
        functions = dict(cursor.fetchall())
        cursor.execute(_TRIGGERS, [tables])
        digests = {(table, name): digest for table, name, digest in cursor.fetchall()}
        cursor.execute(_SWITCHED_OFF, [tables])
        for table, name in cursor.fetchall():
            yield f"The trigger “{name}” of the table {table} is switched off."
        cursor.execute("SHOW session_replication_role")
        if cursor.fetchone()[0] == "replica":
            yield "Triggers are switched off for this connection (session_replication_role)."
    for trigger in _triggers(app):
        key = (trigger.table, trigger.installed_as)
        if key not in digests:
            yield f"{trigger} is missing."
        elif digests[key] != trigger.digest:
            yield f"{trigger} is not the one of the models."
        elif functions.get(trigger.installed_as) != trigger.body:
            yield f"{trigger} runs another function than that of the models."
        elif functions.get("_pgtrigger_should_ignore") != trigger.switch:
            yield f"{trigger} is switched off by another function than that of the models."
