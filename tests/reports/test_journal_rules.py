"""The rules of the journal, worked by hand to the cent."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.reports.journal.rules import (
    Event,
    Line,
    OfDays,
    Paid,
    Settled,
    Spent,
    charged_to_date,
    journal,
)
from placements.terms.split import Ratio, StockSplit

SALES, OTHER = 1, 2
START = date(2001, 1, 1)
PAR = [(date(2001, 1, 1), Decimal("0.001"))]
ROUND = OfDays(PAR, {SALES: [(date.min, Decimal("1000000.00"))]})
DEAL = OfDays(PAR, {SALES: [(date.min, Decimal("25000000.00"))]})


def settled(
    day: date, number: int, shares: int, gross: str, net: str, traded_on: date | None = None
) -> Settled:
    return Settled(
        day, SALES, number, Decimal(net), Decimal(gross), shares, traded_on or date(2001, 11, 9)
    )


def reversed_on(day: date, number: int, sale: Settled) -> Settled:
    return sale._replace(day=day, number=number, net=-sale.net, gross=-sale.gross, reverses=True)


def spent(day: date, number: int, amount: str, category: str = "offering") -> Spent:
    return Spent(day, SALES, number, category, Decimal(amount))


def said(lines: Iterable[Line]) -> list[tuple[int, str, str]]:
    return [(line.entry, line.role, f"{line.amount:.2f}") for line in lines]


PUBLISHED = settled(date(2001, 11, 15), 1, 949_710, "3822967.00", "3670048.32")


def test_the_published_sale_settles_in_three_lines() -> None:
    assert said(journal([PUBLISHED], DEAL, START)) == [
        (1, "cash", "3670048.32"),
        (1, "common_stock", "-949.71"),
        (1, "paid_in_capital", "-3669098.61"),
    ]


def test_a_december_trade_is_an_entry_of_january() -> None:
    """50,000 shares at $4.00 traded on December 28, 2001 settle on January 3, 2002."""
    sale = settled(date(2002, 1, 3), 7, 50_000, "200000.00", "192000.00", date(2001, 12, 28))
    assert [line.day for line in journal([sale], DEAL, START)] == [date(2002, 1, 3)] * 3
    assert said(journal([sale], DEAL, date(2002, 1, 1)))[0] == (1, "cash", "192000.00")


def test_a_reversal_mirrors_the_settlement_in_the_quarter_in_which_it_takes_effect() -> None:
    reversal = reversed_on(date(2002, 1, 15), 2, PUBLISHED)
    assert said(journal([PUBLISHED, reversal], DEAL, date(2002, 1, 1))) == [
        (1, "common_stock", "949.71"),
        (1, "paid_in_capital", "3669098.61"),
        (1, "cash", "-3670048.32"),
    ]


@pytest.mark.parametrize(
    ("net", "lines"),
    [
        # A tier was crossed late: $5,000.00 more is owed to the agent.
        ("-5000.00", [(1, "paid_in_capital", "5000.00"), (1, "cash", "-5000.00")]),
        ("5000.00", [(1, "cash", "5000.00"), (1, "paid_in_capital", "-5000.00")]),
    ],
)
def test_an_adjustment_is_cash_against_paid_in_capital(
    net: str, lines: list[tuple[int, str, str]]
) -> None:
    paid = Paid(date(2001, 12, 3), SALES, 9, Decimal(net))
    assert said(journal([paid], DEAL, START)) == lines


def test_a_split_between_trade_and_settlement_issues_the_new_shares_at_par() -> None:
    """100,000 at $4.00, then 1-for-25: 4,000 shares at $.001 are $4.00 of common stock."""
    sale = settled(date(2001, 11, 15), 1, 100_000, "400000.00", "384000.00")
    split = StockSplit(date(2001, 11, 12), Ratio(1, 25))
    assert said(journal([sale], DEAL._replace(splits=[split]), START)) == [
        (1, "cash", "384000.00"),
        (1, "common_stock", "-4.00"),
        (1, "paid_in_capital", "-383996.00"),
    ]


def test_fractions_of_a_share_are_dropped_at_each_split() -> None:
    """99 shares, then 1-for-10, then 3-for-1: 9, then 27, not the 29 of 3-for-10 at once."""
    splits = [
        StockSplit(date(2001, 11, 12), Ratio(1, 10)),
        StockSplit(date(2001, 11, 13), Ratio(3, 1)),
    ]
    sale = settled(date(2001, 11, 15), 1, 99, "400.00", "384.00")
    dollar_par = DEAL._replace(par=[(START, Decimal(1))], splits=splits)
    assert (1, "common_stock", "-27.00") in said(journal([sale], dollar_par, START))


def test_a_reversal_after_a_split_takes_back_the_shares_of_its_day() -> None:
    split = StockSplit(date(2001, 12, 3), Ratio(1, 25))
    reversal = reversed_on(date(2001, 12, 10), 2, PUBLISHED)  # 37,988 shares
    lines = journal([PUBLISHED, reversal], DEAL._replace(splits=[split]), date(2001, 12, 1))
    assert said(lines)[0] == (1, "common_stock", "37.99")


def test_the_par_of_the_day_is_the_last_that_was_stated_by_then() -> None:
    par = [*PAR, (date(2001, 11, 15), Decimal("0.025"))]
    lines = journal([PUBLISHED], DEAL._replace(par=par), START)
    assert (1, "common_stock", "-23742.75") in said(lines)


def test_shares_are_not_issued_without_a_par_value() -> None:
    with pytest.raises(ValueError, match="no par value on 2001-11-15"):
        journal([PUBLISHED], DEAL._replace(par=[]), START)


def test_expenses_before_the_first_sale_are_deferred_and_charged_pro_rata() -> None:
    """$300,000.00 x 3,822,967.00 / 25,000,000.00 = $45,875.604."""
    lines = journal([spent(date(2001, 6, 12), 1, "300000.00"), PUBLISHED], DEAL, START)
    assert said(lines) == [
        (1, "deferred_costs", "300000.00"),
        (1, "payables", "-300000.00"),
        (2, "cash", "3670048.32"),
        (2, "common_stock", "-949.71"),
        (2, "paid_in_capital", "-3669098.61"),
        (3, "paid_in_capital", "45875.60"),
        (3, "deferred_costs", "-45875.60"),
    ]


def test_what_is_spent_after_the_first_sale_is_caught_up_at_the_next() -> None:
    """The table of the rules: 333.33, then 333.34, then 1,500.00 - 666.67 = 833.33."""
    thirds = [
        settled(date(2001, 11, day), day, 100_000, "333333.00", "320000.00") for day in (5, 6, 8)
    ]
    costs = [spent(date(2001, 11, 1), 1, "1000.00"), spent(date(2001, 11, 7), 2, "500.00")]
    charges = [
        f"{line.amount:.2f}"
        for line in journal([*thirds, *costs], ROUND, START)
        if line.role == "deferred_costs" and line.amount < 0
    ]
    assert charges == ["-333.33", "-333.34", "-833.33"]


def test_the_costs_of_a_day_are_charged_with_its_settlements() -> None:
    lines = journal(
        [spent(date(2001, 11, 15), 1, "250.00"), PUBLISHED._replace(gross=Decimal("500000.00"))],
        ROUND,
        START,
    )
    assert said(lines)[-1] == (3, "deferred_costs", "-125.00")


def test_a_reversal_gives_its_charge_back() -> None:
    reversal = reversed_on(date(2001, 12, 3), 2, PUBLISHED)
    costs = spent(date(2001, 6, 12), 1, "300000.00")
    lines = journal([costs, PUBLISHED, reversal], DEAL, date(2001, 12, 1))
    assert said(lines)[-2:] == [
        (2, "deferred_costs", "45875.60"),
        (2, "paid_in_capital", "-45875.60"),
    ]


def test_nothing_is_charged_before_anything_settles_or_without_a_capacity() -> None:
    assert charged_to_date(Decimal(300_000), Decimal(0), Decimal(25_000_000)) == 0
    assert charged_to_date(Decimal(300_000), Decimal(100), None) == 0


def test_no_more_than_the_costs_is_charged() -> None:
    assert charged_to_date(Decimal(1000), Decimal(150), Decimal(100)) == Decimal("1000.00")


@pytest.mark.parametrize(
    ("category", "owed"),
    [
        ("offering", "payables"),
        ("reimbursement", "agent"),
        ("retainer", "agent"),
        ("deposit_drawn", "agent"),
    ],
)
def test_an_expense_is_owed_to_the_agent_unless_it_is_the_companys_own(
    category: str, owed: str
) -> None:
    lines = journal([spent(date(2001, 7, 2), 1, "100.00", category)], DEAL, START)
    assert said(lines) == [(1, "deferred_costs", "100.00"), (1, owed, "-100.00")]


def test_a_refund_lowers_the_deferred_costs() -> None:
    lines = journal([spent(date(2001, 7, 2), 1, "100.00", "refund")], DEAL, START)
    assert said(lines) == [(1, "agent", "100.00"), (1, "deferred_costs", "-100.00")]


def test_a_correction_turns_the_earlier_entry_around_on_its_own_day() -> None:
    wrong = spent(date(2001, 9, 28), 1, "900.00")
    right = spent(date(2001, 10, 5), 2, "90.00")
    around = wrong._replace(day=right.day, number=2, corrected=True)
    assert said(journal([wrong, around, right], DEAL, date(2001, 10, 1))) == [
        (1, "payables", "900.00"),
        (1, "deferred_costs", "-900.00"),
        (2, "deferred_costs", "90.00"),
        (2, "payables", "-90.00"),
    ]


def test_a_day_goes_from_expenses_to_deliveries_to_reversals_to_payments() -> None:
    day = date(2001, 11, 15)
    other = Paid(day, OTHER, 1, Decimal("-1.00"))
    events: list[Event] = [
        other,
        reversed_on(day, 3, PUBLISHED._replace(day=date(2001, 11, 14))),
        PUBLISHED,
        spent(day, 1, "10.00", "refund"),
    ]
    numbers = [(line.entry, line.agreement, line.sale) for line in journal(events, DEAL, day)]
    assert list(dict.fromkeys(numbers)) == [(1, 1, None), (2, 1, 1), (3, 1, 1), (4, 1, 3),
                                            (5, 1, 3), (6, 2, 1)]  # fmt: skip


_DAYS = st.dates(date(2001, 11, 1), date(2001, 11, 30))
_DOLLARS = st.decimals(Decimal("0.01"), Decimal("90000.00"), places=2)
_EVENTS = st.lists(
    st.one_of(
        st.builds(
            Settled, _DAYS, st.just(SALES), st.integers(1, 99), _DOLLARS, _DOLLARS,
            st.integers(1, 10**7), st.just(date(2001, 10, 31)),
        ),
        st.builds(Paid, _DAYS, st.just(SALES), st.integers(1, 99), _DOLLARS),
        st.builds(Spent, _DAYS, st.just(SALES), st.integers(1, 99), st.just("refund"), _DOLLARS),
    ),
    max_size=12,
)  # fmt: skip


@given(_EVENTS)
def test_every_entry_balances_to_the_cent(events: list[Event]) -> None:
    entries: dict[int, Decimal] = defaultdict(Decimal)
    for line in journal(events, ROUND, START):
        entries[line.entry] += line.amount
    assert not any(entries.values())
    assert list(entries) == list(range(1, len(entries) + 1))
