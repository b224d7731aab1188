"""Stock splits: counts and prices from the day on, and the days before it as they were."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from neoequity.people.models import User
from placements.models import Sale
from tests.books import refused
from tests.factories import reverse_sale
from tests.warrants.factories import issued_warrant, opened_warrant, reverse_entry, sold_placement
from warrants.actions.issue import issue_warrant
from warrants.actions.register import cancel, exercise, price_on, transfer
from warrants.actions.split import record_split
from warrants.models import Holder, Split, Warrant
from warrants.selectors.accruals import accruals
from warrants.selectors.figures import figures_of
from warrants.selectors.ledger import prove_register
from warrants.selectors.register import holdings, prices_on, warrants_as_of

EFFECTIVE, BEFORE = date(2002, 9, 5), date(2002, 9, 4)
TODAY = date(2002, 12, 2)


def split(by: User, **said: Any) -> Split:
    issuer = Warrant.objects.all()[0].issuer
    told: dict[str, Any] = {
        "effective_on": EFFECTIVE,
        "new": 1,
        "old": 25,
        "source": "Form 8-K",
        "today": TODAY,
    }
    return record_split(issuer, **{**told, **said}, by=by)


def told(day: date) -> list[tuple[int, Decimal | None]]:
    """What is outstanding of each warrant on a day, and at what price."""
    rows = list(warrants_as_of(day))
    prices = prices_on(rows, day)
    return [(row.outstanding_then, prices[row.pk]) for row in rows]


def test_the_reverse_split_of_september_2002(warrant: Warrant, treasurer: User) -> None:
    opened_warrant(by=treasurer)
    issued_warrant(warrant.agreement, 949_710, "4.0254", gross=Decimal(3822967), by=treasurer)
    split(treasurer)
    assert told(BEFORE) == [
        (1_000, Decimal("5.2000")),
        (1_706_800, None),
        (94_971, Decimal("5.2330")),
    ]
    assert told(EFFECTIVE) == [
        (40, Decimal("130.0000")),
        (68_272, None),
        (3_798, Decimal("130.8250")),  # 3,798.84: the fraction is dropped
    ]
    assert [each.shares for each in holdings(BEFORE)] == [1_000, 1_706_800, 94_971]
    assert [each.shares for each in holdings(EFFECTIVE)] == [40, 68_272, 3_798]


def test_each_holder_is_adjusted_by_an_entry_of_the_day(
    warrant: Warrant, agent: Holder, officer: Holder, treasurer: User
) -> None:
    transfer(
        warrant,
        holder_from=agent,
        holder_to=officer,
        shares=30,
        on=BEFORE,
        by=treasurer,
        today=TODAY,
    )
    split(treasurer)
    entries = list(warrant.entries.filter(kind="split"))
    assert [(entry.holder_from, entry.shares, entry.on) for entry in entries] == [
        (agent, 932, EFFECTIVE),  # 970 become 38
        (officer, 29, EFFECTIVE),  # 30 become 1
    ]
    assert entries[0].reason == "1 for 25: Form 8-K"


def test_a_split_that_gives_more_shares(warrant: Warrant, agent: Holder, treasurer: User) -> None:
    split(treasurer, new=3, old=2)
    [entry] = warrant.entries.filter(kind="split")
    assert (entry.holder_to, entry.shares) == (agent, 500)
    assert price_on(warrant, EFFECTIVE) == Decimal("3.4667")


def test_an_exercise_after_it_is_in_new_shares_at_the_new_price(
    warrant: Warrant, agent: Holder, treasurer: User
) -> None:
    split(treasurer)
    entry = exercise(
        warrant, holder=agent, shares=40, on=EFFECTIVE, way="cash", by=treasurer, today=TODAY
    )
    assert (entry.exercise_price, entry.cash) == (Decimal("130.0000"), Decimal("5200.00"))


def test_a_warrant_issued_late_is_adjusted_for_the_splits_since_its_day(
    warrant: Warrant, treasurer: User
) -> None:
    placement = sold_placement(warrant.agreement, by=treasurer)
    split(treasurer)
    late = issue_warrant(placement.agreement, placement, by=treasurer, today=TODAY)
    assert (late.shares, late.outstanding) == (1_000, 40)
    assert [entry.kind for entry in late.entries.all()] == ["issue", "split"]
    assert told(EFFECTIVE) == [(40, Decimal("130.0000"))] * 2


def test_a_cancellation_after_it_takes_back_old_shares_of_what_was_issued(
    warrant: Warrant, agent: Holder, treasurer: User
) -> None:
    split(treasurer)
    done: dict[str, Any] = {"by": treasurer, "today": TODAY}
    reverse_sale(Sale.objects.get(), on=EFFECTIVE, reason="never made", **done)
    assert [each.owed.over_issued for each in accruals(EFFECTIVE)] == [1_000]
    cancel(warrant, holder=agent, shares=30, on=EFFECTIVE, reason="over-issued", **done)
    assert [each.owed.over_issued for each in accruals(EFFECTIVE)] == [250]
    cancelled = cancel(warrant, holder=agent, shares=10, on=EFFECTIVE, reason="over-issued", **done)
    assert [each.owed.over_issued for each in accruals(EFFECTIVE)] == [0]
    with refused("Entry 4 took back 250 shares; only 0 are owed now (p. S-11)."):
        reverse_entry(cancelled, on=EFFECTIVE, reason="by mistake", **done)


# Refusals


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"new": 25, "old": 25},
            "A split gives new shares for a different number of old ones.",
        ),
        ({"new": 0}, "A split gives new shares for a different number of old ones."),
        ({"source": " "}, "A split names its source."),
        (
            {"effective_on": date(2002, 12, 3)},
            "A split on 2002-12-03 is in the future; today is 2002-12-02.",
        ),
    ],
)
def test_a_split_is_refused(
    warrant: Warrant, treasurer: User, said: dict[str, Any], sentence: str
) -> None:
    with refused(sentence):
        split(treasurer, **said)


def test_a_second_split_of_the_day_is_refused(warrant: Warrant, treasurer: User) -> None:
    split(treasurer)
    with refused("A split of 2002-09-05 is already recorded."):
        split(treasurer)


# Learnt late


def test_a_split_known_after_a_later_one_comes_to_the_same(
    warrant: Warrant, agent: Holder, treasurer: User
) -> None:
    """1,000 become 333 and then 666; known the other way round they were 2,000 for a while."""
    split(treasurer, new=2, old=1, source="the later")
    split(treasurer, effective_on=date(2002, 3, 1), new=1, old=3, source="the earlier")
    assert [each.shares for each in holdings(date(2002, 2, 28))] == [1_000]
    assert [each.shares for each in holdings(date(2002, 3, 1))] == [333]
    assert [each.shares for each in holdings(EFFECTIVE)] == [666]
    assert [(e.on, e.holder_to, e.shares) for e in warrant.entries.filter(kind="split")] == [
        (EFFECTIVE, agent, 1_000),
        (date(2002, 3, 1), None, 667),
        (EFFECTIVE, None, 667),  # 333 gain 333, not 1,000
    ]
    assert prove_register().differences == []


def test_what_was_entered_meanwhile_is_adjusted_on_its_own_day(
    warrant: Warrant, agent: Holder, officer: Holder, treasurer: User
) -> None:
    """In old shares 300 go to the officer and 100 are exercised for $520; they are 12 and 4."""
    done: dict[str, Any] = {"by": treasurer, "today": TODAY}
    on = date(2002, 9, 10)
    transfer(warrant, holder_from=agent, holder_to=officer, shares=300, on=on, **done)
    exercised = exercise(
        warrant, holder=agent, shares=100, on=date(2002, 9, 12), way="cash", **done
    )
    split(treasurer)
    days = (BEFORE, EFFECTIVE, date(2002, 9, 9), on, date(2002, 9, 12), TODAY)
    assert [[each.shares for each in holdings(day)] for day in days] == [
        *([1_000], [40], [40], [28, 12], [24, 12], [24, 12]),
    ]
    assert [
        (e.on, e.holder_from or e.holder_to, e.shares) for e in warrant.entries.filter(kind="split")
    ] == [
        (EFFECTIVE, agent, 960),
        (on, agent, 288),
        (on, officer, 288),
        (date(2002, 9, 12), agent, 96),
    ]
    assert exercised.cash == Decimal("520.00")  # 4 at $130.0000
    figures = figures_of([warrant], TODAY)[warrant.pk]
    assert (figures.shares, figures.exercised, figures.outstanding) == (40, 4, 36)
    assert prove_register().differences == []


def test_what_was_already_stated_in_new_shares_is_reversed_first_and_posted_again(
    warrant: Warrant, agent: Holder, treasurer: User
) -> None:
    """The steps of the page: reverse with effect from its own day, record the split, post again."""
    done: dict[str, Any] = {"by": treasurer, "today": TODAY}
    on = date(2002, 9, 12)
    told_in_new = exercise(warrant, holder=agent, shares=4, on=on, way="cash", **done)
    reverse_entry(told_in_new, on=on, reason="the split was not known", **done)
    split(treasurer)
    again = exercise(warrant, holder=agent, shares=4, on=on, way="cash", **done)
    assert (again.exercise_price, again.cash) == (Decimal("130.0000"), Decimal("520.00"))
    assert [[each.shares for each in holdings(day)] for day in (BEFORE, EFFECTIVE, on)] == [
        *([1_000], [40], [36]),
    ]
    total = warrant.entries.aggregate(cash=Sum("cash"), issued=Sum("shares_issued"))
    assert total == {"cash": Decimal("520.00"), "issued": 4}
    assert prove_register().differences == []


def test_a_split_that_would_leave_a_holder_short_says_what_to_reverse(
    warrant: Warrant, agent: Holder, officer: Holder, treasurer: User
) -> None:
    """20 become none, 30 become 1, and 50 given away afterwards are 2."""
    done: dict[str, Any] = {"by": treasurer, "today": TODAY}
    for shares, on in ((20, BEFORE), (30, date(2002, 9, 9))):
        transfer(warrant, holder_from=agent, holder_to=officer, shares=shares, on=on, **done)
    given = cancel(
        warrant, holder=officer, shares=50, on=date(2002, 9, 10), reason="agreed", **done
    )
    with refused(
        "Warrant 1, counted in old shares until it is known: An Officer gave shares by later "
        "entries: on 2002-09-10 it would be 1 short. Reverse what was entered from 2002-09-05 on, "
        "each with effect from its own day, record the split, and post it again."
    ):
        split(treasurer)
    reverse_entry(given, on=given.on, reason="the split was not known", **done)
    split(treasurer)
    cancel(warrant, holder=officer, shares=1, on=given.on, reason="agreed", **done)
    assert [each.shares for each in holdings(TODAY)] == [
        38
    ]  # the agent: 980 were 39, less the 1 of 30
    assert prove_register().differences == []


def test_an_entry_learnt_late_is_dated_before_a_split_and_adjusted_by_it(
    warrant: Warrant, agent: Holder, treasurer: User
) -> None:
    cancel(warrant, holder=agent, shares=999, on=BEFORE, reason="r", by=treasurer, today=TODAY)
    split(treasurer, new=3, old=2)  # one share stays one
    exercise(warrant, holder=agent, shares=1, on=BEFORE, way="cash", by=treasurer, today=TODAY)
    assert holdings(EFFECTIVE) == []
    assert prove_register().differences == []
