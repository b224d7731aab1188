"""A column of texts is written as any text is, though most of its cells meet no pattern."""

import pytest
from django.db import connection

from neoequity.books.exporting.plain_text import PLAIN_COLUMN, PLAIN_TEXT

TELLING = (
    "Cantor; =1",
    "Cantor\t=1",
    "Bought\r\n=1",
    "CF-000001",
    "Berlin",
    "January 5",
    "true",
    "000123",
    "=1",
    "Ünlü",
    "z",
    "",
    None,
)


@pytest.mark.django_db
def test_a_column_is_marked_as_its_texts_are() -> None:
    statement = f"""
        SELECT NULLIF({PLAIN_TEXT.format("t")}, ''), {PLAIN_COLUMN.format("t")}
        FROM unnest(%s::text[]) WITH ORDINALITY AS v (t, place) ORDER BY place
    """  # noqa: S608  # from constants
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(TELLING)])
        rows = cursor.fetchall()

    assert [column for _, column in rows] == [text for text, _ in rows]
    assert [column for _, column in rows][:2] == ["Cantor;' =1", "Cantor\t'=1"]
