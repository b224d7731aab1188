"""The runway, worked by hand to the day in three scenarios (p. S-4).

$1,000,000 at the end of Oct 31, 2001, and a burn of $2.3 million a month: 76,666.67 a day in
November, 74,193.55 in December and January. The programme sells 20% of 100,000 shares a day at
$4.04 from Nov 1: 80,800.00 gross, less 4%, 77,568.00 net, three settlement days later.
"""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neoequity.company.terms.conversion import NotAvailable
from neoequity.company.terms.inflows import (
    Programme,
    Receipt,
    of_class_b,
    of_debentures,
    of_milestones,
    of_programme,
)
from neoequity.company.terms.milestones import Milestone
from neoequity.company.terms.runway import (
    Position,
    Runway,
    Scenario,
    burnt,
    horizon,
    months_between,
    runway,
    runways,
)
from tests.company.terms.agreements import SALES
from warrants.terms.call import CallTerms

START = date(2001, 10, 31)
BURN = Decimal(2_300_000)
POSITION = Position(START, Decimal(1_000_000), BURN)
PROGRAMME = Programme(
    name="Sales Agreement",
    first=date(2001, 11, 1),
    price=Decimal("4.04"),
    volume=100_000,
    participation=Decimal("0.20"),
    capacity=SALES.capacity,
    sold=Decimal("3822967.00"),
    fees=SALES.fees,
    settlement_days=3,
)
CLASS_B = CallTerms(
    Decimal("33.75"), Decimal("0.97"), Decimal("0.95"), Decimal("5.00"), Decimal("2.00")
)


def selling(*more: Receipt) -> Scenario:
    return Scenario("selling", (*of_programme(PROGRAMME, horizon(START)), *more))


def test_with_nothing_sold_cash_runs_out_on_november_14() -> None:
    """13 days burn 996,666.67 and 14 burn 1,073,333.33; 14/30 of a month."""
    nothing = Scenario("nothing sold", ())
    assert runway(POSITION, nothing) == Runway(
        "nothing sold", date(2001, 11, 14), Decimal("0.4"), Decimal(0), 10
    )


def test_selling_a_fifth_of_the_volume_carries_to_december_2() -> None:
    """18 trades, Nov 1 to 27, are settled by Nov 30: 1,396,224.00, and 96,224.00 are left.

    Dec 1 leaves 22,030.45; Dec 2, a Sunday, takes 74,193.55 and brings nothing.
    """
    found = runway(POSITION, selling())
    assert (found.runs_out_on, found.months) == (date(2001, 12, 2), Decimal("1.0"))
    assert found.received == Decimal("1396224.00")
    assert str(found) == "on Dec 2, 2001, in 1.0 months"


def test_selling_and_calling_200_000_class_b_warrants_carries_to_january_5() -> None:
    """95% of 4.04 is 3.838: 767,600.00 on Nov 15.

    Of 41 trades, Nov 1 to Dec 31, the last settles on Jan 4: 3,180,288.00. With the cash that is
    4,947,888.00; burnt by Jan 4 are 4,896,774.19 and by Sat Jan 5 4,970,967.74.
    """
    called = of_class_b(date(2001, 11, 15), 200_000, Decimal("4.04"), Decimal("4.04"), CLASS_B)
    assert called == Receipt(date(2001, 11, 15), Decimal("767600.00"), "Class B Warrants")
    assert isinstance(called, Receipt)
    found = runway(POSITION, selling(called))
    assert (found.runs_out_on, found.months) == (date(2002, 1, 5), Decimal("2.1"))
    assert found.received == Decimal("3947888.00")


def test_all_class_b_warrants_at_4_04_bring_13_1_million() -> None:
    """3,413,600 x 3.838."""
    called = of_class_b(START, 3_413_600, Decimal("4.04"), Decimal("4.04"), CLASS_B)
    assert called == Receipt(START, Decimal("13101396.80"), "Class B Warrants")


