"""Copies of the only issuer on the books, with all its rows, each copy with keys of its own.

Through the actions a thousand would take an hour. The triggers sleep meanwhile, so the seals of the
copies prove nothing; what records, reads and counts does not ask them.
"""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Field, Model

from tests.architecture.sharding import distributed, tables

APART = 1_000_000  # between the keys of one copy and the next
#: Numbers that are keys of rows without being foreign keys.
_KEYS = {
    ("books_seal", "entry"),
    ("books_approval", "subject"),
    ("books_recordattachment", "entry"),
}


def copy_the_issuer(times: int) -> None:
    """As the owner of the tables, and with nobody else on them."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE; SET session_replication_role = replica")
        for model in filter(_is_copied, tables()):
            columns = dict(_columns(model))
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "  # noqa: S608
                f"SELECT {', '.join(columns.values())} "
                f"FROM {model._meta.db_table} AS t, generate_series(1, {times:d}) AS copy"
            )
            key = model._meta.pk
            assert key is not None
            table, column = model._meta.db_table, key.column
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) "  # noqa: S608
                f"FROM {table}"
            )
        cursor.execute("SET session_replication_role = origin; ANALYZE; RESET ROLE")


def _is_copied(model: type[Model]) -> bool:
    """Whether an issuer has its rows; of a file that is looked at, a person has one alone."""
    return distributed(model) and model._meta.db_table != "statements_upload"


def _columns(model: type[Model]) -> Iterator[tuple[str, str]]:
    """Each column, and what a copy has in it."""
    for field in model._meta.concrete_fields:
        if not field.generated:
            name = f'"{field.column}"'
            yield name, _copied(model, field, f"t.{name}")


def _copied(model: type[Model], field: "Field[object, object]", value: str) -> str:
    there = field.related_model
    is_key = isinstance(there, type) and distributed(there)
    if field.primary_key or is_key or (model._meta.db_table, field.column) in _KEYS:
        return f"{value} + copy * {APART}"
    if field.unique and field.name == "digest":
        return f"encode(sha256(convert_to({value} || copy, 'UTF8')), 'hex')"
    if field.unique and there is None:
        return f"{value} || '-' || copy"
    return value
