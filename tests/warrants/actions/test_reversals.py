"""Reversals of entries, and every refusal of them."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from tests.books import refused
from tests.warrants.actions.conftest import TODAY, Act
from tests.warrants.factories import reverse_entry
from warrants.actions.register import exercise, transfer
from warrants.actions.split import record_split
from warrants.models import Holder, Warrant


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


@pytest.mark.parametrize("shares", [400, 1_000])
def test_an_entry_from_before_a_split_is_not_reversed_even_if_nothing_was_left(
    act: Act, warrant: Warrant, treasurer: User, shares: int
) -> None:
    entry = act(exercise, shares=shares)
    split_on = date(2002, 9, 5)
    record_split(
        warrant.issuer,
        effective_on=split_on,
        new=1,
        old=25,
        source="Form 8-K",
        by=treasurer,
        today=TODAY,
    )
    with refused("Entry 2 counts shares from before a later stock split."):
        act(reverse_entry, entry, on=split_on)
