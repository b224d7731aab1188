"""Commission in trade order: worked examples by hand, and the law over random histories."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.terms.commission import (
    Adjustment,
    Entry,
    Move,
    Posting,
    Schedules,
    post,
    reprice,
)
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
AMENDMENTS: list[Tiers] = [[("0", "0.0333")], [("0", "0.05"), ("1500000", "0.01")]]
steps = st.lists(
    st.builds(
        Told,
        days=st.integers(0, 20),
        cents=st.integers(1, 200_000) | st.integers(1, 120_000_000),
        reverses=st.none() | st.integers(0, 5),
    ),
    min_size=1,
    max_size=3,
)
histories = st.lists(steps, min_size=1, max_size=6)


class Stray(NamedTuple):
    """What an act out of order may stray by, from its first day until the last known before it."""

    first: date
    known: date
    by: Decimal


class Office:
    """Posts a history, act by act, and holds what it posted against the law on every day."""

    def __init__(self, tiers: Tiers, amended: Tiers | None) -> None:
        self.tiers = tiers
        self.amended = amended
        self.terms = schedules(tiers, amended)
        self.sales: list[Sold] = []
        self.past: list[Move] = []
        self.posted: list[tuple[date, Decimal]] = []
        self.strays: list[Stray] = []

    def act(self, told: Iterable[Told]) -> Posting:
        """Sales, and reversals of sales of earlier acts, posted together."""
        before, made = list(self.sales), list[tuple[Sold, Entry]]()
        for step in told:
            standing = [each for each in before if each.reversed_on is None]
            if step.reverses is not None and standing:
                each = standing[step.reverses % len(standing)]
                made.append((each, self._reversal(each, step.days % 9)))
            else:
                day = FIRST + timedelta(days=step.days)
                each = Sold(day, Decimal(step.cents) / 100)
                self.sales.append(each)
                made.append((each, Entry(day, day, each.gross)))
        return self._post(made)

    def reverse(self, each: Sold, days: int) -> Posting:
        """The same for one reversal."""
        return self._post([(each, self._reversal(each, days))])

    def amend(self, amended: Tiers) -> None:
        """Other tiers from AMENDED on, where no sale stands any more."""
        after = schedules(self.tiers, amended)
        adjustments = reprice(self.terms, after, self.past)
        self.terms, self.amended = after, amended
        self._stray_from(AMENDED)
        self.posted += [(each.on, each.commission) for each in adjustments]

    def _reversal(self, each: Sold, days: int) -> Entry:
        each.reversed_on = each.day + timedelta(days=days)
        return Entry(each.reversed_on, each.day, -each.gross, each.commission)

    def _post(self, made: list[tuple[Sold, Entry]]) -> Posting:
        entries = [entry for _, entry in made]
        posting = post(self.terms, self.past, entries)
        self._stray_from(min(entry.on for entry in entries))
        self.past += [Move(entry.on, entry.traded, entry.gross) for entry in entries]
        for (each, entry), commission in zip(made, posting.commissions, strict=True):
            self.posted.append((entry.on, commission))
            if entry.reversed is None:
                each.commission = commission
                assert commission >= 0
            else:
                stray = Decimal("0.03") if self.amended else Decimal("0.01")
                assert abs(commission + entry.reversed) <= stray
        self.posted += [(each.on, each.commission) for each in posting.adjustments]
        return posting

    def _stray_from(self, first: date) -> None:
        known = max((move.day for move in self.past), default=first)
        self.strays.append(Stray(first, known, Decimal("0.02") * (2 * len(self.terms) - 1)))

    def assert_the_law(self) -> None:
        """As of every day, and to the cent where nothing was posted out of order around it."""
        for days in range(32):
            by = FIRST + timedelta(days=days)
            until = sum((commission for on, commission in self.posted if on <= by), Decimal(0))
            strays = [each.by for each in self.strays if each.first <= by < each.known]
            told = abs(until - owed(self.sales, by, self.tiers, self.amended))
            assert told <= sum(strays, Decimal(0))
        total = sum((commission for _, commission in self.posted), Decimal(0))
        assert total == owed(self.sales, date.max, self.tiers, self.amended)


@given(histories, st.sampled_from(CROSSED), st.none() | st.sampled_from(AMENDMENTS))
def test_as_of_every_day_what_is_posted_is_what_the_standing_sales_cost(
    told: list[list[Told]], tiers: Tiers, amended: Tiers | None
) -> None:
    office = Office(tiers, amended)
    for act in told:
        posting = office.act(act)
        if len(tiers) == 1 and not amended:
            assert posting.adjustments == []
    office.assert_the_law()


@given(histories, st.sampled_from(CROSSED), st.sampled_from(AMENDMENTS), st.integers(0, 8))
def test_other_tiers_for_days_of_the_past_keep_the_law_as_well(
    told: list[list[Told]], tiers: Tiers, amended: Tiers, days: int
) -> None:
    office = Office(tiers, None)
    for act in told:
        office.act(act)
    for each in office.sales:
        if each.day >= AMENDED and each.reversed_on is None:
            office.reverse(each, days)
    office.amend(amended)
    office.assert_the_law()
