"""Whether each tracked row still has the values that the last event of its history left."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import Model

from neoequity.books.history.keys import owner_of
from neoequity.books.history.statement import text_of
from neoequity.books.models import Issuer
from neoequity.books.proof.difference import BooksUntil, Difference

_NOT_AS_LEFT = """
    SELECT * FROM (
    SELECT t.id, held.field, held.value, to_jsonb(e) ->> held.field, {owner} AS issuer,
           NULL::date AS day
    FROM {table} t
    LEFT JOIN LATERAL (
        SELECT * FROM {events} WHERE pgh_obj_id = t.id ORDER BY pgh_id DESC LIMIT 1
    ) e ON true
    CROSS JOIN LATERAL jsonb_each_text(to_jsonb(t)) AS held(field, value)
    WHERE held.field = ANY(%s) AND held.value IS DISTINCT FROM to_jsonb(e) ->> held.field
    ) AS found (id, field, value, recorded, issuer, day)
    WHERE {condition} ORDER BY id, field LIMIT {most}
"""


# By the last event of each: a deleted row is gone, and every other one is there.
_NOT_THERE_AS_LEFT = """
    SELECT id, there FROM (
        SELECT e.pgh_obj_id AS id, t.id IS NOT NULL AS there, {owner} AS issuer, NULL::date AS day
        FROM (SELECT DISTINCT ON (pgh_obj_id) * FROM {events}
              ORDER BY pgh_obj_id, pgh_id DESC) e
        LEFT JOIN {table} t ON t.id = e.pgh_obj_id
        WHERE (t.id IS NULL) <> (e.pgh_label = 'delete')
    ) AS found WHERE {condition} ORDER BY id LIMIT {most}
"""


def differences_in_history(app: str, most: int, books: BooksUntil | None) -> Iterator[Difference]:
    """One for every field of the app's rows that differs, at most `most` per table.

    And one for each row that was deleted, or is back, without an event that says so. A row of no
    issuer, such as an account, concerns all books.
    """
    for events, tracked in _tracked(app):
        columns = {field.column for field in tracked._meta.concrete_fields}
        recorded = {field.column for field in events._meta.concrete_fields}
        words = {
            "table": _table(tracked),
            "events": _table(events),
            "condition": books.condition if books else "true",
            "most": int(most),
        }
        name = str(tracked._meta.verbose_name).capitalize()
        with connection.cursor() as cursor:
            cursor.execute(_NOT_THERE_AS_LEFT.format(owner=_owner(tracked, "e"), **words))
            for key, there in cursor.fetchall():
                amiss = "is there, though it was deleted" if there else "is missing"
                yield Difference(f"{name} with the key {key} {amiss}: its history says otherwise.")
            statement = _NOT_AS_LEFT.format(owner=_owner(tracked, "t"), **words)
            cursor.execute(statement, [sorted(columns & recorded)])
            for key, field, current, last, issuer, day in cursor.fetchall():
                yield Difference(
                    f"{name} with the key {key}: {field} is {_in_quotes(current)}; the last change "
                    f"in its history left {_in_quotes(last)}.",
                    issuer,
                    day,
                )


def _owner(tracked: type[Model], alias: str) -> str:
    owner = owner_of(tracked, alias, Issuer)
    return "NULL::bigint" if owner is None else text_of(owner)


def _tracked(app: str) -> list[tuple[type[Model], type[Model]]]:
    """Each event model of the app with the model it tracks."""
    return [
        (model, model.pgh_tracked_model)
        for model in apps.get_app_config(app).get_models()
        if hasattr(model, "pgh_tracked_model")
    ]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _in_quotes(value: str | None) -> str:
    return "nothing" if value is None else f"“{value}”"
