"""Whether the database has the tables, guards and functions that the migrations make, no others.

`settings.NEOEQUITY_SCHEMAS` names the files with a line for each object: kind, name and digest.
`write_schema` writes them, and a test keeps them true.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from django.conf import settings
from django.db import connection


class Thing(NamedTuple):
    """An object of the schema: what kind of object, and its name, with that of its table."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"The {self.kind} {self.name}"


Schema: TypeAlias = dict[Thing, str]

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


def written_schema(but: Path | None = None) -> Schema:
    """Every object that the migrations make, as the files have them, `but` one of these."""
    paths = [path for path in settings.NEOEQUITY_SCHEMAS if path != but]
    lines = [line for path in paths for line in _lines(path)]
    return {Thing(kind.replace("-", " "), name): digest for digest, kind, name in lines}


def _lines(path: Path) -> Iterator[list[str]]:
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            yield line.split(" ", 2)


def written(schema: Schema) -> str:
    """The lines of a file for these objects."""
    return "".join(
        f"{digest} {thing.kind.replace(' ', '-')} {thing.name}\n"
        for thing, digest in sorted(schema.items())
    )


def differences_in_schema() -> Iterator[str]:
    """A sentence for each object that is missing, changed, or not made by the migrations."""
    stands, made = standing_schema(), written_schema()
    for thing in sorted(stands.keys() | made.keys()):
        if thing not in made:
            yield f"{thing} is not one that the migrations make."
        elif thing not in stands:
            if thing.kind not in _DECLARED:
                yield f"{thing} is missing."
        elif stands[thing] != made[thing]:
            yield f"{thing} is not as the migrations make it."
