"""Reversals of entries, and every refusal of them."""

from datetime import date
from typing import Any

import pytest

from neoequity.people.models import User
from tests.books import refused
from tests.warrants.actions.conftest import ISSUED, TODAY, Act
from tests.warrants.factories import reverse_entry
from warrants.actions.register import cancel, exercise, transfer
from warrants.actions.split import record_split
from warrants.models import Holder, Warrant
from warrants.selectors.accruals import accruals
from warrants.selectors.figures import figures_of
from warrants.selectors.ledger import prove_register
from warrants.selectors.register import holdings

SPLIT_ON = date(2002, 9, 5)


def test_a_reversal_without_a_reason_is_refused(act: Act) -> None:
    entry = act(exercise)
    with refused("A reversal needs a reason."):
        act(reverse_entry, entry, reason=" ")


def test_an_entry_is_reversed_once_and_a_reversal_never(act: Act) -> None:
    entry = act(exercise)
    reversal = act(reverse_entry, entry)
    with refused("Entry 2 was already reversed, by entry 3."):
        act(reverse_entry, entry)
    with refused("Entry 3 is itself a reversal and cannot be reversed."):
        act(reverse_entry, reversal)


def test_an_issue_is_not_reversed(act: Act, warrant: Warrant) -> None:
    with refused("An issue is not reversed: cancel what should not stand."):
        act(reverse_entry, warrant.entries.get())


def test_a_transfer_whose_shares_went_on_is_not_reversed(act: Act, officer: Holder) -> None:
    entry = act(transfer)
    act(exercise, holder=officer, shares=1)
    with refused("An Officer has only 399 of its shares left."):
        act(reverse_entry, entry)


def test_a_reversal_takes_effect_on_the_day_of_its_entry_or_later(act: Act) -> None:
    entry = act(exercise, on=date(2001, 12, 3))
    with refused("Entry 2 is of 2001-12-03: its reversal takes effect then or later."):
        act(reverse_entry, entry, on=ISSUED)


@pytest.mark.parametrize(
    ("shares", "on", "then"),
    [
        # 400 of 1,000 were exercised; 600 became 24, and 16 come back.
        (400, SPLIT_ON, {ISSUED: 600, SPLIT_ON: 40}),
        # From its own day on it never was.
        (400, ISSUED, {ISSUED: 1_000, SPLIT_ON: 40}),
        (1_000, SPLIT_ON, {SPLIT_ON: 40}),
        # 970 became 38, and of 30 one comes back: the fraction is dropped.
        (30, date(2002, 9, 10), {SPLIT_ON: 38, date(2002, 9, 10): 39}),
        # Of 10 nothing comes back after the split, but their money does.
        (10, SPLIT_ON, {ISSUED: 990, SPLIT_ON: 39}),
    ],
)
def test_an_entry_from_before_a_split_is_reversed_in_shares_of_the_day(
    act: Act, warrant: Warrant, treasurer: User, shares: int, on: date, then: dict[date, int]
) -> None:
    entry = act(exercise, shares=shares)
    split_on = SPLIT_ON
    record_split(
        warrant.issuer,
        effective_on=split_on,
        new=1,
        old=25,
        source="Form 8-K",
        by=treasurer,
        today=TODAY,
    )
    reversal = act(reverse_entry, entry, on=on)
    assert (reversal.shares, reversal.shares_issued) == (-shares, -shares)
    assert reversal.cash == -entry.cash
    assert {day: holdings(day)[0].shares for day in then} == then
    assert figures_of([warrant], TODAY)[warrant.pk].exercised == 0
    assert prove_register().differences == []


def test_a_transfer_from_before_a_split_goes_back_in_shares_of_the_day(
    act: Act, agent: Holder, officer: Holder, warrant: Warrant, treasurer: User
) -> None:
    """The officer's 400 became 16, of which one was exercised."""
    entry = act(transfer)
    told: dict[str, Any] = {"by": treasurer, "today": TODAY}
    record_split(warrant.issuer, effective_on=SPLIT_ON, new=1, old=25, source="Form 8-K", **told)
    used = act(exercise, holder=officer, shares=1, on=SPLIT_ON)
    with refused("An Officer has only 15 of its shares left."):
        act(reverse_entry, entry, on=SPLIT_ON)
    act(reverse_entry, used, on=SPLIT_ON)
    act(reverse_entry, entry, on=SPLIT_ON)
    assert [(each.holder, each.shares) for each in holdings(SPLIT_ON)] == [(agent, 40)]
    assert prove_register().differences == []


def test_a_cancellation_from_before_a_split_is_given_back_as_it_was_taken(
    act: Act, agent: Holder, warrant: Warrant, treasurer: User
) -> None:
    """What comes back counts as issued again: nothing further is owed."""
    entry = act(cancel)
    told: dict[str, Any] = {"by": treasurer, "today": TODAY}
    record_split(warrant.issuer, effective_on=SPLIT_ON, new=1, old=25, source="Form 8-K", **told)
    act(reverse_entry, entry, on=SPLIT_ON)
    assert holdings(SPLIT_ON)[0].shares == 40
    [accrual] = accruals(TODAY)
    assert (accrual.placement_id, accrual.owed.issued) == (warrant.placement_id, 1_000)
