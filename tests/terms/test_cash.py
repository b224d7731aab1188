"""What a sale is when both sides of its settlement are seen, and how old what is open is."""

from datetime import date
from decimal import Decimal

import pytest

from placements.terms.cash import AGES, STATES, CashState, Sides, age_of

NET = Decimal("3670048.32")
CENT = Decimal("0.01")
DUE_ON = date(2001, 11, 15)
BEFORE, AFTER = date(2001, 11, 14), date(2001, 11, 16)


def sale(received: Decimal, *, delivered: bool = False) -> Sides:
    return Sides(NET, received, DUE_ON, delivered)


@pytest.mark.parametrize(
    ("sides", "as_of", "state"),
    [
        (sale(Decimal(0)), BEFORE, "upcoming"),
        (sale(Decimal(0)), DUE_ON, "due"),
        (sale(Decimal(0)), AFTER, "due"),
        (sale(Decimal(0), delivered=True), DUE_ON, "unpaid"),
        (sale(NET), DUE_ON, "undelivered"),
        (sale(NET, delivered=True), DUE_ON, "settled"),
        (sale(NET - CENT), DUE_ON, "short"),
        (sale(NET - CENT, delivered=True), DUE_ON, "short"),
        (sale(NET + CENT, delivered=True), DUE_ON, "over"),
        # An adjustment has no shares: it is settled once it is paid.
        (Sides(Decimal("-3.00"), Decimal(0), None), DUE_ON, "due"),
        (Sides(Decimal("-3.00"), Decimal("-1.00"), None), DUE_ON, "short"),
        (Sides(Decimal("-3.00"), Decimal("-3.00"), None), DUE_ON, "settled"),
        (Sides(Decimal("-3.00"), Decimal("-3.01"), None), DUE_ON, "over"),
        # A sale and its reversal are expected together: nothing, or a cent of rounding.
        (Sides(Decimal(0), Decimal(0), DUE_ON, reversed=True), DUE_ON, "reversed"),
        (Sides(-CENT, Decimal(0), DUE_ON, reversed=True), DUE_ON, "reversed"),
        (Sides(Decimal(0), NET, DUE_ON, reversed=True), DUE_ON, "over"),
    ],
)
def test_each_state_is_told_from_both_sides(sides: Sides, as_of: date, state: str) -> None:
    assert sides.state(as_of) == CashState(state)


def test_what_was_paid_for_a_reversed_sale_is_to_be_paid_back() -> None:
    assert Sides(Decimal(0), NET, DUE_ON, reversed=True).open == -NET


def test_every_state_has_a_name() -> None:
    assert set(STATES) == set(CashState)


@pytest.mark.parametrize(
    ("late", "title"),
    [
        (0, "Not late"),
        (1, "1 to 3 settlement days late"),
        (3, "1 to 3 settlement days late"),
        (4, "4 to 10 settlement days late"),
        (10, "4 to 10 settlement days late"),
        (11, "More than 10 settlement days late"),
        (250, "More than 10 settlement days late"),
    ],
)
def test_what_is_open_has_one_age(late: int, title: str) -> None:
    assert age_of(late) == title


def test_the_oldest_age_has_no_end() -> None:
    assert AGES[-1][1] is None
