"""Entries posted by raw INSERT: what the register holds to, it holds to for them as well."""

from datetime import date
from typing import Any

import pytest

from tests.constraints.rows import insert, refused_by_database, run
from tests.warrants.constraints.attempts import (
    Attempt,
    agree_entry_reversal,
    answered,
    cashless,
    entry,
    entry_of,
    fresh,
    moving,
    reversal,
    transferred,
)
from tests.warrants.constraints.conftest import Register
from tests.warrants.constraints.repeated import a_gap, oversold_at_once
from tests.warrants.constraints.series_and_splits import ADJUSTS, SPLIT_ON
from tests.warrants.factories import another_holder, issued_warrant
from warrants.actions.issue import issue_warrant
from warrants.actions.programme import open_warrant
from warrants.actions.register import expire
from warrants.actions.split import record_split
from warrants.models import Balance, Entry, Series, Warrant
from warrants.selectors.register import holdings

CLOCKS = "An entry must keep to the clocks of its warrant"
EXEMPT = "Before its clocks have run a warrant is transferred to those only whom they exempt"
MIRROR = "A reversal must negate one earlier entry of its own warrant"
PRICE = "An exercise is at the price of its warrant, or of the call of its series, on its day"
EARNED = "Warrants are issued for no more than their share of the shares sold"
TODAY = date(2002, 12, 2)


def to(category: str, **changes: object) -> Attempt:
    """The agent's transfer to a new holder of the category."""

    def to_somebody_new(register: Register) -> None:
        transferred(holder_to_id=another_holder(category).pk, **changes)(register)

    return to_somebody_new


def entry_of_no_warrant(register: Register) -> None:
    insert(Entry, fresh(register.issue, warrant_id=10**6))


def to_a_stranger(register: Register) -> None:
    stranger = another_holder("agent_officer", issuer=register.stranger)
    transferred(holder_to_id=stranger.pk)(register)


def split_by_hand(**changes: object) -> Attempt:
    """An adjustment for a split that there was not."""
    return lambda register: insert(
        Entry, fresh(register.cancelled, number=5, kind="split", **changes)
    )


def answer_of_the_agent(register: Register) -> None:
    entry(on=register.priced.bid_on, call_id=register.priced.pk)(register)


def answer_to_an_unpriced_call(register: Register) -> None:
    answered(call_id=register.call.pk)(register)


def answer_without_a_call(register: Register) -> None:
    answered(call_id=None)(register)


def answer_to_another_series(register: Register) -> None:
    other = fresh(register.series, slug="class-c")
    insert(Series, other)
    series = Series.objects.get(slug="class-c")
    told: dict[str, Any] = {"by": register.person, "today": TODAY}
    opened = open_warrant(series, holder=register.officer, shares=100, **told)
    answered(warrant_id=opened.pk, holder_from_id=register.officer.pk)(register)


REFUSED: list[tuple[str, list[Attempt]]] = [
    (
        "The entries of a warrant are numbered in the order of their recording, without a gap",
        [entry(number=6), a_gap],
    ),
    (
        "A warrant is issued for its shares, on its day or where that is closed on a later one",
        [entry_of_no_warrant],
    ),
    ("The holders of a warrant are among the holders of its issuer", [to_a_stranger]),
    (
        CLOCKS,
        [
            entry(on=date(2001, 11, 14)),
            transferred(on=date(2001, 11, 14)),
            entry(on=date(2006, 11, 16)),
            transferred(on=date(2006, 11, 16)),
            cashless(on=date(2002, 11, 14)),
            lambda register: insert(
                Entry,
                fresh(register.cancelled, number=5, kind="expiry", on=date(2006, 11, 15)),
            ),
        ],
    ),
    (
        EXEMPT,
        [
            *(to("other"), to("agent_director"), to("agent")),
            to("participant_officer"),
            to("agent_director", on=date(2002, 11, 14)),
            lambda register: transferred(holder_to_id=register.agent.pk)(register),
        ],
    ),
    (
        MIRROR,
        [
            reversal(shares=-99, shares_issued=-99, cash="-514.80"),
            reversal(reverses_id=10**6),
            reversal(exercise_price=1, cash=-100),
            reversal(market_price=1),
            reversal("moved", kind="expiry", holder_to_id=None),
            reversal(on=date(2001, 11, 14)),
            lambda register: reversal(holder_from_id=register.officer.pk)(register),
            lambda register: reversal(reverses_id=register.moved.pk)(register),
        ],
    ),
    (
        "A reversal is posted as one person asked for it and another approved it",
        [
            reversal(approved=None),
            reversal(approved={"on": "2001-11-16"}),
            reversal(approved={"reason": "another"}),
        ],
    ),
    (
        PRICE,
        [
            entry(exercise_price=5, cash=500),
            cashless(exercise_price=4, shares_issued=50),
            answered(exercise_price=3, cash=300),
            answered(on=date(2001, 11, 27)),
            *(answer_of_the_agent, answer_to_an_unpriced_call),
            *(answer_without_a_call, answer_to_another_series),
        ],
    ),
    (
        "A warrant is adjusted for a stock split of its issuer, on the day of the split or later",
        [split_by_hand(), split_by_hand(on=date(2002, 9, 5))],
    ),
    ("a_holder_never_gives_more_than_it_has", [oversold_at_once]),
    (
        "The moment of recording is written by the database",
        [entry(recorded_at="2001-11-30 12:00+00")],
    ),
]


