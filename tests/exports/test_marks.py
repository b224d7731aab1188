"""Marked text: the database and Python mark alike, and what was marked is read back exactly."""

import re

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from neoequity.books.exporting import plain_text
from neoequity.books.exporting.plain_text import PLAIN_TEXT, marked, unmarked
from tests.laws import law

# Texts made of what the patterns look for, and of anything else.
SIGNS = "'\";\t=+-@0123456789.,/:()%$ eE\u200b\ufeff\xad\u2212\uff1d\ufe62\x01\x7f"
TELLING = st.sampled_from([*SIGNS, "Nov", "tRue", "pm"])
ANYTHING = st.characters(codec="utf-8", exclude_characters="\0\r\n")
TEXTS = st.lists(TELLING | ANYTHING, max_size=8).map("".join)


@given(TEXTS)
def test_what_was_marked_is_read_back_exactly(text: str) -> None:
    assert unmarked(marked(text)) == text


@given(TEXTS)
def test_marking_adds_apostrophes_and_nothing_else(text: str) -> None:
    assert marked(text).replace("'", "") == text.replace("'", "")


@given(TEXTS)
def test_no_cell_begins_with_a_sign_wherever_it_is_split(text: str) -> None:
    cells = [cell.strip(' \u200b\ufeff\xad\x01\x7f"') for cell in marked(text).split(";")]
    cells = [cell for part in cells for cell in part.split("\t")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


# What begins like a date, a month or a truth value, and goes on like something else.
NEARLY = st.lists(
    st.sampled_from([*"0123456789", "333-", "2001", "/", "-", " ", ".", ":", "B", "E", "T", "x"])
    | st.sampled_from(["Jan", "march", "NOV", "d", "true", "FALSE", "pm", "sept", ",", "%", "$"]),
    min_size=1,
    max_size=7,
).map("".join)


@settings(max_examples=2_000)
@given(NEARLY)
def test_what_the_database_passes_over_quickly_needs_no_mark(text: str) -> None:
    quick = any(re.fullmatch(each, text) for each in plain_text._PLAIN_WORDS)
    quick |= any(re.fullmatch(each, text) for each in plain_text._PLAIN_FIGURES) and (
        len(text) < 12 or not text.isdigit()
    )
    assert not quick or marked(text) == text


@pytest.mark.django_db
def test_the_database_marks_as_python_does() -> None:
    statement = f"""
        SELECT {PLAIN_TEXT.format("t")} FROM unnest(%s::text[]) WITH ORDINALITY AS v (t, place)
        ORDER BY place
    """  # noqa: S608  # put together from constants

    @law(times=10)
    @given(st.lists(TEXTS, min_size=20, max_size=100))
    def marks_alike(texts: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [texts])
            assert [row[0] for row in cursor.fetchall()] == [marked(text) for text in texts]

    marks_alike()
