"""A warrant whose own day lies in a closed month: entered on the day of issue, dated as it was."""

from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.people.models import User
from placements.models import Placement
from tests.books import refused
from tests.constraints.rows import insert, refused_by_database
from tests.periods.closings import close, locked, reopen
from tests.warrants.factories import (
    HolderFactory,
    sold_placement,
)
from tests.worlds import built_once
from warrants.actions.issue import issue_warrant
from warrants.actions.register import exercise
from warrants.actions.split import record_split
from warrants.models import Entry, Warrant
from warrants.selectors.accruals import accruals
from warrants.selectors.figures import figures_of
from warrants.selectors.ledger import prove_register
from warrants.selectors.register import prices_on, warrants_as_of

NOVEMBER, OWN_DAY, TODAY = "2001-11", date(2001, 11, 15), date(2001, 12, 20)


@built_once
def placement(treasurer: User) -> Placement:
    return sold_placement(shares=100_000, by=treasurer)


def issue(placement: Placement, by: User, today: date = TODAY) -> Warrant:
    return issue_warrant(placement.agreement, placement, by=by, today=today)


def test_it_is_issued_with_an_entry_of_today_and_keeps_its_own_day(
    placement: Placement, treasurer: User
) -> None:
    close(NOVEMBER, today=date(2001, 12, 10))
    warrant = issue(placement, treasurer)
    [entry] = warrant.entries.all()
    assert (entry.on, entry.shares) == (TODAY, 10_000)
    assert (warrant.issued_on, warrant.shares) == (OWN_DAY, 10_000)
    assert (warrant.cashless_from, warrant.expires_on) == (date(2002, 11, 15), date(2006, 11, 15))
    assert [each.owed.state for each in accruals(date(2001, 12, 19))] == ["due"]
    assert [each.owed.state for each in accruals(TODAY)] == ["issued"]
    assert not warrants_as_of(date(2001, 12, 19)).exists()
    assert prove_register().differences == []


def test_in_an_open_month_the_entry_has_the_warrants_day(
    placement: Placement, treasurer: User
) -> None:
    reopen(close(NOVEMBER, today=date(2001, 12, 10)))
    warrant = issue(placement, treasurer)
    assert warrant.entries.get().on == OWN_DAY
    assert prove_register().differences == []


def test_a_split_between_the_two_days_is_in_the_entry(
    placement: Placement, treasurer: User
) -> None:
    told: dict[str, Any] = {"source": "Form 8-K", "by": treasurer, "today": TODAY}
    issuer = placement.agreement.issuer
    record_split(issuer, effective_on=date(2001, 12, 3), new=1, old=25, **told)
    close(NOVEMBER, today=date(2001, 12, 10))
    warrant = issue(placement, treasurer)
    [entry] = warrant.entries.all()
    assert (warrant.shares, warrant.exercise_price) == (10_000, Decimal("5.2000"))
    assert (entry.on, entry.shares, warrant.outstanding) == (TODAY, 400, 400)
    assert prices_on([warrant], TODAY) == {warrant.pk: Decimal("130.0000")}
    figures = figures_of([warrant], TODAY)[warrant.pk]
    assert (figures.shares, figures.exercise_price) == (400, Decimal("130.0000"))
    record_split(
        issuer, effective_on=date(2001, 12, 27), new=2, old=1, **{**told, "today": date(2002, 1, 2)}
    )
    agent = warrant.balances.get().holder
    done = exercise(
        warrant, holder=agent, shares=800, on=date(2002, 1, 2), way="cash", by=treasurer,
        today=date(2002, 1, 2),
    )  # fmt: skip
    assert done.exercise_price == Decimal("65.0000")
    assert prove_register().differences == []


def test_a_split_in_a_closed_month_is_in_the_entry_too(
    placement: Placement, treasurer: User
) -> None:
    told: dict[str, Any] = {"source": "Form 8-K", "by": treasurer, "today": TODAY}
    issuer = placement.agreement.issuer
    record_split(issuer, effective_on=date(2001, 12, 3), new=1, old=25, **told)
    close("2001-12", today=date(2002, 1, 10))
    reopen(close("2001-11", today=date(2002, 1, 10)))
    warrant = issue(placement, treasurer, today=date(2002, 1, 10))
    [entry] = warrant.entries.all()
    assert (entry.on, entry.shares) == (date(2002, 1, 10), 400)
    assert prove_register().differences == []


def test_where_a_split_leaves_no_whole_share_it_is_refused(treasurer: User) -> None:
    placement = sold_placement(shares=100, by=treasurer)
    record_split(
        placement.agreement.issuer, effective_on=date(2001, 12, 3), new=1, old=25,
        source="Form 8-K", by=treasurer, today=TODAY,
    )  # fmt: skip
    close(NOVEMBER, today=date(2001, 12, 10))
    with refused(
        "After the stock splits since 2001-11-15 no whole warrant share is left for placement 1."
    ):
        issue(placement, treasurer)


def test_where_today_is_closed_as_well_it_is_refused(placement: Placement, treasurer: User) -> None:
    close("2001Q4")
    with refused(locked("Dec 20, 2001")):
        issue(placement, treasurer)


# By hand


def by_hand(placement: Placement, on: date, shares: int = 10_000) -> None:
    """The warrant and its issue as SQL, with an entry of the day."""
    agent = HolderFactory(issuer=placement.agreement.issuer)
    days = {
        **dict.fromkeys(
            ("cashless_from", "agreed_transfer_from", "registrable_from"), date(2002, 11, 15)
        ),
        "nasd_transfer_from": date(2002, 11, 1),
        "expires_on": date(2006, 11, 15),
    }
    columns: dict[str, Any] = {
        "issuer_id": placement.agreement.issuer_id,
        "number": 1,
        "agreement_id": placement.agreement_id,
        "placement_id": placement.pk,
        "shares": 10_000,
        "exercise_price": Decimal("5.2000"),
        "issued_on": OWN_DAY,
        "outstanding": 0,
        **days,
    }
    insert(Warrant, columns)
    entry: dict[str, Any] = {
        "warrant_id": Warrant.objects.get().pk,
        "number": 1,
        "kind": "issue",
        "on": on,
        "holder_to_id": agent.pk,
        "shares": shares,
        "shares_issued": 0,
        "cash": 0,
        "reason": "",
        "recorded_by_id": placement.status_by_id,
    }
    insert(Entry, entry)


ITS_OWN = "A warrant is issued for its shares, on its day or where that is closed on a later one"


def test_the_database_holds_to_it(placement: Placement, treasurer: User) -> None:
    for day in (TODAY, date(2001, 11, 14)):
        with refused_by_database(ITS_OWN):
            by_hand(placement, day)
    close(NOVEMBER, today=date(2001, 12, 10))
    with refused_by_database("2001-11 of NeoTherapeutics, Inc. was closed"):
        by_hand(placement, OWN_DAY)
    with refused_by_database(ITS_OWN):
        by_hand(placement, TODAY, shares=9_999)
    by_hand(placement, TODAY)
    assert Warrant.objects.get().outstanding == 10_000
