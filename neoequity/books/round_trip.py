"""Several questions to the database in one round trip: an act asks for much, each of it small."""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import ForeignKey, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler


def answers(*questions: QuerySet[Any, Any]) -> list[list[Any]]:
    """The rows of each queryset, as iterating over it would give them; one query for all.

    For rows of a model or tuples of `values_list`, some hundreds at most: they come as JSON, with
    its numbers read as decimals. All see the same state of the books. None may join rows of other
    models by `select_related`.
    """
    compilers = [question.query.get_compiler(using=connection.alias) for question in questions]
    asked, values = [], list[Any]()
    for compiler in compilers:
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            asked.append("NULL")
            continue
        names = ", ".join(f"c{place}" for place in range(len(compiler.select)))
        # As a text, because the driver would read the numbers as floats.
        asked.append(f"(SELECT json_agg(q)::text FROM ({sql}) q ({names}))")  # noqa: S608  # Django's
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", values)
        told = cursor.fetchone()
    return [list(_rows(*each)) for each in zip(compilers, told, strict=True)]


def attach(parents: Sequence[Model], relation: str, children: Iterable[Model]) -> None:
    """Give each parent its related rows, in their order, as if `prefetch_related` had read them."""
    if not parents:
        return
    field = parents[0]._meta.get_field(relation).remote_field
    assert isinstance(field, ForeignKey)  # noqa: S101  # what rows point at their parent with
    rows: dict[Any, list[Model]] = {parent.pk: [] for parent in parents}
    for child in children:
        rows[getattr(child, field.attname)].append(child)
    for parent in parents:
        related = getattr(parent, relation).all()
        related._result_cache = rows[parent.pk]  # noqa: SLF001  # what Django's own prefetch does
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = related
        for child in rows[parent.pk]:
            setattr(child, field.name, parent)


def _rows(compiler: SQLCompiler, told: str | None) -> Iterator[Any]:
    """The rows of one question: instances of its model, or tuples."""
    if told is None:
        return
    readers = [column.output_field.to_python for column, _, _ in compiler.select]
    for row in json.loads(told, parse_float=Decimal):
        read = [to_python(cell) for to_python, cell in zip(readers, row.values(), strict=True)]
        yield _instance(compiler, read) if compiler.query.default_cols else tuple(read)


def _instance(compiler: SQLCompiler, row: list[Any]) -> Any:
    """A row of a model, with its annotations."""
    assert compiler.klass_info is not None  # noqa: S101  # a question for whole rows has it
    places = compiler.klass_info["select_fields"]
    names = [compiler.select[place][0].target.attname for place in places]
    model = compiler.klass_info["model"]
    instance = model.from_db(connection.alias, names, [row[place] for place in places])
    for name, place in compiler.annotation_col_map.items():
        setattr(instance, name, row[place])
    return instance
