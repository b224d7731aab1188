"""Commission in trade order: worked examples by hand, and the law over random histories."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.terms.commission import Adjustment, Entry, Move, Schedules, post, reprice
from placements.terms.fees import FeeSchedule, Tier

FALLING = [("0", "0.04"), ("10000000", "0.035"), ("20000000", "0.03")]
RISING = [("0", "0.001"), ("10000000", "0.04")]
FLAT = [("0", "0.04")]
FIRST, AMENDED = date(2001, 10, 1), date(2001, 10, 11)

Tiers = list[tuple[str, str]]


def schedules(tiers: Tiers, amended: Tiers | None = None, on: date = AMENDED) -> Schedules:
    starts = {date.min: tiers} | ({on: amended} if amended else {})
    return Schedules(
        {
            day: FeeSchedule(Tier(Decimal(above), Decimal(rate)) for above, rate in each)
            for day, each in starts.items()
        }
    )


def sold(day: date, gross: str) -> Move:
    return Move(day, day, Decimal(gross))


def sale(day: date, gross: str) -> Entry:
    return Entry(day, day, Decimal(gross))


def october(day: int) -> date:
    return date(2001, 10, day)


def november(day: int) -> date:
    return date(2001, 11, day)


def test_five_million_on_top_of_eight_costs_185_000_dollars() -> None:
    past = [sold(november(1), "8000000")]
    posted = post(schedules(FALLING), past, [sale(november(2), "5000000")])
    assert posted == ([Decimal("185000.00")], [])


def test_a_late_notice_costs_its_own_tiers_and_adjusts_the_later_day() -> None:
    past = [sold(november(2), "6000000")]
    posted = post(schedules(FALLING), past, [sale(october(31), "8000000")])
    assert posted.commissions == [Decimal("320000.00")]
    assert posted.adjustments == [Adjustment(november(2), Decimal("-20000.00"), 0)]


@pytest.mark.parametrize(("on", "adjusted_on"), [(1, 2), (5, 5)])
def test_a_reversal_mirrors_its_sale_and_adjusts_from_its_effective_day_on(
    on: int, adjusted_on: int
) -> None:
    past = [sold(november(1), "8000000"), sold(november(2), "6000000")]
    reversal = Entry(november(on), november(1), Decimal(-8000000), Decimal("320000.00"))
    posted = post(schedules(FALLING), past, [reversal])
    assert posted.commissions == [Decimal("-320000.00")]
    assert posted.adjustments == [Adjustment(november(adjusted_on), Decimal("20000.00"), 0)]


def test_a_sale_of_the_old_tiers_leaves_those_of_the_new_ones_where_the_schedule_is_flat() -> None:
    """$12 million at 4 and 3.5% is $470,000; $10 million at 3% is $300,000 in any place."""
    terms = schedules(FALLING, [("0", "0.03")], on=november(1))
    past = [sold(october(5), "12000000"), sold(november(5), "10000000")]
    reversal = Entry(november(9), october(5), Decimal(-12000000), Decimal("470000.00"))
    assert post(terms, past, [reversal]) == ([Decimal("-470000.00")], [])


def test_a_rising_schedule_takes_back_what_was_posted_and_no_more() -> None:
    terms = schedules(RISING, [("0", "0.001")], on=november(1))
    past = [sold(october(5), "10000000"), sold(november(5), "10000000")]
    reversal = Entry(november(9), october(5), Decimal(-10000000), Decimal("10000.00"))
    assert post(terms, past, [reversal]) == ([Decimal("-10000.00")], [])


def test_a_stray_cent_makes_no_adjustment() -> None:
    """$10.12 at 4% is 40.48 cents; two of them are 81 (80.96), so the second costs 41."""
    past = [sold(november(2), "10.12")]
    posted = post(schedules(FLAT), past, [sale(october(30), "10.12")])
    assert posted == ([Decimal("0.41")], [])


def test_a_day_that_is_over_keeps_its_tiers_when_a_later_reversal_had_moved_them() -> None:
    """A late sale displaces the 6 million of 2 Nov only while they stood, until 5 Nov."""
    past = [
        sold(november(2), "6000000"),
        Move(november(5), november(2), Decimal(-6000000)),
    ]
    posted = post(schedules(FALLING), past, [sale(october(31), "8000000")])
    assert posted.commissions == [Decimal("320000.00")]
    assert posted.adjustments == [
        Adjustment(november(2), Decimal("-20000.00"), 0),
        Adjustment(november(5), Decimal("20000.00"), 0),
    ]


def test_sales_that_are_posted_together_are_priced_by_trade_date_and_displace_nothing() -> None:
    entries = [sale(november(2), "6000000"), sale(october(31), "8000000")]
    posted = post(schedules(FALLING), [], entries)
    assert posted == ([Decimal("220000.00"), Decimal("320000.00")], [])


def test_within_a_day_the_order_is_that_of_posting() -> None:
    past = [sold(november(2), "8000000")]
    posted = post(schedules(FALLING), past, [sale(november(2), "5000000")])
    assert posted == ([Decimal("185000.00")], [])


def test_other_tiers_for_days_on_which_nothing_stands_any_more_change_them_and_nothing_else() -> (
    None
):
    """$1 million stood from 15 to 18 October at 4%, which are 3% now."""
    past = [
        sold(october(15), "1000000"),
        Move(october(18), october(15), Decimal(-1000000)),
    ]
    changed = reprice(schedules(FLAT), schedules(FLAT, [("0", "0.03")]), past)
    assert [each[:2] for each in changed] == [
        (october(15), Decimal("-10000.00")),
        (october(18), Decimal("10000.00")),
    ]


# The law, against a calculation of its own


class Told(NamedTuple):
    """A sale by day and cents, or the reversal of the n-th that stands so many days later."""

    days: int
    cents: int
    reverses: int | None


def _cost(tiers: Tiers, gross: Decimal) -> Decimal:
    starts = [Decimal(above) for above, _ in tiers]
    total = Decimal(0)
    for (above, rate), end in zip(tiers, [*starts[1:], None], strict=True):
        inside = (gross if end is None else min(gross, end)) - Decimal(above)
        total += max(inside, Decimal(0)) * Decimal(rate)
    return total.quantize(Decimal("0.01"), ROUND_HALF_UP)


class Sold:
    """A sale of the calculation in the test."""

    def __init__(self, day: date, gross: Decimal) -> None:
        self.day = day
        self.gross = gross
        self.commission = Decimal(0)
        self.reversed_on: date | None = None

    def stands(self, by: date) -> bool:
        return self.day <= by and (self.reversed_on is None or self.reversed_on > by)


def owed(sales: Iterable[Sold], by: date, tiers: Tiers, amended: Tiers | None) -> Decimal:
    """What the sales standing on a day cost, one after the other in trade order."""
    total = before = Decimal(0)
    for each in sorted((s for s in sales if s.stands(by)), key=lambda s: s.day):  # stable
        of_its_day = amended if amended and each.day >= AMENDED else tiers
        total += _cost(of_its_day, before + each.gross) - _cost(of_its_day, before)
        before += each.gross
    return total


# Tiers at a tenth of the agreement's, so that small histories cross them.
CROSSED: list[Tiers] = [
    FLAT,
    [("0", "0.04"), ("1000000", "0.035"), ("2000000", "0.03")],
    [("0", "0.001"), ("1000000", "0.04")],
]
steps = st.lists(
    st.builds(
        Told,
        days=st.integers(0, 20),
        cents=st.integers(1, 200_000) | st.integers(1, 120_000_000),
        reverses=st.none() | st.integers(0, 5),
    ),
    min_size=1,
    max_size=9,
)


@given(
    steps,
    st.sampled_from(CROSSED),
    st.none() | st.sampled_from([[("0", "0.0333")], [("0", "0.05"), ("1500000", "0.01")]]),
)
def test_as_of_every_day_what_is_posted_is_what_the_standing_sales_cost(
    told: list[Told], tiers: Tiers, amended: Tiers | None
) -> None:
    terms, sales = schedules(tiers, amended), list[Sold]()
    past, posted, out_of_order = list[Move](), list[tuple[date, Decimal]](), 0
    for step in told:
        standing = [each for each in sales if each.reversed_on is None]
        if step.reverses is not None and standing:
            each = standing[step.reverses % len(standing)]
            on, gross = each.day + timedelta(days=step.days % 9), -each.gross
            each.reversed_on = on
            entry = Entry(on, each.day, gross, each.commission)
        else:
            on = FIRST + timedelta(days=step.days)
            each = Sold(on, Decimal(step.cents) / 100)
            sales.append(each)
            entry = Entry(on, on, each.gross)
        out_of_order += any(move.day > on for move in past)
        posting = post(terms, past, [entry])
        past.append(Move(on, each.day, entry.gross))
        [commission] = posting.commissions
        posted += [(on, commission), *((a.on, a.commission) for a in posting.adjustments)]
        if entry.reversed is None:
            each.commission = commission
            assert commission >= 0
        else:
            stray = Decimal("0.03") if amended else Decimal("0.01")
            assert abs(commission + entry.reversed) <= stray
        if len(tiers) == 1 and not amended:
            assert posting.adjustments == []
    for days in range(32):
        by = FIRST + timedelta(days=days)
        until = sum((commission for on, commission in posted if on <= by), Decimal(0))
        assert abs(until - owed(sales, by, tiers, amended)) <= Decimal("0.02") * out_of_order
    total = sum((commission for _, commission in posted), Decimal(0))
    assert total == owed(sales, date.max, tiers, amended)
