"""The calls of Class B: the notice, the price, and the exercises that answer it (p. S-4, S-7)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.people.models import User
from tests.books import refused
from tests.warrants.factories import SeriesFactory, issued_warrant, opened_warrant
from tests.worlds import built_once
from warrants.actions.calls import give_call_notice, price_call
from warrants.actions.register import cancel, exercise
from warrants.actions.split import record_split
from warrants.models import CallNotice, Entry, Series, Warrant

TODAY = date(2002, 12, 2)
DELIVERED = date(2001, 11, 20)
BID_ON = date(2001, 11, 21)


@built_once
def held(treasurer: User) -> Warrant:
    """Montrose's or Strong River's: 1,706,800 warrants of the series."""
    return opened_warrant(by=treasurer)


@built_once
def series(held: Warrant) -> Series:
    return Series.objects.get()


@built_once
def call(series: Series, treasurer: User) -> CallNotice:
    return give_call_notice(series, delivered_on=DELIVERED, by=treasurer, today=TODAY)


def price(call: CallNotice, bid: str, by: User, today: date = TODAY) -> CallNotice:
    figures: dict[str, Any] = {"closing_bid": Decimal(bid), "market_price": Decimal(bid)}
    return price_call(call, **figures, by=by, today=today)


def answer(held: Warrant, by: User, **said: Any) -> Entry:
    told: dict[str, Any] = {"shares": 100_000, "on": BID_ON, "way": "cash", **said}
    return exercise(held, holder=held.balances.get().holder, by=by, today=TODAY, **told)


@pytest.mark.parametrize(
    ("delivered", "bid_on"),
    [
        (date(2001, 11, 20), date(2001, 11, 21)),
        (date(2001, 11, 21), date(2001, 11, 23)),  # Thanksgiving lies between
        (date(2001, 11, 9), date(2001, 11, 12)),  # banks closed on Veterans Day, trading goes on
    ],
)
def test_the_bid_is_that_of_the_next_trading_day(
    series: Series, treasurer: User, delivered: date, bid_on: date
) -> None:
    call = give_call_notice(series, delivered_on=delivered, by=treasurer, today=TODAY)
    assert call.bid_on == bid_on


@pytest.mark.parametrize(
    ("bid", "expected"), [("4.04", "3.8380"), ("5.00", "4.8500"), ("40.00", "33.7500")]
)
def test_the_call_is_priced_by_the_bid(
    call: CallNotice, treasurer: User, bid: str, expected: str
) -> None:
    assert price(call, bid, treasurer).exercise_price == Decimal(expected)


def test_the_cap_is_adjusted_by_a_split(series: Series, treasurer: User) -> None:
    record_split(
        series.issuer,
        effective_on=date(2002, 9, 5),
        new=1,
        old=25,
        source="Form 8-K",
        by=treasurer,
        today=TODAY,
    )
    late = give_call_notice(series, delivered_on=date(2002, 9, 10), by=treasurer, today=TODAY)
    assert price(late, "900.00", treasurer).exercise_price == Decimal("843.7500")


def test_a_price_set_before_a_split_is_adjusted_after_it(
    held: Warrant, call: CallNotice, treasurer: User
) -> None:
    price(call, "4.04", treasurer)
    record_split(
        held.issuer,
        effective_on=date(2002, 9, 5),
        new=1,
        old=25,
        source="Form 8-K",
        by=treasurer,
        today=TODAY,
    )
    entry = answer(held, treasurer, call=call, shares=4, on=date(2002, 9, 5))
    assert (entry.exercise_price, entry.cash) == (Decimal("95.9500"), Decimal("383.80"))


def test_an_answer_is_exercised_at_the_price_of_the_call(
    held: Warrant, call: CallNotice, treasurer: User
) -> None:
    entry = answer(held, treasurer, call=price(call, "4.04", treasurer))
    assert (entry.call, entry.exercise_price) == (call, Decimal("3.8380"))
    assert (entry.shares_issued, entry.cash) == (100_000, Decimal("383800.00"))
    held.refresh_from_db()
    assert held.outstanding == 1_606_800


# Refusals of a notice


@pytest.mark.parametrize(
    ("delivered", "sentence"),
    [
        (
            date(2002, 12, 3),
            "A notice on 2002-12-03 is in the future; today is 2002-12-02.",
        ),
        (
            date(2001, 10, 31),
            "The books of the Class B Warrants open on 2001-11-01.",
        ),
        (DELIVERED, "The Class B Warrants were already called on 2001-11-20."),
    ],
)
def test_a_notice_is_refused(
    call: CallNotice, treasurer: User, delivered: date, sentence: str
) -> None:
    with refused(sentence):
        give_call_notice(call.series, delivered_on=delivered, by=treasurer, today=TODAY)


def test_a_notice_to_nobody_is_refused(treasurer: User) -> None:
    series = SeriesFactory()
    with refused("None of the Class B Warrants are outstanding."):
        give_call_notice(series, delivered_on=DELIVERED, by=treasurer, today=TODAY)


# Refusals of a price


def test_a_price_before_the_day_of_the_bid_is_refused(call: CallNotice, treasurer: User) -> None:
    with refused("The closing bid of 2001-11-21 is not known on 2001-11-20."):
        price(call, "4.04", treasurer, today=DELIVERED)


def test_a_call_is_priced_once(call: CallNotice, treasurer: User) -> None:
    price(call, "4.04", treasurer)
    with refused("The call of 2001-11-20 has its price already."):
        price(call, "4.05", treasurer)


def test_a_bid_of_nothing_is_refused(call: CallNotice, treasurer: User) -> None:
    with refused("A price must be more than $0.", "A price must be more than $0."):
        price(call, "0", treasurer)


# Refusals of an answer

NO_PRICE = "Warrants of this series are exercised in answer to a call whose price is set."


def test_without_a_call_that_has_its_price_an_exercise_is_refused(
    held: Warrant, call: CallNotice, treasurer: User
) -> None:
    for said in ({}, {"call": call}):
        with refused(NO_PRICE):
            answer(held, treasurer, **said)


def test_before_the_day_of_the_bid_an_answer_is_refused(
    held: Warrant, call: CallNotice, treasurer: User
) -> None:
    price(call, "4.04", treasurer)
    with refused("The call has its price from 2001-11-21 on."):
        answer(held, treasurer, call=call, on=DELIVERED)


def test_a_call_of_another_series_is_refused(
    held: Warrant, call: CallNotice, treasurer: User
) -> None:
    price(call, "4.04", treasurer)
    other = opened_warrant(series=SeriesFactory(slug="class-c", name="Class C"), by=treasurer)
    with refused("The call is not one of this warrant's series."):
        answer(other, treasurer, call=call)


def test_the_agents_warrant_is_not_called(call: CallNotice, treasurer: User) -> None:
    price(call, "4.04", treasurer)
    warrant = issued_warrant(by=treasurer)
    with refused("The call is not one of this warrant's series."):
        answer(warrant, treasurer, call=call, shares=1)


def test_a_series_is_exercised_for_cash_only(
    held: Warrant, call: CallNotice, treasurer: User
) -> None:
    price(call, "4.04", treasurer)
    with refused("This warrant can be exercised for cash only (p. S-7)."):
        answer(held, treasurer, call=call, way="cashless", market_price=Decimal(9))


def test_what_was_cancelled_is_not_called(held: Warrant, treasurer: User) -> None:
    cancel(
        held,
        holder=held.balances.get().holder,
        shares=1_706_800,
        on=DELIVERED,
        reason="bought back",
        by=treasurer,
        today=TODAY,
    )
    with refused("None of the Class B Warrants are outstanding."):
        give_call_notice(Series.objects.get(), delivered_on=DELIVERED, by=treasurer, today=TODAY)
