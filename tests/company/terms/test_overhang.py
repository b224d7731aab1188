"""Options and warrants, each counted once: the figures of p. S-9, by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.company.terms.overhang import (
    OTHERS,
    Layer,
    Overhang,
    Part,
    Stated,
    dilution,
    outside_the_register,
    reasons_against,
    stacked,
)
from placements.terms.split import Ratio, StockSplit

STATED = Stated(date(2001, 10, 2), total=8_593_877, in_register=3_413_600)
NOV_13, SPLIT_DAY = date(2001, 11, 13), date(2002, 9, 6)
REVERSE = [StockSplit(SPLIT_DAY, Ratio(1, 25))]
CLASS_B = Part("Class B warrants", 3_413_600)
EARNED = (Part("accruing", 107_451),)


def test_what_the_register_holds_is_counted_once() -> None:
    others = outside_the_register(STATED, NOV_13)
    assert others == 5_180_277
    assert Overhang(others, (CLASS_B,)).total == 8_593_877


def test_an_exercise_from_the_register_leaves_the_others_alone() -> None:
    overhang = Overhang(outside_the_register(STATED, NOV_13), (Part("Class B", 3_313_600),))
    assert overhang.held == 8_493_877


def test_warrants_earned_and_not_issued_come_on_top() -> None:
    overhang = Overhang(5_180_277, (CLASS_B,), EARNED)
    assert (overhang.held, overhang.unissued, overhang.total) == (8_593_877, 107_451, 8_701_328)
    assert overhang.parts == (Part(OTHERS, 5_180_277), CLASS_B, *EARNED)


def test_without_a_stated_total_the_sum_is_not_available_and_the_known_parts_are() -> None:
    overhang = Overhang(None, (CLASS_B,), EARNED)
    assert (overhang.held, overhang.total) == (None, None)
    assert overhang.unissued == 107_451
    assert overhang.parts == (CLASS_B, *EARNED)


def test_a_split_restates_the_stated_part_and_drops_its_fraction() -> None:
    assert outside_the_register(STATED, date(2002, 9, 5), REVERSE) == 5_180_277
    assert outside_the_register(STATED, SPLIT_DAY, REVERSE) == 207_211  # 5,180,277/25 = 207,211.08


def test_a_total_stated_on_the_day_of_a_split_is_in_new_shares() -> None:
    stated = Stated(SPLIT_DAY, 343_755, 136_544)
    assert outside_the_register(stated, SPLIT_DAY, REVERSE) == 207_211


def test_options_exercised_and_granted_since_the_statement_move_the_others() -> None:
    changes = [
        (STATED.on, -50_000),  # in the stated total already
        (date(2001, 10, 26), -64_600),
        (date(2001, 11, 1), 20_000),
        (SPLIT_DAY, -1_000),
    ]
    assert outside_the_register(STATED, date(2001, 10, 25), REVERSE, changes) == 5_180_277
    assert outside_the_register(STATED, NOV_13, REVERSE, changes) == 5_135_677
    # 5,135,677 / 25 = 205,427.08, less 1,000 new shares.
    assert outside_the_register(STATED, SPLIT_DAY, REVERSE, changes) == 204_427


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        (STATED._replace(in_register=8_593_878), "in_register"),
        (STATED._replace(in_register=-1), "in_register"),
        (STATED._replace(total=-1), "total"),
    ],
)
def test_a_stated_total_must_cover_its_part_in_the_register(stated: Stated, field: str) -> None:
    [reason] = reasons_against(stated)
    assert reason.field == field


def test_the_stated_total_of_the_prospectus_is_sound() -> None:
    assert not list(reasons_against(STATED))


def test_all_options_and_warrants_would_dilute_by_28_percent() -> None:
    assert dilution(21_862_772, 8_593_877) == Decimal("0.282168")  # of 30,456,649; p. S-9


def test_dilution_is_not_available_without_its_figures() -> None:
    assert dilution(None, 8_593_877) is None
    assert dilution(21_862_772, None) is None
    assert dilution(0, 0) is None
    assert dilution(21_862_772, 0) == 0


def test_the_sources_are_stacked_on_the_shares_outstanding() -> None:
    parts = [Part(OTHERS, 200), CLASS_B._replace(shares=100), Part("accruing", 0), Part("due", 100)]
    assert stacked(600, parts) == [
        Layer(OTHERS, 200, 800, Decimal("0.250000"), Decimal("0.200000")),
        Layer("Class B warrants", 100, 900, Decimal("0.333333"), Decimal("0.100000")),
        Layer("due", 100, 1000, Decimal("0.400000"), Decimal("0.100000")),
    ]


@given(
    st.integers(1, 10**9),
    st.lists(st.builds(Part, st.text(max_size=3), st.integers(0, 10**8)), max_size=6),
)
def test_the_top_of_the_stack_is_the_dilution_of_all(outstanding: int, parts: list[Part]) -> None:
    layers = stacked(outstanding, parts)
    more = sum(part.shares for part in parts)
    assert sum(layer.shares for layer in layers) == more
    if layers:
        assert layers[-1].total == outstanding + more
        assert layers[-1].dilution == dilution(outstanding, more)
        assert [layer.dilution for layer in layers] == sorted(layer.dilution for layer in layers)
