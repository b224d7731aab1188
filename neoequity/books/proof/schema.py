"""Whether the database has the tables, guards and functions that the migrations make, no others.

Each migration says what it makes, in its `SCHEMA`: a line for each object with the digest of its
definition, its kind and name, or “-” for one that is gone. PostgreSQL writes some conditions with
other parentheses and casts once they were restored from a backup; these have both digests.
`write_schema` writes it, and a test keeps it true. What other packages make stands in the
migrations of the project itself.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import NamedTuple, TypeAlias

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connection


class Thing(NamedTuple):
    """An object of the schema: what kind of object, and its name, with that of its table."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"The {self.kind} {self.name}"


Schema: TypeAlias = dict[Thing, str]

#: Between the digests of a definition as it is made and as it is restored.
OR = "|"
#: Stands in place of the digest of what a migration removes.
GONE = "-"

# What an extension brought is not ours, nor is the not-null constraint that newer servers list
# beside the column.
_OBJECTS = """
    WITH ours AS (
        SELECT c.oid, c.relname, c.relkind, c.relpersistence, c.relrowsecurity
        FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ), things (kind, name, definition) AS (
        SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'S' THEN 'sequence' ELSE 'view' END,
               relname::text,
               concat_ws(' ', relpersistence, relrowsecurity,
                         CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END)
        FROM ours WHERE relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
        UNION ALL
        SELECT 'column', c.relname || '.' || a.attname,
               concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                         a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
        FROM ours c JOIN pg_attribute a ON a.attrelid = c.oid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT 'constraint', c.relname || '.' || k.conname,
               concat_ws(' ', pg_get_constraintdef(k.oid), k.convalidated)
        FROM ours c JOIN pg_constraint k ON k.conrelid = c.oid WHERE k.contype NOT IN ('n', 't')
        UNION ALL
        SELECT 'index', c.relname || '.' || i.relname,
               concat_ws(' ', pg_get_indexdef(x.indexrelid), x.indisvalid)
        FROM ours c JOIN pg_index x ON x.indrelid = c.oid JOIN pg_class i ON i.oid = x.indexrelid
        UNION ALL
        SELECT 'trigger', c.relname || '.' || t.tgname,
               concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
        FROM ours c JOIN pg_trigger t ON t.tgrelid = c.oid WHERE NOT t.tgisinternal
        UNION ALL
        SELECT 'rule', c.relname || '.' || r.rulename, pg_get_ruledef(r.oid)
        FROM ours c JOIN pg_rewrite r ON r.ev_class = c.oid WHERE c.relkind IN ('r', 'p', 'f')
        UNION ALL
        SELECT 'policy', c.relname || '.' || p.polname,
               concat_ws(' ', p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid),
                         pg_get_expr(p.polwithcheck, p.polrelid))
        FROM ours c JOIN pg_policy p ON p.polrelid = c.oid
        UNION ALL
        SELECT 'function', p.oid::regprocedure::text,
               CASE WHEN p.prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) END
        FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
        UNION ALL
        SELECT 'event trigger', evtname, concat_ws(' ', evtevent, evtenabled, evtfoid::regproc)
        FROM pg_event_trigger
    )
    SELECT kind, name, left(encode(sha256(convert_to(COALESCE(definition, ''), 'UTF8')), 'hex'), 12)
    FROM things ORDER BY kind, name
"""

#: What the declarations of the models are compared with as well, and named by, if it is missing.
_DECLARED = ("constraint", "trigger")


def standing_schema() -> Schema:
    """Every object of the schema as it stands, with the digest of its definition."""
    with connection.cursor() as cursor:
        cursor.execute(_OBJECTS)
        return {Thing(kind, name): digest for kind, name, digest in cursor.fetchall()}


def written_schema() -> Schema:
    """Every object that the migrations make."""
    schema: Schema = {}
    for config in own_apps():
        for migration in migrations_of(config):
            apply_migration(migration, schema)
    return schema


def own_apps() -> list[AppConfig]:
    """The apps whose migrations are part of the product, or of its tests."""
    paths = {config: Path(config.path) for config in apps.get_app_configs()}
    return [
        config
        for config, path in paths.items()
        if path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts
    ]


def migrations_of(config: AppConfig) -> list[ModuleType]:
    """The modules of an app's migrations, in order."""
    package = import_module(f"{config.name}.migrations")
    names = sorted(each.name for each in iter_modules(package.__path__) if each.name[0].isdigit())
    return [import_module(f"{package.__name__}.{name}") for name in names]


def apply_migration(migration: ModuleType, schema: Schema) -> None:
    """Change the schema as the migration says."""
    for line in getattr(migration, "SCHEMA", "").strip().splitlines():
        digest, kind, name = line.split(" ", 2)
        thing = Thing(kind.replace("-", " "), name)
        if digest == GONE:
            schema.pop(thing, None)
        else:
            schema[thing] = digest


def differences_in_schema() -> Iterator[str]:
    """A sentence for each object that is missing, changed, or not made by the migrations."""
    stands, made = standing_schema(), written_schema()
    for thing in sorted(stands.keys() | made.keys()):
        if thing not in made:
            yield f"{thing} is not one that the migrations make."
        elif thing not in stands:
            if thing.kind not in _DECLARED:
                yield f"{thing} is missing."
        elif stands[thing] not in made[thing].split(OR):
            yield f"{thing} is not as the migrations make it."
