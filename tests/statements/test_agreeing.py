"""What a match takes where lines and items differ, and what a payment pays."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.statements.terms.agreeing import agreeing, paid_by
from neoequity.statements.terms.entry import Quantity, total
from tests.statements.entries import money

amounts = st.integers(-100_000, 100_000).map(lambda cents: Decimal(cents) / 100)
quantities = st.builds(Quantity, amounts, st.integers(-1000, 1000))
sides = st.dictionaries(st.sampled_from("abcdef"), quantities, max_size=4)


def test_what_agrees_is_taken_whole() -> None:
    taken = agreeing({"line": money("12.00", 3)}, {"item": money("12.00", 3)})
    assert taken == ({"line": money("12.00", 3)}, {"item": money("12.00", 3)})


def test_a_cent_short_leaves_a_cent_of_the_last_item() -> None:
    taken = agreeing({"line": money("8.99")}, {"one": money("7.00"), "two": money("2.00")})
    assert taken.items == {"one": money("7.00"), "two": money("1.99")}


def test_a_cent_over_leaves_a_cent_of_the_line() -> None:
    assert agreeing({"line": money("2.01")}, {"item": money("2.00")}).lines == {
        "line": money("2.00")
    }


def test_shares_and_dollars_may_be_left_on_different_sides() -> None:
    taken = agreeing({"line": money("2.00", 11)}, {"item": money("2.50", 10)})
    assert taken == ({"line": money("2.00", 10)}, {"item": money("2.00", 10)})


def test_an_adjustment_is_netted_in_part_where_nothing_else_is_left() -> None:
    taken = agreeing({}, {"sale": money("5.00"), "adjustment": money("-8.00")})
    assert taken.items == {"sale": money("5.00"), "adjustment": money("-5.00")}


def test_what_goes_opposite_ways_has_nothing_in_common() -> None:
    assert agreeing({"line": money("5.00")}, {"item": money("-5.00")}) == ({}, {})


@given(sides, sides)
def test_both_sides_agree_and_no_part_is_beyond_its_whole(
    lines: dict[str, Quantity], items: dict[str, Quantity]
) -> None:
    taken = agreeing(lines, items)
    assert total(taken.lines.values()) == total(taken.items.values())
    for side, parts in ((lines, taken.lines), (items, taken.items)):
        assert all(part and part.is_part_of(side[key]) for key, part in parts.items())


@pytest.mark.parametrize(
    ("amount", "due", "paid"),
    [
        ("5.00", {"a": "5.00"}, {"a": "5.00"}),
        ("4.99", {"a": "3.00", "b": "2.00"}, {"a": "3.00", "b": "1.99"}),
        (
            "4.00",
            {"a": "3.00", "b": "2.00", "c": "-1.00"},
            {"c": "-1.00", "a": "3.00", "b": "2.00"},
        ),
        ("9.00", {"a": "3.00"}, {"a": "3.00"}),
        ("-2.00", {"a": "-5.00"}, {"a": "-2.00"}),
    ],
)
def test_a_payment_pays_what_is_due_in_order(
    amount: str, due: dict[str, str], paid: dict[str, str]
) -> None:
    found = paid_by(Decimal(amount), {key: Decimal(each) for key, each in due.items()})
    assert found == {key: Decimal(each) for key, each in paid.items()}


@given(amounts.filter(bool), st.dictionaries(st.sampled_from("abcdef"), amounts, max_size=5))
def test_a_payment_pays_at_most_itself_and_nothing_twice(
    amount: Decimal, due: dict[str, Decimal]
) -> None:
    paid = paid_by(amount, due)
    comes_to = sum(paid.values(), Decimal(0))
    assert abs(comes_to) <= abs(amount) or comes_to * amount < 0
    assert all(Quantity(part).is_part_of(Quantity(due[key])) for key, part in paid.items())
