"""Whatever order a register is recorded in, splits known early or late, each day reads the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from hypothesis import example, given
from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from tests.constraints.rows import insert
from tests.factories import UserFactory
from tests.laws import law
from tests.warrants.any_order import FIRST, TODAY, Clerk, Happened, histories
from tests.warrants.factories import HolderFactory, another_holder, issued_warrant
from tests.worlds import built_once
from warrants.actions.entering import Register, draft
from warrants.actions.register import transfer
from warrants.models import Balance, Entry, Warrant
from warrants.selectors.figures import figures_of
from warrants.selectors.ledger import prove_register
from warrants.selectors.register import holdings, warrants_as_of

few = law()
Recorded = tuple[list[Happened], list[int]]
#: A transfer and an exercise stated in old shares, and a split of the day before known after both.
LATE: Recorded = (
    [Happened("split", 2, 0), Happened("transfer", 3, 300), Happened("exercise", 4, 110)],
    [1, 2, 0],
)
#: The later of two splits is known first, and an exercise is reversed across both.
TWO_LATE: Recorded = (
    [
        *(Happened("exercise", 1, 101), Happened("split", 2, 2), Happened("split", 4, 0)),
        *(Happened("transfer", 3, 500), Happened("reversal", 5, 1, 0)),
    ],
    [0, 3, 2, 4, 1],
)


@built_once
def clerk(db: None) -> Clerk:
    """A warrant of 10,000 shares of the agent, and an officer who may take some."""
    person = UserFactory()
    warrant = issued_warrant(shares=100_000, by=person)
    return Clerk(warrant, HolderFactory(), another_holder("agent_officer"), person)


@contextmanager
def working(clerk: Clerk) -> Iterator[Clerk]:
    """The clerk at the beginning; afterwards nothing is recorded."""
    with transaction.atomic():
        agent, officer = clerk.holders.values()
        yield Clerk(clerk.warrant, agent, officer, clerk.person)
        connection.check_constraints()
        transaction.set_rollback(True)


@few
@example(LATE)
@example(TWO_LATE)
@given(histories())
def test_every_day_reads_as_if_all_had_been_recorded_in_time(
    clerk: Clerk, recorded: Recorded
) -> None:
    history, order = recorded
    with working(clerk) as busy:
        busy.record(history, order)
        names = {holder.pk: who for who, holder in busy.holders.items()}
        truth: dict[str, int] = {}
        for day in range(2 * len(history) + 1):
            then = FIRST + timedelta(days=day)
            held = {names[each.holder.pk]: each.shares for each in holdings(then)}
            truth = {who: shares for who, shares in busy.truth.held(day).items() if shares}
            assert held == truth
            [row] = warrants_as_of(then)
            assert row.outstanding_then == sum(truth.values())
            assert figures_of([clerk.warrant], then)[clerk.warrant.pk].outstanding == sum(
                truth.values()
            )
        kept = Balance.objects.exclude(shares=0).values_list("holder", "shares")
        assert {names[holder]: shares for holder, shares in kept} == truth
        assert prove_register().differences == []


@few
@example(LATE)
@example(TWO_LATE)
@given(histories())
def test_recorded_in_time_it_is_never_refused_and_comes_to_the_same(
    clerk: Clerk, recorded: Recorded
) -> None:
    """The splits known on their days, and everything stated in shares of its own day."""
    history, order = recorded
    with working(clerk) as busy:
        busy.record(history, order)
        truth, in_time = busy.truth, busy.truth.in_time()
    with working(clerk) as busy:
        for what in in_time:
            busy.add(what)
        assert not busy.refused
        names = {holder.pk: who for who, holder in busy.holders.items()}
        for day in range(2 * len(history) + 1):
            held = holdings(FIRST + timedelta(days=day))
            assert {names[each.holder.pk]: each.shares for each in held} == {
                who: shares for who, shares in truth.held(day).items() if shares
            }


@few
@example(LATE, 1, 5_000)
@given(histories(), st.integers(1, 20), st.integers(1, 12_000))
def test_the_database_refuses_exactly_what_the_terms_refuse(
    clerk: Clerk, recorded: Recorded, on: int, shares: int
) -> None:
    """One transfer more, on any day, with its adjustments as they must be; then one is wrong."""
    with working(clerk) as busy:
        busy.record(*recorded)
        day = FIRST + timedelta(days=on)
        parties = dict(zip(("holder_from", "holder_to"), busy.holders.values(), strict=True))
        told: dict[str, Any] = {"shares": shares, "on": day, **parties}
        posted = _rows(clerk.warrant, draft(clerk.warrant, "transfer", **told), busy)
        assert _inserted(posted) is _done(clerk.warrant, by=busy.person, today=TODAY, **told)
        if len(posted) > 1:
            posted[-1]["shares"] += 1
            assert not _inserted(posted)


def _done(warrant: Warrant, **said: Any) -> bool:
    try:
        with transaction.atomic():
            transfer(warrant, **said)
            connection.check_constraints()
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


def _rows(warrant: Warrant, entry: Entry, clerk: Clerk) -> list[dict[str, Any]]:
    register = Register.of(warrant)
    number = warrant.entries.count() + 1
    entry.number, entry.recorded_by = number, clerk.person
    entries = [entry]
    for change in register.changes(entry):
        number += 1
        entries.append(register.adjustment(change, number, clerk.person))
    names = [
        field.column
        for field in Entry._meta.concrete_fields
        if field.column not in ("id", "recorded_at")
    ]
    return [{name: getattr(each, name) for name in names} for each in entries]


def _inserted(rows: list[dict[str, Any]]) -> bool:
    try:
        with transaction.atomic():
            insert(Entry, *rows)
            connection.check_constraints()
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True
