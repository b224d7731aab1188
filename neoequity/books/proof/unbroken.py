"""Whether a chain is unbroken, answered by the database in parallel passes, one for each kind.

It says yes or no. Where it says no, the walk in `proof.chain` names what is wrong. So the fields of
an entry may be written here in a quicker way than the seal's own: what it writes otherwise fits
nothing, and leaves the answer to the walk.
"""

from collections.abc import Sequence

from django.db import connection

from neoequity.books.models import ChainHead
from neoequity.books.proof.reached import Link
from neoequity.books.triggers.sealing import AS_IT_IS, DAY, MOMENT, Sealed

# Whole tables are joined, so that several processes share the work. A seal without an entry, or
# without a seal before it, fits nothing.
_FITTING = """
    SELECT count(*) FILTER (WHERE s.digest = encode(sha256(convert_to(
               CASE WHEN s.position = %(first)s THEN %(before)s ELSE p.digest END || {payload},
               'UTF8')), 'hex')),
           max(s.digest) FILTER (WHERE s.position = %(length)s)
    FROM books_seal s JOIN {table} e ON e.id = s.entry
    LEFT JOIN books_seal p ON p.head_id = s.head_id AND p.position = s.position - 1
    WHERE s.head_id = %(head)s AND s.position >= %(first)s AND s.kind = '{kind}'
"""
_COLUMNS = """
    SELECT attname, atttypid::regtype::text, attnotnull FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0
"""
#: Types whose values need no quoting, and are as `concat` writes them.
_PLAIN = ("smallint", "integer", "bigint", "numeric", "date")
_SEALS = "SELECT count(*) FROM books_seal s WHERE s.head_id = %(head)s AND s.position >= %(first)s"


def is_unbroken(head: ChainHead, kinds: Sequence[Sealed], after: Link) -> bool:
    """Whether every seal after this one fits its entry and the seal before it, up to the head.

    If all fit, no position is missing: the seal after it would have nothing before it.
    """
    asked: dict[str, int | str] = {
        "head": head.pk,
        "first": after.position + 1,
        "before": after.digest,
        "length": head.length,
    }
    fitting, last = 0, after.digest
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL datestyle = 'ISO'")
        for kind in kinds:
            cursor.execute(_FITTING.format(**kind._asdict(), payload=_fields_of(kind)), asked)
            fit, at_the_end = cursor.fetchone()
            fitting += fit
            last = at_the_end or last
        cursor.execute(_SEALS, asked)
        (seals,) = cursor.fetchone()
    return fitting == seals and (after.position + seals, last) == (head.length, head.digest)


def _fields_of(kind: Sealed) -> str:
    """SQL for the fields of an entry: its text in one concatenation, without a JSON value each."""
    plain = _in_one_concatenation(kind)
    if not kind.later:
        return plain
    without = " AND ".join(f'e."{column}" IS NULL' for column in kind.later)
    return f"CASE WHEN {without} THEN {plain} ELSE {kind.payload} END"


def _in_one_concatenation(kind: Sealed) -> str:
    """SQL for the fields of an entry that has none of the later columns."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [kind.table])
        columns = {name: (type_name, never_null) for name, type_name, never_null in cursor}
    text, pieces = f'["{kind.kind}"', list[str]()
    for column, form in kind.columns.items():
        type_name, never_null = columns.get(column, ("", False))
        is_plain = type_name in _PLAIN and form in (AS_IT_IS, DAY)
        value = f'e."{column}"' if is_plain else form.format(column)
        if (is_plain or form == MOMENT) and never_null:
            pieces += [f"'{text}, \"'", value]
            text = '"'
        else:
            pieces += [f"'{text}, '", f"COALESCE(to_json(({value})::text)::text, 'null')"]
            text = ""
    return f"concat({', '.join(pieces)}, '{text}]')"
