"""Laws of the register, for whatever an office does: the limit, the balances, the days before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import example, given

from placements.models import Placement
from tests.factories import PlacementFactory, UserFactory
from tests.laws import law
from tests.warrants.factories import another_holder, warrant_agreement
from tests.warrants.sequences import THROUGH_A_SPLIT, TODAY, Office, Step, sequences
from warrants.actions.split import record_split
from warrants.models import Balance, Entry, Warrant
from warrants.selectors.accruals import accruals
from warrants.selectors.ledger import prove_register
from warrants.selectors.register import holdings, prices_on, warrants_as_of

few = law()


@pytest.fixture(params=[False, True], ids=["by placement", "pooled"])
def office(db: None, request: pytest.FixtureRequest) -> Office:
    """An agreement with two open placements."""
    person, agreement = UserFactory(), warrant_agreement(warrant_pooled=request.param)
    placements: list[Placement] = [
        PlacementFactory(agreement=agreement, by=person, accepted=True) for _ in range(2)
    ]
    return Office(person, agreement, placements, another_holder("agent_partner"))


@contextmanager
def working(office: Office) -> Iterator[Office]:
    """The office at its beginning; afterwards nothing of it has happened."""
    with transaction.atomic():
        yield Office(office.person, office.agreement, office.placements, office.other)
        connection.check_constraints()
        transaction.set_rollback(True)


def test_the_example_leads_where_it_says(office: Office) -> None:
    with working(office) as busy:
        done = {step.verb for step in THROUGH_A_SPLIT if busy.take(step)}
        assert done >= {"issue", "exercise", "reverse sale", "split", "cancel"}
        assert sum(accrual.owed.over_issued for accrual in accruals(TODAY))


@few
@example(THROUGH_A_SPLIT)
@given(sequences)
def test_what_is_issued_never_grows_beyond_a_tenth_of_what_is_sold(
    office: Office, steps: list[Step]
) -> None:
    with working(office) as busy:
        before = 0
        for step in steps:
            busy.take(step)
            issued, allowed = busy.issued(), busy.allowed()
            # Only sales that were reversed can leave more, which is then told and never added to.
            assert issued <= max(allowed, before)
            over = sum(accrual.owed.over_issued for accrual in accruals(TODAY))
            assert issued - over <= allowed
            before = issued


@few
@example(THROUGH_A_SPLIT)
@given(sequences)
def test_balances_are_what_the_entries_come_to(office: Office, steps: list[Step]) -> None:
    with working(office) as busy:
        for step in steps:
            busy.take(step)
        for warrant in Warrant.objects.all():
            gained = warrant.entries.filter(holder_from=None).aggregate(n=Sum("shares"))["n"] or 0
            lost = warrant.entries.filter(holder_to=None).aggregate(n=Sum("shares"))["n"] or 0
            assert warrant.outstanding == gained - lost
        told = {(each.warrant.pk, each.holder.pk): each.shares for each in holdings(TODAY)}
        kept = Balance.objects.exclude(shares=0).values_list("warrant_id", "holder_id", "shares")
        assert {(warrant, holder): shares for warrant, holder, shares in kept} == told
        assert prove_register().differences == []


@few
@example(THROUGH_A_SPLIT)
@given(sequences)
def test_the_days_before_a_split_read_as_they_did(office: Office, steps: list[Step]) -> None:
    with working(office) as busy:
        for step in steps:
            busy.take(step)
        if not Warrant.objects.exists():
            return
        last = Entry.objects.order_by("-on")[0].on
        before = told(last)
        prices = prices_on(Warrant.objects.all(), last)
        record_split(
            office.agreement.issuer,
            effective_on=last + timedelta(days=1),
            new=1,
            old=25,
            source="a notice",
            by=busy.person,
            today=TODAY,
        )
        assert told(last) == before
        after = prices_on(Warrant.objects.all(), last + timedelta(days=1))
        for warrant, price in prices.items():
            new_price = after[warrant]
            assert price is not None
            assert new_price is not None
            assert abs(new_price - 25 * price) <= Decimal("0.0026")
        assert {key: shares // 25 for key, shares in before.held.items() if shares >= 25} == told(
            last + timedelta(days=1)
        ).held


class Told(NamedTuple):
    """What is outstanding of each warrant on a day, at what price, and who holds it."""

    outstanding: dict[int, int]
    prices: dict[int, Decimal | None]
    held: dict[tuple[int, int], int]


def told(day: date) -> Told:
    rows = list(warrants_as_of(day))
    return Told(
        {row.pk: row.outstanding_then for row in rows},
        prices_on(rows, day),
        {(each.warrant.pk, each.holder.pk): each.shares for each in holdings(day)},
    )
