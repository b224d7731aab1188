"""The agent's reference: which spellings name the same notice."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.terms.reference import REFERENCE, is_reference, reference_key

SAME = [
    ["X-1", "x 01", "X/001", "x.1", "X_1", "X:1", "x  -  1", "X#1", "X(1)", "x-1.", "X--1"],
    ["N01", "n1", "N001"],
    ["424B3-2001-11-12", "424b3 2001/11/12", "424B03_2001.11.012"],
    ["A-0", "a 00", "A/000"],
    ["7", "007"],
    ["CF-10", "cf 010"],
]
DIFFERENT = [
    ["A-11", "A1-1", "A11", "A-1-1"],
    ["CF-10", "CF-1", "CF-100", "CF-010-0"],
    ["A0", "A"],
    ["1-0", "10", "1"],
    ["X1", "X-1"],
]
references = st.from_regex(re.compile(REFERENCE, re.ASCII), fullmatch=True)


@pytest.mark.parametrize("spellings", SAME, ids=lambda each: each[0])
def test_case_blanks_kind_of_separator_and_leading_zeros_make_no_difference(
    spellings: list[str],
) -> None:
    assert len({reference_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize("spellings", DIFFERENT, ids=lambda each: each[0])
def test_where_a_separator_stands_and_every_digit_that_counts_do(spellings: list[str]) -> None:
    for one, other in combinations(spellings, 2):
        assert reference_key(one) != reference_key(other)


@given(references)
def test_a_key_is_a_reference_and_its_own_key(reference: str) -> None:
    key = reference_key(reference)
    assert is_reference(key)
    assert len(key) <= len(reference)
    assert reference_key(key) == key
