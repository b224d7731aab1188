"""The triggers that stand in the database, as PostgreSQL itself tells of them."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

from neoequity.books.proof.layout import laid_out

# PostgreSQL's bits of a trigger: see pg_trigger.h.
_ROW, _BEFORE = 1, 2
_EVENTS = {4: "INSERT", 16: "UPDATE", 8: "DELETE", 32: "TRUNCATE"}
_SWITCHED = {"D": "switched off", "R": "for replicas only", "A": "for replicas, too"}

# In the order in which they fire: once before the statement, for each row before and after it,
# once after the statement, at commit; and among equals by their names.
_TRIGGERS = """
    SELECT c.relname, t.tgname, t.tgtype::int, t.tgenabled::text, t.tginitdeferred,
           ARRAY(SELECT a.attname FROM unnest(t.tgattr) AS key (place)
                 JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = key.place),
           substring(pg_get_triggerdef(t.oid, true) from 'WHEN \\((.*)\\) EXECUTE FUNCTION'),
           t.tgoldtable, t.tgnewtable, p.prosrc
    FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)
      AND (%(table)s::text IS NULL OR c.relname = %(table)s)
    ORDER BY c.relname,
             CASE WHEN t.tginitdeferred THEN 5
                  WHEN t.tgtype & 3 = 2 THEN 1 WHEN t.tgtype & 3 = 3 THEN 2
                  WHEN t.tgtype & 3 = 1 THEN 3 ELSE 4 END,
             t.tgname
"""
_IS_A_TABLE = """
    SELECT EXISTS (SELECT 1 FROM pg_class c
                   WHERE c.relname = %s AND c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid))
"""

# pgtrigger's frame: what it asks first, and that no session has lifted the trigger.
_FRAME = re.compile(
    r"\s*(?P<declare>DECLARE .*?)?\s*BEGIN\s+"
    r'IF \(("public"\.)?_pgtrigger_should_ignore\(TG_NAME\) IS TRUE\) THEN\s+'
    r"IF \(TG_OP = 'DELETE'\) THEN\s+RETURN OLD;\s+ELSE\s+RETURN NEW;\s+END IF;\s+END IF;"
    r"[ \t]*\n?(?P<body>.*)\bEND;\s*",
    re.DOTALL,
)
_NEVER_LIFTED = "DECLARE never_lifted TEXT := set_config('pgtrigger.ignore', '{}', true);"
_PREFIX, _HASH = re.compile("^pgtrigger_"), re.compile("_[0-9a-f]{5}$")


class Standing(NamedTuple):
    """A trigger: its table, its name without what pgtrigger adds, when it fires and what it runs.

    `lifted` tells whether a session may lift it with `SET pgtrigger.ignore`.
    """

    table: str
    name: str
    fires: str
    condition: str
    lifted: bool
    body: tuple[str, ...]


def is_a_table(name: str) -> bool:
    """Whether the database has a table of that name."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_A_TABLE, [name])
        return bool(cursor.fetchone()[0])


def standing_triggers(table: str | None = None) -> Iterator[Standing]:
    """Every trigger of the table, or of all tables, in the order in which they fire."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS, {"table": table})
        rows = cursor.fetchall()
    for relation, name, kind, enabled, deferred, columns, condition, old, new, source in rows:
        lifted, body = _read(source)
        yield Standing(
            relation,
            _HASH.sub("", _PREFIX.sub("", name)),
            _fires(kind, columns, deferred, enabled, {"old rows": old, "new rows": new}),
            condition or "",
            lifted,
            body,
        )


def _fires(
    kind: int, columns: list[str], deferred: bool, enabled: str, sees: dict[str, Any]
) -> str:
    """When it fires, in words: "AFTER INSERT, for each statement (new rows: posted)"."""
    events = [word for bit, word in _EVENTS.items() if kind & bit]
    told = " or ".join(events)
    if columns:
        told = told.replace("UPDATE", f"UPDATE OF {', '.join(columns)}")
    told = f"{'BEFORE' if kind & _BEFORE else 'AFTER'} {told}"
    told += f", for each {'row' if kind & _ROW else 'statement'}"
    if deferred:
        told += ", at commit"
    tables = [f"{which}: {name}" for which, name in sees.items() if name]
    told += f" ({', '.join(tables)})" if tables else ""
    return told + (f" -- {_SWITCHED[enabled].upper()}" if enabled in _SWITCHED else "")


def _read(source: str) -> tuple[bool, tuple[str, ...]]:
    """Whether a session may lift the function, and its lines without pgtrigger's frame."""
    framed = _FRAME.fullmatch(source)
    if framed is None:
        return False, tuple(laid_out(source))
    declare = (framed["declare"] or "").strip()
    never_lifted = declare == _NEVER_LIFTED
    body = framed["body"].strip()
    return not never_lifted, tuple(laid_out(body if never_lifted else f"{declare}\n{body}"))