@pytest.mark.parametrize(
    ("sentence", "attempt"),
    [
        pytest.param(sentence, attempt, id=f"{sentence[:30]}-{number}")
        for sentence, attempts in REFUSED
        for number, attempt in enumerate(attempts, start=1)
    ],
)
def test_what_an_entry_must_keep_to_is_refused_with_its_sentence(
    register: Register, sentence: str, attempt: Attempt
) -> None:
    with refused_by_database(sentence):
        attempt(register)


@pytest.mark.parametrize(
    ("category", "on"),
    [
        ("agent_partner", date(2001, 11, 15)),
        ("participant", date(2001, 11, 15)),
        ("participant_officer", date(2002, 11, 15)),
        ("other", date(2002, 11, 15)),
    ],
)
def test_whom_the_clocks_exempt_may_take_it(register: Register, category: str, on: date) -> None:
    to(category, on=on)(register)
    run("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_reversal_is_reversed_by_none(register: Register) -> None:
    reversal()(register)
    made = Entry.objects.get(reverses=register.exercised)
    agree_entry_reversal(made)
    with refused_by_database(MIRROR):
        insert(
            Entry,
            fresh(made, number=6, reverses_id=made.pk, shares=-100, shares_issued=-100, cash=-520),
        )


def test_what_a_holder_got_later_is_not_given_before(register: Register) -> None:
    insert(Entry, moving(register, on=date(2001, 12, 3)))
    with refused_by_database("A holder has given more than it has on a day"):
        given = {"holder_from_id": register.officer.pk, "shares": 500, "shares_issued": 500}
        entry(number=6, on=date(2001, 11, 30), cash=2600, **given)(register)


def test_an_entry_counts_in_balance_and_warrant(register: Register) -> None:
    insert(Entry, entry_of(register), moving(register, number=6))
    shares = dict(
        Balance.objects.filter(warrant=register.warrant).values_list("holder__category", "shares")
    )
    assert shares == {"agent": 290, "agent_officer": 500}
    assert Warrant.objects.get(pk=register.warrant.pk).outstanding == 790


def test_after_a_split_the_price_is_adjusted_and_what_was_before_it_stays(
    register: Register,
) -> None:
    record_split(
        register.warrant.issuer,
        effective_on=SPLIT_ON,
        new=1,
        old=25,
        source="Form 8-K",
        by=register.person,
        today=TODAY,
    )
    with refused_by_database(PRICE):
        entry(number=7, on=SPLIT_ON, shares=1, shares_issued=1, cash="5.20")(register)
    with refused_by_database(ADJUSTS):  # 100 given back and not the 4 that they are by then
        reversal(number=7, on=SPLIT_ON)(register)
        run("SET CONSTRAINTS ALL IMMEDIATE")
    row = {"shares": 1, "shares_issued": 1, "exercise_price": 130, "cash": 130}
    entry(number=7, on=SPLIT_ON, **row)(register)
    run("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_a_cancellation_took_back_returns_only_while_it_is_earned(
    register: Register,
) -> None:
    """Ten of the placement's thousand were cancelled and are owed: another warrant takes them."""
    assert register.warrant.placement is not None
    again = issue_warrant(
        register.warrant.placement.agreement,
        register.warrant.placement,
        by=register.person,
        today=TODAY,
    )
    assert again.shares == 10
    with refused_by_database(EARNED):
        reversal("cancelled")(register)


def test_expired_shares_are_nobodys(register: Register) -> None:
    expire(register.warrant, on=date(2006, 11, 16), by=register.person, today=date(2007, 1, 2))
    assert holdings(date(2007, 1, 2), warrant=register.warrant) == []
    assert issued_warrant(register.warrant.agreement, by=register.person).outstanding == 1_000
