"""SQL that seals every change in the change log, one chain for the whole installation, at commit.

In it are the events of tracked tables, and the rows of tables whose entries have no seal in the
chain of an issuer.
"""

from textwrap import dedent
from typing import Any, NamedTuple

import pgtrigger

from neoequity.books.triggers.owned import OwnedTrigger
from neoequity.books.triggers.pieces import NEVER_LIFTED
from neoequity.books.triggers.sealing import AS_IT_IS, DAY, MOMENT

#: The text whose SHA-256 is the digest before the log's first entry.
LOG_ORIGIN = "NeoEquity change log"

_FORMS = {"DateField": DAY, "DateTimeField": MOMENT}
_EVENT_CONTEXT, _ROW_CONTEXT = "pgh_context_id", "context_id"


class Logged(NamedTuple):
    """What the log has of the rows `e` of a table: each of `columns` with its form as text.

    `key` is the column of the row's id, `words` say what a row is.
    """

    kind: str
    table: str
    key: str
    columns: dict[str, str]
    words: str

    @property
    def fields(self) -> str:
        """SQL on the row `e` for a JSON object of its columns as texts and nulls."""
        pairs = (f"'{name}', {form.format(name)}" for name, form in self.columns.items())
        return f"json_build_object({', '.join(pairs)})"


class SealedInLog(OwnedTrigger):
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
                ("fields", "TEXT"),
            ],
        )
        self.without = without

    def get_func(self, model: Any) -> str:
        """The body of the trigger's function for the table of this model."""
        return _seal(self.logged(model), _own_context(model))

    def logged(self, model: Any) -> Logged:
        """What the log has of a row of this model: every column but bytes, which have a SHA-256."""
        meta = model._meta
        kinds = {field.column: field.get_internal_type() for field in meta.concrete_fields}
        return Logged(
            kind=meta.label_lower,
            table=meta.db_table,
            key=meta.pk.column,
            columns={
                column: _FORMS.get(kind, AS_IT_IS)
                for column, kind in kinds.items()
                if column not in self.without and kind != "BinaryField"
            },
            words=str(getattr(model, "pgh_tracked_model", model)._meta.verbose_name),
        )


def _own_context(model: Any) -> str:
    """SQL for the key of the context in which the row NEW was written."""
    columns = {field.column for field in model._meta.concrete_fields}
    own = columns & {_EVENT_CONTEXT, _ROW_CONTEXT}
    return f"NEW.{own.pop()}" if own else "_pgh_attach_context()"


def _seal(change: Logged, context: str) -> str:
    """SQL that seals the row NEW, written in this context; the first change begins the log."""
    return dedent(f"""
    SELECT * INTO head FROM books_changelog FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        INSERT INTO books_changelog (id, length, digest)
        VALUES (1, 0, encode(sha256('{LOG_ORIGIN}'), 'hex')) ON CONFLICT DO NOTHING;
        SELECT * INTO STRICT head FROM books_changelog FOR NO KEY UPDATE;
    END IF;
    SELECT json_build_array({change.fields}, c.metadata)::text INTO fields
    FROM (SELECT NEW.*) e LEFT JOIN pghistory_context c ON c.id = {context};
    head.digest := encode(sha256(convert_to(head.digest || fields, 'UTF8')), 'hex');
    INSERT INTO books_loggedchange (position, kind, entry, fields, digest, context_id)
    VALUES (head.length + 1, '{change.kind}', NEW.{change.key}, fields, head.digest, {context});
    UPDATE books_changelog SET length = head.length + 1, digest = head.digest;
    RETURN NULL;
    """)