def test_class_b_is_counted_on_at_two_dollars_and_not_below() -> None:
    at_two = of_class_b(START, 1000, Decimal("2.00"), Decimal("2.00"), CLASS_B)
    assert at_two == Receipt(START, Decimal("1900.00"), "Class B Warrants")
    below = of_class_b(START, 1000, Decimal("1.99"), Decimal("1.99"), CLASS_B)
    assert below == NotAvailable(
        "At a market price of $1.9900, below $2.00, the Class B Warrants may not be usable as a "
        "source of cash (p. S-4)."
    )


def test_cash_that_is_used_to_the_cent_runs_out_on_that_very_day() -> None:
    exactly = Position(START, Decimal(4_600_000), BURN)
    found = runway(exactly, Scenario("nothing sold", ()))
    assert (found.runs_out_on, found.months) == (date(2001, 12, 31), Decimal("2.0"))
    cent_more = exactly._replace(cash=Decimal("4600000.01"))
    assert runway(cent_more, Scenario("", ())).runs_out_on == date(2002, 1, 1)


def test_without_cash_it_has_run_out_on_the_day_of_the_position() -> None:
    broke = Position(START, Decimal(0), BURN)
    assert runway(broke, Scenario("", ())).runs_out_on == START


def test_what_lasts_longer_than_the_years_is_not_within_them() -> None:
    """$2,000,000 at $10,000 a month last 200 months, to Jun 30, 2018."""
    frugal = Position(START, Decimal(2_000_000), Decimal(10_000))
    ten, twenty = (runway(frugal, Scenario("", ()), years) for years in (10, 20))
    assert (ten.runs_out_on, str(ten)) == (None, "not within 10 years")
    assert (twenty.runs_out_on, twenty.months) == (date(2018, 6, 30), Decimal("200.0"))


def test_an_inflow_that_meets_the_burn_lasts_beyond_the_years() -> None:
    meets = tuple(
        Receipt(date(2001, 11, 1) + timedelta(days=n), Decimal("80000.00"), "sales")
        for n in range(400)
    )
    found = runway(POSITION, Scenario("", meets), years=1)
    assert str(found) == "not within 1 year"


def test_what_came_in_by_the_day_of_the_position_is_in_its_cash_already() -> None:
    earlier = Receipt(START, Decimal(5_000_000), "sales")
    assert runway(POSITION, Scenario("", (earlier,))).runs_out_on == date(2001, 11, 14)


def test_cash_that_came_too_late_does_not_undo_the_day_it_ran_out() -> None:
    """9,000,000 less three months leave 2,100,000: 25.6 days of February at 82,142.86."""
    late = of_debentures(date(2001, 11, 15), Decimal(8_000_000))
    in_time = late._replace(on=date(2001, 11, 14))
    assert runway(POSITION, Scenario("", (late,))).runs_out_on == date(2001, 11, 14)
    assert runway(POSITION, Scenario("", (in_time,))).runs_out_on == date(2002, 2, 26)


def test_scenarios_are_answered_in_their_order() -> None:
    found = runways(POSITION, [Scenario("nothing sold", ()), selling()])
    assert [each.scenario for each in found] == ["nothing sold", "selling"]


def test_the_programme_stops_at_its_capacity_with_the_shares_that_still_fit() -> None:
    """100,000.00 left: 80,800.00, then 4,752 shares for 19,198.08, at 3% of commission."""
    nearly = PROGRAMME._replace(sold=Decimal("24900000.00"))
    assert list(of_programme(nearly, horizon(START))) == [
        Receipt(date(2001, 11, 6), Decimal("78376.00"), "Sales Agreement"),
        Receipt(date(2001, 11, 7), Decimal("18622.14"), "Sales Agreement"),
    ]


def test_a_day_over_the_tier_costs_both_rates() -> None:
    """9,960,000 + 80,800: 40,000 at 4% and 40,800 at 3.5% are 3,028.00."""
    over = PROGRAMME._replace(sold=Decimal("9960000.00"))
    first = next(of_programme(over, horizon(START)))
    assert first.amount == Decimal("77772.00")


def test_trades_of_november_9_and_12_settle_together() -> None:
    of_november = list(of_programme(PROGRAMME, date(2001, 11, 12)))
    assert [receipt.on.day for receipt in of_november] == [6, 7, 8, 9, 13, 14, 15, 15]


