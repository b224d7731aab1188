"""Spans of days: what they share and what is left of one without others, day by day."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.company.terms.spans import Span, listed

FIRST = date(2001, 11, 1)
HORIZON = [FIRST + timedelta(days=n) for n in range(45)]

days = st.integers(0, 30).map(lambda n: FIRST + timedelta(days=n))
spans = st.builds(
    lambda since, length: Span(since, None if length is None else since + timedelta(days=length)),
    days,
    st.none() | st.integers(0, 12),
)


def november(day: int) -> date:
    return date(2001, 11, day)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(november(9), november(9)), "on Nov 9, 2001"),
        (Span(november(9), november(12)), "from Nov 9, 2001 to Nov 12, 2001"),
        (Span(november(9), None), "from Nov 9, 2001 on"),
    ],
)
def test_a_span_reads_as_in_a_sentence(span: Span, words: str) -> None:
    assert str(span) == words


def test_a_consent_in_the_middle_leaves_both_ends() -> None:
    left = Span(november(1), november(10)).without([Span(november(4), november(6))])
    assert left == (Span(november(1), november(3)), Span(november(7), november(10)))
    assert listed(left) == ("Nov 1, 2001 to Nov 3, 2001 and Nov 7, 2001 to Nov 10, 2001")


def test_only_an_open_end_covers_an_open_end() -> None:
    open_end = Span(november(1), None)
    assert open_end.without([Span(november(1), november(30))]) == (Span(date(2001, 12, 1), None),)
    assert open_end.without([open_end]) == ()


@given(spans, spans)
def test_two_spans_share_exactly_the_days_that_both_include(one: Span, other: Span) -> None:
    both = one.common(other)
    assert both == other.common(one)
    assert [day for day in HORIZON if both and both.includes(day)] == [
        day for day in HORIZON if one.includes(day) and other.includes(day)
    ]


@given(spans, st.lists(spans, max_size=5))
def test_what_is_left_is_exactly_the_days_that_no_other_includes(
    span: Span, others: list[Span]
) -> None:
    left = span.without(others)
    assert [day for day in HORIZON if any(each.includes(day) for each in left)] == [
        day
        for day in HORIZON
        if span.includes(day) and not any(other.includes(day) for other in others)
    ]


@given(spans, st.lists(spans, max_size=5))
def test_what_is_left_comes_in_order_and_with_gaps_between(span: Span, others: list[Span]) -> None:
    left = span.without(others)
    assert not any(each.empty for each in left)
    for before, after in itertools.pairwise(left):
        assert before.until is not None
        assert before.until + timedelta(days=1) < after.since
