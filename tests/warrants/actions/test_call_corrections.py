"""A mistyped bid: asked for by one, approved by a CFO, with no exercise at the wrong price."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from neoequity.books.models import Approval
from neoequity.people.models import User
from tests.books import refused
from tests.factories import UserFactory, approved
from tests.warrants.factories import opened_warrant, reverse_entry
from tests.worlds import built_once
from warrants.actions.calls import ask_call_correction, give_call_notice, price_call
from warrants.actions.register import exercise
from warrants.actions.split import record_split
from warrants.models import CallNotice, Entry, Warrant
from warrants.selectors.ledger import prove_register

TODAY = date(2002, 12, 2)
BID_ON = date(2001, 11, 21)
MISTYPED, RIGHT = Decimal("40.40"), Decimal("4.04")


@built_once
def held(treasurer: User) -> Warrant:
    return opened_warrant(by=treasurer)


@built_once
def call(held: Warrant, treasurer: User) -> CallNotice:
    """Priced from a bid of $40.40, at the cap of $33.75, where $4.04 was meant."""
    told: dict[str, Any] = {"by": treasurer, "today": TODAY}
    assert held.series is not None
    given = give_call_notice(held.series, delivered_on=date(2001, 11, 20), **told)
    return price_call(given, closing_bid=MISTYPED, market_price=MISTYPED, **told)


def ask(call: CallNotice, by: User, **said: Any) -> Approval:
    told = {"closing_bid": RIGHT, "market_price": RIGHT, "reason": "a slip", **said}
    return ask_call_correction(call, **told, by=by, today=TODAY)


def answer(held: Warrant, call: CallNotice, by: User) -> Entry:
    holder = held.balances.get().holder
    told: dict[str, Any] = {"shares": 1_000, "on": BID_ON, "way": "cash", "call": call}
    return exercise(held, holder=holder, by=by, today=TODAY, **told)


def test_a_correction_prices_the_call_anew_and_keeps_the_old_price_in_its_history(
    call: CallNotice, treasurer: User
) -> None:
    request = ask(call, treasurer)
    assert request.what == (
        "Price the call of the Class B Warrants of 2001-11-20 from a closing bid of $4.0400 and a "
        "market price of $4.0400, instead of $40.4000 and $40.4000: exercise price $3.8380 "
        "instead of $33.7500"
    )
    call.refresh_from_db()
    assert call.exercise_price == Decimal("33.75")
    approved(request, today=TODAY)
    call.refresh_from_db()
    assert (call.closing_bid, call.exercise_price) == (RIGHT, Decimal("3.838"))
    events = CallNotice.pgh_event_model.objects.filter(pgh_obj=call)  # type: ignore[attr-defined]  # by pghistory
    prices = events.order_by("pgh_id").values_list("exercise_price", flat=True)
    assert list(prices) == [None, Decimal("33.75"), Decimal("3.838")]
    assert prove_register().differences == []


def test_it_can_be_corrected_again_and_back(call: CallNotice, treasurer: User) -> None:
    approved(ask(call, treasurer), today=TODAY)
    back = {"closing_bid": MISTYPED, "market_price": MISTYPED}
    approved(ask(call, treasurer, **back), today=TODAY)
    approved(ask(call, treasurer), today=TODAY)
    call.refresh_from_db()
    assert call.exercise_price == Decimal("3.838")


def test_an_exercise_at_the_wrong_price_is_reversed_first_and_posted_again(
    held: Warrant, call: CallNotice, treasurer: User
) -> None:
    wrong = answer(held, call, treasurer)
    with refused("Entry 2 of warrant 1 is an exercise at this price: reverse it first."):
        ask(call, treasurer)
    reverse_entry(wrong, on=BID_ON, reason="a slip", by=treasurer, today=TODAY)
    approved(ask(call, treasurer), today=TODAY)
    again = answer(held, call, treasurer)
    assert (again.exercise_price, again.cash) == (Decimal("3.838"), Decimal("3838.00"))
    assert prove_register().differences == []


def test_an_exercise_after_the_request_keeps_it_from_being_approved(
    held: Warrant, call: CallNotice, treasurer: User
) -> None:
    request, cfo = ask(call, treasurer), UserFactory(group="CFO")
    answer(held, call, treasurer)
    with refused("Entry 2 of warrant 1 is an exercise at this price: reverse it first."):
        approved(request, by=cfo, today=TODAY)


def test_corrections_that_are_refused(call: CallNotice, treasurer: User) -> None:
    with refused("The call was priced from these figures."):
        ask(call, treasurer, closing_bid=MISTYPED, market_price=MISTYPED)
    with refused("A price must be more than $0.", "A correction needs a reason."):
        ask(call, treasurer, closing_bid=Decimal(0), reason=" ")
    unpriced = give_call_notice(
        call.series, delivered_on=date(2001, 12, 4), by=treasurer, today=TODAY
    )
    with refused("The call of 2001-12-04 has no price yet: enter it."):
        ask(unpriced, treasurer)


# A split that is known after the call was priced


def test_a_split_known_late_adjusts_the_cap_of_a_call_of_its_day_or_later(
    held: Warrant, call: CallNotice, treasurer: User
) -> None:
    """1 for 2 makes the cap $67.50: the bid of $40.40 gives 97% of it."""
    split_on_the_bid(held, treasurer)
    call.refresh_from_db()
    assert call.exercise_price == Decimal("39.188")
    connection.check_constraints()
    assert prove_register().differences == []


def test_an_answer_to_such_a_call_is_reversed_first(
    held: Warrant, call: CallNotice, treasurer: User
) -> None:
    entry = answer(held, call, treasurer)
    with refused(
        "Entry 2 of warrant 1 is an exercise in answer to the call priced on 2001-11-21, in "
        "shares that are not certain: reverse it with effect from 2001-11-21, record the split, "
        "and post it again."
    ):
        split_on_the_bid(held, treasurer)
    reverse_entry(entry, on=BID_ON, reason="the split was not known", by=treasurer, today=TODAY)
    split_on_the_bid(held, treasurer)
    assert answer(held, call, treasurer).exercise_price == Decimal("39.188")
    connection.check_constraints()
    assert prove_register().differences == []


def split_on_the_bid(held: Warrant, by: User) -> None:
    ratio: dict[str, Any] = {"new": 1, "old": 2, "source": "Form 8-K"}
    record_split(held.issuer, effective_on=BID_ON, **ratio, by=by, today=TODAY)
