"""Transfers, exercises, cancellations and expiry, and every refusal of them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.people.models import User
from tests.books import refused
from tests.factories import IssuerFactory
from tests.warrants.actions.conftest import TODAY, Act
from tests.warrants.factories import another_holder, issued_warrant, reverse_entry
from warrants.actions.register import cancel, exercise, expire, transfer
from warrants.models import Holder, Warrant
from warrants.selectors.register import holdings

ANNIVERSARY = date(2002, 11, 15)
EXPIRES = date(2006, 11, 15)


def held() -> dict[str, int]:
    return {each.holder.name: each.shares for each in holdings(TODAY)}


# What may happen


def test_a_transfer_moves_the_shares(act: Act, warrant: Warrant) -> None:
    entry = act(transfer)
    assert (entry.kind, entry.number, entry.shares) == ("transfer", 2, 400)
    assert held() == {"Cantor Fitzgerald & Co.": 600, "An Officer": 400}
    warrant.refresh_from_db()
    assert warrant.outstanding == 1_000


def test_an_exercise_for_cash_brings_the_price(act: Act, warrant: Warrant) -> None:
    entry = act(exercise)
    assert (entry.kind, entry.shares_issued) == ("cash_exercise", 400)
    assert (entry.exercise_price, entry.cash) == (Decimal("5.2000"), Decimal("2080.00"))
    warrant.refresh_from_db()
    assert warrant.outstanding == 600


def test_a_cashless_exercise_gives_the_gain_and_brings_nothing(act: Act) -> None:
    entry = act(exercise, way="cashless", on=ANNIVERSARY, market_price=Decimal("7.00"))
    # 400 x 1.80 / 7.00 = 102.86
    assert (entry.kind, entry.shares_issued, entry.cash) == ("cashless_exercise", 102, 0)
    assert held() == {"Cantor Fitzgerald & Co.": 600}


def test_on_the_last_day_it_can_be_exercised_and_on_the_next_it_expires(act: Act) -> None:
    act(exercise, on=EXPIRES)
    [entry] = act(expire)
    assert (entry.kind, entry.shares) == ("expiry", 600)
    assert held() == {}


def test_what_every_holder_has_expires(act: Act) -> None:
    act(transfer)
    assert sorted(entry.shares for entry in act(expire)) == [400, 600]


@pytest.mark.parametrize("verb", [transfer, exercise, cancel])
def test_a_reversed_entry_leaves_everything_as_it_was(act: Act, verb: Act) -> None:
    entry = act(verb)
    reversal = act(reverse_entry, entry)
    assert reversal.reverses == entry
    assert (reversal.shares, reversal.cash) == (-entry.shares, -entry.cash)
    assert reversal.shares_issued == -entry.shares_issued
    assert held() == {"Cantor Fitzgerald & Co.": 1_000}


def test_an_expiry_can_be_reversed(act: Act) -> None:
    [entry] = act(expire)
    act(reverse_entry, entry, on=date(2006, 11, 17))
    assert held() == {"Cantor Fitzgerald & Co.": 1_000}


def test_an_exercise_uses_no_capacity(act: Act, warrant: Warrant) -> None:
    assert warrant.agreement is not None
    before = warrant.agreement.gross_sold
    act(exercise)
    warrant.agreement.refresh_from_db()
    assert warrant.agreement.gross_sold == before


# Refusals that all entries share


@pytest.mark.parametrize("verb", [transfer, exercise, cancel, expire])
def test_an_entry_in_the_future_is_refused(act: Act, verb: Act) -> None:
    on = date(2006, 11, 16) if verb is expire else date(2006, 11, 15)
    with refused(f"An entry on {on} is in the future; today is 2006-11-14."):
        act(verb, on=on, today=date(2006, 11, 14))


@pytest.mark.parametrize("verb", [transfer, exercise, cancel])
def test_an_entry_learnt_late_is_dated_before_the_last_one(act: Act, verb: Act) -> None:
    act(cancel, shares=1, on=date(2001, 12, 4))
    entry = act(verb, on=date(2001, 12, 3))
    assert (entry.number, entry.on) == (3, date(2001, 12, 3))


@pytest.mark.parametrize("verb", [transfer, exercise, cancel])
def test_what_was_given_since_cannot_be_given_before(act: Act, verb: Act) -> None:
    act(cancel, shares=700, on=date(2001, 12, 4))
    with refused(
        "Cantor Fitzgerald & Co. gave shares by later entries: on 2001-12-04 it would be 100 short."
    ):
        act(verb, on=date(2001, 12, 3))


@pytest.mark.parametrize("verb", [transfer, cancel])
def test_before_the_issue_nothing_is_entered(act: Act, verb: Act) -> None:
    with refused("The warrant was issued on 2001-11-15, after 2001-11-14."):
        act(verb, on=date(2001, 11, 14))


@pytest.mark.parametrize("verb", [transfer, cancel])
@pytest.mark.parametrize("shares", [0, -1])
def test_no_shares_at_all_are_refused(act: Act, verb: Act, shares: int) -> None:
    with refused("The number of shares must be more than zero."):
        act(verb, shares=shares)


@pytest.mark.parametrize("verb", [transfer, cancel])
def test_more_shares_than_the_holder_has_are_refused(act: Act, verb: Act) -> None:
    with refused("1,001 shares are more than the 1,000 that Cantor Fitzgerald & Co. has."):
        act(verb, shares=1_001)


# Transfers


def test_a_director_of_the_agent_is_refused_under_the_nasd_rule(act: Act) -> None:
    director = another_holder("agent_director")
    rule = "cannot be transferred before {} to a holder of the category “director of the agent”"
    with refused(
        f"By the agreement the warrant {rule.format('2002-11-15')} (p. S-12); the transfer is "
        "dated 2001-11-15.",
        f"By the NASD rule the warrant {rule.format('2002-11-01')} (p. S-12); the transfer is "
        "dated 2001-11-15.",
    ):
        act(transfer, holder_to=director)
    assert act(transfer, holder_to=director, on=ANNIVERSARY).holder_to == director


def test_until_the_later_clock_has_run_nobody_else_takes_it(act: Act) -> None:
    anybody = another_holder()
    with refused(
        "By the agreement the warrant cannot be transferred before 2002-11-15 to a holder of the "
        "category “other” (p. S-12); the transfer is dated 2002-11-14."
    ):
        act(transfer, holder_to=anybody, on=date(2002, 11, 14))
    act(transfer, holder_to=anybody, on=ANNIVERSARY)


def test_a_holder_cannot_transfer_to_itself(act: Act, officer: Holder) -> None:
    act(transfer)
    with refused("An Officer cannot transfer to itself."):
        act(transfer, holder_from=officer, shares=1)


def test_a_holder_of_another_issuer_is_refused(act: Act) -> None:
    stranger = another_holder(
        "agent_officer", issuer=IssuerFactory(slug="other", name="Other, Inc."), name="A Stranger"
    )
    with refused("A Stranger is not among the holders of NeoTherapeutics, Inc.."):
        act(transfer, holder_to=stranger)


def test_after_its_last_day_it_is_not_transferred(act: Act) -> None:
    act(transfer, on=EXPIRES)
    with refused("The warrant could be transferred until 2006-11-15 (p. S-12)."):
        act(transfer, on=date(2006, 11, 16))


# Exercises


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"shares": 0}, "An exercise is for at least one share."),
        ({"shares": 1_001}, "1,001 shares are more than the 1,000 that the holder has."),
        (
            {"on": date(2006, 11, 16)},
            "The warrant could be exercised until 2006-11-15 (p. S-12).",
        ),
        ({"market_price": Decimal(0)}, "A market price is more than $0."),
        (
            {"way": "cashless", "on": date(2002, 11, 14), "market_price": Decimal(7)},
            (
                "Cashless exercise is possible from 2002-11-15 on (p. S-12); this one is dated "
                "2002-11-14."
            ),
        ),
        (
            {"way": "cashless", "on": ANNIVERSARY, "market_price": Decimal("5.20")},
            (
                "The market price of $5.2000 is not above the exercise price of $5.2000: a "
                "cashless exercise would give no shares (p. S-12)."
            ),
        ),
        (
            {"way": "cashless", "on": ANNIVERSARY},
            "A cashless exercise needs the market price.",
        ),
        (
            {"way": "cashless", "on": ANNIVERSARY, "market_price": Decimal("5.21")},
            (
                "A cashless exercise of 400 shares at $5.2000 with the market price at $5.2100 "
                "would give no shares: 400 × ($5.2100 − $5.2000) ÷ $5.2100 is less than one "
                "(p. S-12)."
            ),
        ),
    ],
)
def test_an_exercise_is_refused(act: Act, said: dict[str, Any], sentence: str) -> None:
    with refused(sentence):
        act(exercise, **said)


def test_an_exercise_before_the_issue_is_refused_with_every_reason(act: Act) -> None:
    with refused(
        "400 shares are more than the 0 that the holder has.",
        "The warrant was issued on 2001-11-15, after 2001-11-14.",
    ):
        act(exercise, on=date(2001, 11, 14))


def test_who_holds_nothing_exercises_nothing(act: Act, officer: Holder) -> None:
    with refused("1 shares are more than the 0 that the holder has."):
        act(exercise, holder=officer, shares=1)


# Cancellation and expiry


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_cancellation_without_a_reason_is_refused(act: Act, reason: str) -> None:
    with refused("A cancellation needs a reason."):
        act(cancel, reason=reason)


def test_until_its_last_day_nothing_expires(act: Act) -> None:
    with refused("The warrant can be exercised until 2006-11-15."):
        act(expire, on=EXPIRES)


def test_nothing_expires_twice(act: Act) -> None:
    act(expire)
    with refused("Nothing of this warrant is outstanding."):
        act(expire)


def test_warrants_are_numbered_on_for_an_issuer(warrant: Warrant, treasurer: User) -> None:
    assert issued_warrant(warrant.agreement, by=treasurer).number == 2
