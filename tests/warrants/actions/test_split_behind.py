"""Stock splits between a trade and its settlement: a warrant counts the shares of its own day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.placement import move_placement
from placements.models import Placement
from tests.books import refused
from tests.factories import PlacementFactory, reverse_sale, sell
from tests.warrants.factories import warrant_agreement
from warrants.actions.issue import issue_warrant
from warrants.actions.split import record_split
from warrants.models import Warrant
from warrants.selectors.accruals import accruals, limit_checks
from warrants.selectors.figures import figures_of
from warrants.selectors.ledger import prove_register

EFFECTIVE, SETTLED, TODAY = date(2001, 11, 13), date(2001, 11, 15), date(2001, 12, 31)


def split(placement: Placement, new: int, old: int, by: User, on: date = EFFECTIVE) -> None:
    issuer = placement.agreement.issuer
    record_split(issuer, effective_on=on, new=new, old=old, source="Form 8-K", by=by, today=TODAY)


def opened(by: User, **terms: Any) -> Placement:
    placement: Placement = PlacementFactory(
        agreement=warrant_agreement(**terms), shares_offered=100_000, minimum_price=None,
        expected_price=Decimal("4.00"), accepted=True, by=by,
    )  # fmt: skip
    return placement


def settle(placement: Placement, by: User, *, closed_on: date = date(2001, 11, 14)) -> None:
    waiting = list(placement.sales.filter(reverses=None, delivery=None, reversal=None))
    deliver(waiting, delivered_on=SETTLED, by=by, today=TODAY, remark="agreed")
    placement.refresh_from_db()
    move_placement(placement, "close", on=closed_on, by=by, today=TODAY)


def issue(placement: Placement, by: User) -> Warrant:
    placement.refresh_from_db()
    return issue_warrant(placement.agreement, placement, by=by, today=TODAY)


@pytest.mark.parametrize(
    ("new", "old", "shares", "price"), [(1, 25, 400, "130.0000"), (2, 1, 20_000, "2.6000")]
)
def test_sold_before_a_split_and_settled_after_it(
    treasurer: User, new: int, old: int, shares: int, price: str
) -> None:
    placement = opened(treasurer)
    sell(placement, 100_000, "4.00", by=treasurer)
    split(placement, new, old, treasurer)
    settle(placement, treasurer)
    warrant = issue(placement, treasurer)
    assert (warrant.shares, warrant.exercise_price) == (shares, Decimal(price))
    assert (warrant.issued_on, warrant.outstanding) == (SETTLED, shares)
    [check] = limit_checks(accruals(TODAY))
    assert (check.shares_sold, check.limit, check.total) == (10 * shares, shares, shares)
    assert prove_register().differences == []


def test_until_it_is_settled_a_view_counts_the_shares_of_its_own_day(treasurer: User) -> None:
    placement = opened(treasurer)
    sell(placement, 100_000, "4.00", by=treasurer)
    split(placement, 1, 25, treasurer)
    settle(placement, treasurer)
    views = {day: accruals(date(2001, 11, day))[0].owed.grant for day in (9, 12, 13, 14, 15, 30)}
    assert {day: tuple(grant) for day, grant in views.items()} == {
        9: (10_000, Decimal("5.2000")),
        12: (10_000, Decimal("5.2000")),
        **dict.fromkeys((13, 14, 15, 30), (400, Decimal("130.0000"))),
    }
    for day in range(9, 31):
        assert limit_checks(accruals(date(2001, 11, day)))[0].holds


def test_sales_on_both_sides_of_a_split_have_one_average(treasurer: User) -> None:
    placement = opened(treasurer)
    sell(placement, 50_000, "0.15", by=treasurer)
    split(placement, 1, 25, treasurer)
    sell(placement, 2_000, "3.75", trade_date=EFFECTIVE, by=treasurer, today=TODAY)
    settle(placement, treasurer)
    [accrual] = accruals(TODAY)
    warrant = issue(placement, treasurer)
    assert (accrual.owed.sold, accrual.gross) == (4_000, Decimal("15000.00"))
    assert (warrant.shares, warrant.exercise_price) == (400, Decimal("4.8750"))
    assert prove_register().differences == []


def test_a_reversal_after_the_split_takes_away_what_its_sale_came_to(treasurer: User) -> None:
    placement = opened(treasurer)
    wrong = sell(placement, 50_000, "0.15", by=treasurer)
    sell(placement, 25_000, "0.20", by=treasurer)
    split(placement, 1, 25, treasurer)
    reverse_sale(wrong, on=date(2001, 11, 14), reason="twice", by=treasurer, today=TODAY)
    settle(placement, treasurer)
    warrant = issue(placement, treasurer)
    assert (warrant.shares, warrant.exercise_price) == (100, Decimal("6.5000"))
    assert limit_checks(accruals(TODAY))[0].limit == 100


def test_a_split_after_the_settlement_adjusts_the_warrant_and_its_limit_alike(
    treasurer: User,
) -> None:
    placement = opened(treasurer)
    sell(placement, 99_990, "4.00", by=treasurer)
    settle(placement, treasurer)
    first = issue(placement, treasurer)
    split(placement, 1, 25, treasurer, on=date(2001, 12, 3))
    [accrual], [check] = accruals(TODAY), limit_checks(accruals(TODAY))
    assert (first.shares, accrual.owed.issued, accrual.owed.to_issue) == (9_999, 9_999, 0)
    # 9,999 / 25 = 399.96 warrants on 99,990 / 25 = 3,999.6 shares
    assert (check.shares_sold, check.limit, check.total) == (3_999, 399, 399)
    assert figures_of([first], TODAY)[first.pk].outstanding == 399
    with refused("No further warrant is owed for placement 1 (p. S-11)."):
        issue(placement, treasurer)


def test_what_is_offered_counts_the_shares_of_the_day_too(treasurer: User) -> None:
    placement = opened(treasurer)
    sell(placement, 50_000, "4.00", by=treasurer)
    split(placement, 1, 25, treasurer)
    sell(placement, 1_999, "100.00", trade_date=EFFECTIVE, by=treasurer, today=TODAY)
    assert accruals(TODAY)[0].owed.state == "accruing"  # one of 4,000 is left
    sell(placement, 1, "100.00", trade_date=EFFECTIVE, by=treasurer, today=TODAY)
    assert accruals(TODAY)[0].owed.state == "unsettled"
    sales = list(placement.sales.all())
    deliver(sales, delivered_on=SETTLED, by=treasurer, today=TODAY, remark="agreed")
    assert issue(placement, treasurer).shares == 400
