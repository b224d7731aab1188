"""The triggers installed in the database, as PostgreSQL itself describes them."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.db import connection

from neoequity.books.proof.layout import laid_out

# Bits of `tgtype`: see PostgreSQL's pg_trigger.h.
_ROW, _BEFORE = 1, 2
_EVENTS = {4: "INSERT", 16: "UPDATE", 8: "DELETE", 32: "TRUNCATE"}
_SWITCHED = {"D": "switched off", "R": "for replicas only", "A": "for replicas, too"}

# In firing order: before the statement, before and after each row, after the statement, at commit;
# those that fire together by name.
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

# The code that pgtrigger puts around a body: declarations, and the test for a disabled trigger.
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
    """A trigger: its table, its name without pgtrigger's additions, when it fires and what it runs.

    `lifted` says whether a session can disable it with `SET pgtrigger.ignore`.
    """

    table: str
    name: str
    fires: str
    condition: str
    lifted: bool
    body: tuple[str, ...]


def is_a_table(name: str) -> bool:
    """Whether the database has a table with this name."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_A_TABLE, [name])
        return bool(cursor.fetchone()[0])


def standing_triggers(table: str | None = None) -> Iterator[Standing]:
    """Every trigger of the table, or of all tables, in firing order."""
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
    kind: int, columns: list[str], deferred: bool, enabled: str, sees: Mapping[str, str | None]
) -> str:
    """When it fires, in words: "AFTER INSERT, for each statement (new rows: posted)"."""
    events = " or ".join(word for bit, word in _EVENTS.items() if kind & bit)
    if columns:
        events = events.replace("UPDATE", f"UPDATE OF {', '.join(columns)}")
    words = f"{'BEFORE' if kind & _BEFORE else 'AFTER'} {events}"
    words += f", for each {'row' if kind & _ROW else 'statement'}"
    if deferred:
        words += ", at commit"
    tables = [f"{which}: {name}" for which, name in sees.items() if name]
    words += f" ({', '.join(tables)})" if tables else ""
    return words + (f" -- {_SWITCHED[enabled].upper()}" if enabled in _SWITCHED else "")


def _read(source: str) -> tuple[bool, tuple[str, ...]]:
    """Whether a session can disable the trigger, and its lines without pgtrigger's frame."""
    framed = _FRAME.fullmatch(source)
    if framed is None:
        return False, tuple(laid_out(source))
    declare = (framed["declare"] or "").strip()
    never_lifted = declare.startswith(_NEVER_LIFTED)
    if never_lifted:
        own = declare.removeprefix(_NEVER_LIFTED).strip()
        declare = f"DECLARE {own}" if own else ""
    return not never_lifted, tuple(laid_out(f"{declare}\n{framed['body'].strip()}".strip()))
