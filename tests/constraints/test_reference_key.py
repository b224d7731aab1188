"""The key that the database keeps of each reference is the one that the terms give."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg2.sql import SQL

from placements.terms.reference import REFERENCE, is_reference, reference_key
from tests.constraints.rows import ask, fetch

pytestmark = pytest.mark.django_db

references = st.from_regex(re.compile(REFERENCE, re.ASCII), fullmatch=True)
# Few signs, so that zeros and separators meet in every way.
crowded = st.from_regex(re.compile("[aA01][aA01 ./-]{0,8}", re.ASCII), fullmatch=True)
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=70)

KEPT = """
    SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
    JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE d.adrelid = 'placements_sale'::regclass AND a.attname = 'reference_key'
"""
RULE = """
    SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
    WHERE conname = 'a_reference_is_one_that_a_notice_may_have'
"""


def told(expression: str, written: list[str]) -> dict[str, object]:
    """What the expression of the database gives for each of these references."""
    query = SQL("SELECT agent_reference, {} FROM unnest(%s) AS sale (agent_reference)")
    return dict(fetch(query.format(SQL(expression)), [written]))


@given(st.lists(references | crowded, min_size=1, max_size=100))
def test_the_database_gives_every_reference_the_same_key(written: list[str]) -> None:
    assert told(ask(KEPT), written) == {each: reference_key(each) for each in written}


@given(st.lists(texts | references, min_size=1, max_size=100))
def test_the_database_knows_a_reference_when_the_terms_do(written: list[str]) -> None:
    assert told(ask(RULE), written) == {each: is_reference(each) for each in written}
