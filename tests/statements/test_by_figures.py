"""Proposals without a common reference, by example: equal figures, near ones, and sums."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.calendar import DayKind
from neoequity.statements.terms.matching import propose_matches
from neoequity.statements.terms.proposal import Rank
from tests.statements.entries import AGREEMENT, adjustment, line, money, sale

FRIDAY = date(2001, 11, 16)


def test_the_same_amount_on_the_same_day_is_likely() -> None:
    [found] = propose_matches([line(1, "100.00")], [sale(7, "100.00")])
    assert found.rank == Rank.LIKELY
    assert found.explanation == (
        "Both sides have $100.00 on Nov 15, 2001, and nothing else has these figures."
    )


def test_agreement_day_shares_price_and_net_that_all_agree_are_certain() -> None:
    price = Decimal("4.02")
    stated = line(1, "385920.00", 100_000, price=price, agreement=AGREEMENT, kind="sale")
    [found] = propose_matches([stated], [sale(7, "385920.00", 100_000, price=price)])
    assert found.rank == Rank.CERTAIN
    assert found.explanation == (
        "Both sides have 100,000 shares at $4.0200 and $385,920.00 on Nov 15, 2001, and nothing "
        "else has these figures."
    )


@pytest.mark.parametrize(("day", "found"), [(20, 1), (21, 0)])
def test_three_settlement_days_lie_between_both_at_most(day: int, found: int) -> None:
    paid = line(1, "100.00", day=date(2001, 11, day))
    assert len(propose_matches([paid], [sale(7, "100.00")])) == found


def test_a_day_added_as_no_settlement_day_is_not_counted() -> None:
    paid = line(1, "100.00", day=date(2001, 11, 21))
    closed = {FRIDAY: DayKind(False, False, "made up")}
    assert len(propose_matches([paid], [sale(7, "100.00")], closed)) == 1


def test_two_sales_of_the_same_amount_make_a_payment_possible_only() -> None:
    [found] = propose_matches([line(1, "100.00")], [sale(7, "100.00"), sale(8, "100.00")])
    assert (found.rank, found.items) == (Rank.POSSIBLE, (f"{AGREEMENT}/7",))
    assert found.explanation == (
        "Both sides have $100.00 on Nov 15, 2001; 2 entries within 3 settlement days have these "
        "figures."
    )


def test_a_net_that_differs_by_a_cent_of_rounding_is_likely() -> None:
    price = Decimal("3.995")
    stated = line(1, "76707.83", 20_001, price=price, agreement=AGREEMENT, kind="sale")
    [found] = propose_matches([stated], [sale(7, "76707.84", 20_001, price=price)])
    assert (found.rank, found.difference) == (Rank.LIKELY, money("-0.01"))
    assert found.explanation == (
        "Both sides have 20,001 shares at $3.9950 on Nov 15, 2001; our amount is $76,707.84, and "
        "the line is one cent short."
    )


def test_what_a_bank_may_have_kept_of_a_wire_is_possible() -> None:
    [found] = propose_matches([line(1, "9975.00", day=FRIDAY)], [sale(7, "10000.00")])
    assert (found.rank, found.difference) == (Rank.POSSIBLE, money("-25.00"))
    assert found.explanation == (
        "Both sides have a payment, ours on Nov 15, 2001 and theirs on Nov 16, 2001; our amount "
        "is $10,000.00, and the payment is $25.00 short."
    )


def test_more_than_the_largest_charge_is_not_proposed() -> None:
    assert propose_matches([line(1, "9949.99")], [sale(7, "10000.00")]) == []


def test_a_wire_that_pays_a_whole_day_is_proposed_with_all_its_sales() -> None:
    sales = [sale(number, f"{number}00.00") for number in range(1, 21)]
    [found] = propose_matches([line(1, "21000.00")], sales)
    assert (found.rank, len(found.items)) == (Rank.LIKELY, 20)
    assert found.explanation == "20 sales of Nov 15, 2001 add up to $21,000.00."


def test_three_sales_and_an_adjustment_explain_a_wire_that_is_one_cent_short() -> None:
    sales = [sale(1, "324963.84"), sale(2, "1000.01"), sale(3, "77.77"), sale(4, "500.00")]
    netted = adjustment(5, "-41.62")
    [found] = propose_matches([line(1, "325999.99")], [*sales, netted])
    assert found.items == tuple(f"{AGREEMENT}/{number}" for number in (1, 2, 3, 5))
    assert found.explanation == (
        "Three sales and an adjustment of Nov 15, 2001 add up to $326,000.00; the payment is one "
        "cent short."
    )


def test_a_sum_that_comes_about_in_two_ways_is_possible_only() -> None:
    sales = [sale(number, amount) for number, amount in enumerate(("1.00", "2.00", "3.00", "4.00"))]
    [found] = propose_matches([line(1, "5.00")], sales)
    assert found.rank == Rank.POSSIBLE
    assert found.explanation.endswith("add up to $5.00; others add up to the same.")


def test_sales_of_two_days_are_added_up_too() -> None:
    sales = [sale(1, "100.00"), sale(2, "33.33", day=FRIDAY), sale(3, "7.00", day=FRIDAY)]
    [found] = propose_matches([line(1, "133.33")], sales)
    assert found.explanation == ("Two sales of Nov 15, 2001 to Nov 16, 2001 add up to $133.33.")


def test_a_sale_paid_in_parts_without_reference_is_the_sum_of_its_payments() -> None:
    parts = [line(1, "60.00"), line(2, "39.98", day=FRIDAY), line(3, "5000.00")]
    [found] = propose_matches(parts, [sale(7, "100.00")])
    assert (found.lines, found.difference) == (("line 1", "line 2"), money("-0.02"))
    assert found.explanation == (
        "Two payments of Nov 15, 2001 to Nov 16, 2001 add up to $99.98, for sale 7; the lines are "
        "$0.02 short."
    )


def test_a_pool_too_large_to_search_is_left_to_a_person() -> None:
    sales = [sale(number, f"{2**number}000.00") for number in range(11)]
    assert propose_matches([line(1, "3000.00")], sales) == []
    [found] = propose_matches([line(1, "3000.00")], sales[:10])
    assert found.items == (f"{AGREEMENT}/0", f"{AGREEMENT}/1")


def test_two_entries_of_one_side_with_the_same_key_are_an_error() -> None:
    with pytest.raises(ValueError, match="a key of its own"):
        propose_matches([line(1, "1.00"), line(1, "2.00")], [])