def test_a_participation_of_less_than_a_share_sells_nothing() -> None:
    idle = PROGRAMME._replace(volume=4)
    assert list(of_programme(idle, horizon(START))) == []


@pytest.mark.parametrize(("weighted", "amount"), [(True, "525000.00"), (False, "1500000.00")])
def test_milestones_come_on_their_expected_day_in_full_or_by_their_probability(
    weighted: bool, amount: str
) -> None:
    trial = Milestone(
        "first trial", "Pfizer Inc", "", Decimal(1_500_000), date(2002, 6, 30), Decimal("0.35")
    )
    others = [
        trial._replace(key="without a day", expected_on=None),
        trial._replace(key="overdue", expected_on=START),
        trial._replace(key="received", received_on=START),
    ]
    found = list(of_milestones([trial, *others], START, weighted=weighted))
    assert found == [Receipt(date(2002, 6, 30), Decimal(amount), "first trial")]


@pytest.mark.parametrize(
    ("since", "until", "dollars"),
    [
        (date(2001, 10, 31), date(2001, 11, 1), "76666.67"),
        (date(2001, 11, 30), date(2001, 12, 1), "74193.55"),
        (date(2001, 11, 15), date(2001, 12, 15), "2262903.23"),  # 15/30 and 15/31
        (date(2001, 12, 31), date(2002, 12, 31), "27600000.00"),
    ],
)
def test_the_burn_of_a_month_is_spread_over_its_days(
    since: date, until: date, dollars: str
) -> None:
    assert burnt(BURN, since, until) == Decimal(dollars)


def test_burning_backwards_or_less_than_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^2001-10-30 lies before 2001-10-31\.$"):
        burnt(BURN, START, date(2001, 10, 30))
    with pytest.raises(ValueError, match=r"^A runway needs a burn of \$0 or more"):
        runway(POSITION._replace(burn=Decimal(-1)), Scenario("", ()))


def test_ten_years_from_a_leap_day_end_on_february_28() -> None:
    assert horizon(date(2004, 2, 29)) == date(2014, 2, 28)


law = settings(deadline=None)
amounts = st.decimals("0.00", "3000000", places=2)
receipts = st.lists(
    st.builds(
        lambda days, amount: Receipt(START + timedelta(days=days), amount, "sales"),
        st.integers(-5, 300),
        amounts,
    ),
    max_size=6,
)


@law
@given(amounts, st.decimals("1000", "3000000", places=2), receipts)
def test_the_day_is_the_one_that_counting_day_by_day_in_fractions_finds(
    cash: Decimal, burn: Decimal, coming: list[Receipt]
) -> None:
    left, day, half_a_cent = Fraction(cash), START, Fraction(1, 200)
    last = horizon(START, 1)
    while left > half_a_cent and day < last:
        day += timedelta(days=1)
        left += sum(Fraction(each.amount) for each in coming if each.on == day)
        left -= Fraction(burn) / monthrange(day.year, day.month)[1]
    found = runway(Position(START, cash, burn), Scenario("", tuple(coming)), years=1)
    assert left == half_a_cent or found.runs_out_on == (day if left < half_a_cent else None)


@law
@given(amounts, receipts, st.integers(1, 400), amounts)
def test_more_cash_or_another_receipt_never_shortens_the_runway(
    cash: Decimal, coming: list[Receipt], days: int, more: Decimal
) -> None:
    another = Receipt(START + timedelta(days=days), more, "sales")
    first, richer, longer = (
        runway(Position(START, have, BURN), Scenario("", tuple(plan)), years=2).runs_out_on
        for have, plan in [(cash, coming), (cash + more, coming), (cash, [*coming, another])]
    )
    never = date.max
    assert (first or never) <= (richer or never)
    assert (first or never) <= (longer or never)


@law
@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 900), st.integers(0, 900))
def test_burning_on_from_a_day_adds_up_to_the_cent(since: date, first: int, more: int) -> None:
    halfway = since + timedelta(days=first)
    until = halfway + timedelta(days=more)
    parts = burnt(BURN, since, halfway) + burnt(BURN, halfway, until)
    assert abs(parts - burnt(BURN, since, until)) <= Decimal("0.01")
    assert months_between(since, until) >= 0
