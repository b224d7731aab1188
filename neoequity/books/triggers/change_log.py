"""SQL that seals every change in the change log, one chain for the whole installation, at commit.

In it are the events of tracked tables, and the rows of tables whose entries have no seal in the
chain of an issuer.
"""

from collections.abc import Iterator
from textwrap import dedent
from typing import Any

import pgtrigger

from neoequity.books.triggers.pieces import NEVER_LIFTED
from neoequity.books.triggers.sealing import AS_IT_IS, DAY, MOMENT, Sealed

#: The text whose SHA-256 is the digest before the log's first entry.
LOG_ORIGIN = "NeoEquity change log"

_FORMS = {"DateField": DAY, "DateTimeField": MOMENT}
_EVENT_CONTEXT, _ROW_CONTEXT = "pgh_context_id", "context_id"


class SealedInLog(pgtrigger.Trigger):
    """The trigger that seals the new rows of a table in the change log, whatever the statement.

    `without` names columns that later entries write and that the proof calculates itself.
    """

    def __init__(self, *, without: tuple[str, ...] = ()) -> None:
        super().__init__(
            name="changes_are_sealed",
            operation=pgtrigger.Insert,
            # The log is one lock for everybody, so it is taken last and held only to the commit.
            when=pgtrigger.After,
            timing=pgtrigger.Deferred,
            declare=[
                *NEVER_LIFTED,
                ("head", "RECORD"),  # people have a history before the log's table is there
                ("context", "JSONB"),
                ("payload", "TEXT"),
            ],
        )
        self.without = without

    def get_func(self, model: Any) -> str:
        """The body of the trigger's function for the table of this model."""
        return _seal_in_log(self.sealed(model), _own_context(model))

    def sealed(self, model: Any) -> Sealed:
        """What the log seals of a row of this model: every column, and what its context said."""
        meta = model._meta
        is_event = hasattr(model, "pgh_tracked_model")
        return Sealed(
            kind=meta.label_lower,
            table=meta.db_table,
            key=meta.pk.column,
            columns={**dict(self._columns(model)), "context": "s.context::text"},
            joins="",
            issuer="NULL::bigint",
            order=f"e.{meta.pk.column}",
            name=_event_name(model) if is_event else _row_name(model),
        )

    def _columns(self, model: Any) -> Iterator[tuple[str, str]]:
        for field in model._meta.concrete_fields:
            kind = field.get_internal_type()
            # Bytes are covered by their SHA-256 in the row.
            if field.column not in self.without and kind != "BinaryField":
                yield field.column, _FORMS.get(kind, AS_IT_IS)


def _event_name(model: Any) -> str:
    words = str(model.pgh_tracked_model._meta.verbose_name)
    return (
        f"'Event ' || e.pgh_id || ' ({words} with the key ' || e.pgh_obj_id || ', ' "
        "|| e.pgh_label || ')'"
    )


def _row_name(model: Any) -> str:
    words = str(model._meta.verbose_name)
    return f"'{words[:1].upper()}{words[1:]} with the key ' || e.id"


def _seal_in_log(entry: Sealed, own_context: str) -> str:
    """SQL that seals the row NEW with its context; the first change of all begins the log."""
    return dedent(f"""
    SELECT * INTO head FROM books_changelog FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        INSERT INTO books_changelog (id, length, digest)
        VALUES (1, 0, encode(sha256('{LOG_ORIGIN}'), 'hex')) ON CONFLICT DO NOTHING;
        SELECT * INTO STRICT head FROM books_changelog FOR NO KEY UPDATE;
    END IF;
    SELECT s.context, {entry.payload} INTO context, payload
    FROM (SELECT NEW.*) e
    LEFT JOIN (SELECT id, metadata AS context FROM pghistory_context) s ON s.id = {own_context};
    head.digest := encode(sha256(convert_to(head.digest || payload, 'UTF8')), 'hex');
    INSERT INTO books_loggedchange (position, kind, entry, digest, context_id, context)
    VALUES (head.length + 1, '{entry.kind}', NEW.{entry.key}, head.digest, {own_context}, context);
    UPDATE books_changelog SET length = head.length + 1, digest = head.digest;
    RETURN NULL;
    """)


def _own_context(model: Any) -> str:
    """SQL for the key of the context in which the row NEW was written."""
    columns = {field.column for field in model._meta.concrete_fields}
    own = columns & {_EVENT_CONTEXT, _ROW_CONTEXT}
    return f"NEW.{own.pop()}" if own else "_pgh_attach_context()"
