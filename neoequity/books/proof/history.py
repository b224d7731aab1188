"""Whether each tracked row stands as the last event of its history left it."""

from collections.abc import Iterator
from typing import Any

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
    WHERE {asked} ORDER BY id, field LIMIT {most}
"""


def differences_in_history(app: str, most: int, asked: BooksUntil | None) -> Iterator[Difference]:
    """One for every field of the app that differs, at most so many a table.

    A row under no issuer, such as an account, concerns everybody.
    """
    for events, tracked in _tracked(app):
        columns = {field.column for field in tracked._meta.concrete_fields}
        kept = {field.column for field in events._meta.concrete_fields}
        owner = owner_of(tracked, "t", Issuer)
        statement = _NOT_AS_LEFT.format(
            table=_quoted(tracked),
            events=_quoted(events),
            owner="NULL::bigint" if owner is None else text_of(owner),
            asked=asked.condition if asked else "true",
            most=int(most),
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [sorted(columns & kept)])
            for key, field, stands, recorded, issuer, day in cursor.fetchall():
                name = str(tracked._meta.verbose_name).capitalize()
                yield Difference(
                    f"{name} with the key {key}: {field} is {_told(stands)}; the last change in "
                    f"its history left {_told(recorded)}.",
                    issuer,
                    day,
                )


def _tracked(app: str) -> list[tuple[type[Model], type[Model]]]:
    """Each event model of the app with the model it tracks."""
    return [
        (model, model.pgh_tracked_model)
        for model in apps.get_app_config(app).get_models()
        if hasattr(model, "pgh_tracked_model")
    ]


def _quoted(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _told(value: Any) -> str:
    return "nothing" if value is None else f"“{value}”"
