"""A warrant follows the terms of the day of its placement's acceptance; a pool, of its sales."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from neoequity.people.models import User
from placements.models import Agreement, Placement
from tests.amendments.changing import amended, corrected
from tests.books import refused
from tests.factories import PlacementFactory
from tests.warrants.factories import ISSUED_BY, issued_warrant, sold_placement, warrant_agreement
from warrants.actions.issue import issue_warrant
from warrants.models import Warrant
from warrants.selectors.accruals import accruals, limit_checks
from warrants.selectors.ledger import prove_register

AMENDED_ON, DECEMBER_4 = date(2001, 12, 3), date(2001, 12, 4)
HALF = {"warrant_coverage_rate": Decimal("0.05"), "warrant_strike_rate": Decimal("1.50")}


def issue(agreement: Agreement, placement: Placement | None, by: User) -> Warrant:
    return issue_warrant(agreement, placement, by=by, today=DECEMBER_4)


def told(warrant: Warrant) -> tuple[int, Decimal | None]:
    return warrant.shares, warrant.exercise_price


# One warrant a placement


def test_an_amendment_leaves_what_was_accepted_before_it(treasurer: User) -> None:
    placement = sold_placement(warrant_agreement(), 100_000, "4.00", by=treasurer)
    amended(placement.agreement, effective_on=AMENDED_ON, page="p. 1", **HALF)
    assert told(issue(placement.agreement, placement, treasurer)) == (10_000, Decimal("5.2000"))
    for days in range(40):
        day = date(2001, 11, 9) + timedelta(days=days)
        found = accruals(day)
        assert [each.owed.over_issued for each in found] == [0]
        assert [(each.limit, each.total) for each in limit_checks(found)] == [(10_000, 10_000)]
    assert prove_register().differences == []


def test_a_placement_accepted_after_it_follows_the_amendment(treasurer: User) -> None:
    agreement = warrant_agreement()
    PlacementFactory(agreement=agreement, by=treasurer)
    clocks = {"warrant_life_years": 3, "warrant_due_days": 10, "warrant_last_day_included": False}
    amended(agreement, effective_on=date(2001, 10, 1), **HALF, **clocks)
    warrant = issued_warrant(agreement, 100_000, "4.00", by=treasurer)
    assert told(warrant) == (5_000, Decimal("6.0000"))
    assert (warrant.issued_on, warrant.expires_on) == (date(2001, 11, 15), date(2004, 11, 14))


def test_no_view_of_an_earlier_day_moves_with_an_amendment(treasurer: User) -> None:
    agreement = warrant_agreement()
    sold_placement(agreement, 100_000, "4.00", by=treasurer)
    days = [date(2001, 11, 9), date(2001, 11, 15), date(2001, 11, 30)]
    before = [[each.owed for each in accruals(day)] for day in days]
    amended(agreement, effective_on=AMENDED_ON, warrant_due_days=30, **HALF)
    assert [[each.owed for each in accruals(day)] for day in days] == before


def test_a_correction_takes_the_place_of_what_it_corrects(treasurer: User) -> None:
    placement = sold_placement(warrant_agreement(), 100_000, "4.00", by=treasurer)
    corrected(placement.agreement, **HALF)
    assert told(issue(placement.agreement, placement, treasurer)) == (5_000, Decimal("6.0000"))


def test_warrants_that_an_amendment_takes_away_are_owed_for_what_was_accepted_before(
    treasurer: User,
) -> None:
    placement = sold_placement(warrant_agreement(), 100_000, "4.00", by=treasurer)
    none: dict[str, Any] = dict.fromkeys(HALF)
    amended(placement.agreement, effective_on=AMENDED_ON, **none)
    assert told(issue(placement.agreement, placement, treasurer)) == (10_000, Decimal("5.2000"))


# Pooled


def test_each_sale_of_a_pool_earns_by_the_terms_of_its_trade_date(treasurer: User) -> None:
    agreement = warrant_agreement(warrant_pooled=True)
    sold_placement(agreement, 10_005, "4.00", trade_date=date(2001, 11, 5), by=treasurer)
    limit = {"warrant_limit_rate": Decimal("0.05"), "warrant_life_years": 3}
    amended(agreement, effective_on=date(2001, 11, 7), **HALF, **limit)
    sold_placement(agreement, 20_010, "5.00", trade_date=date(2001, 11, 9), by=treasurer)
    warrant = issue(agreement, None, treasurer)
    # 1,000.5 and 1,000.5 are 2,001; (1.3 x 40,020 + 1.5 x 100,050) / 30,015 = 6.73333…
    assert told(warrant) == (2_001, Decimal("6.7333"))
    assert warrant.expires_on == date(2004, 11, 15)  # the clocks are those of the last sale
    [check] = limit_checks(accruals(DECEMBER_4))
    assert (check.limit, check.total, check.share) == (2_001, 2_001, "10% and 5%")
    assert prove_register().differences == []


def test_a_pool_waits_for_a_placement_under_which_nothing_was_sold_yet(treasurer: User) -> None:
    agreement = warrant_agreement(warrant_pooled=True)
    sold_placement(agreement, by=treasurer)
    PlacementFactory(agreement=agreement, accepted=True, by=treasurer)
    [accrual] = accruals(ISSUED_BY)
    assert accrual.owed.state == "accruing"
    with refused("More may still be sold under the programme: its warrant is accruing (p. S-11)."):
        issue(agreement, None, treasurer)


# Pooling that changed


def changed(by: User) -> tuple[Agreement, Placement, Placement]:
    """1,005 shares with a warrant of their own, then 2,009 and 3,000 that are pooled."""
    agreement = warrant_agreement()
    own = sold_placement(agreement, 1_005, "4.00", by=by)
    amended(agreement, effective_on=date(2001, 11, 8), warrant_pooled=True)
    pooled = []
    for shares in (2_009, 3_000):
        placement = PlacementFactory(
            agreement=agreement,
            shares_offered=shares,
            minimum_price=None,
            expected_price=Decimal(5),
            accepted=True,
            on=date(2001, 11, 8),
            by=by,
        )
        pooled.append(sold_placement(agreement, placement=placement, price="5.00", by=by))
    return agreement, own, pooled[0]


def test_placements_before_have_their_own_and_those_after_are_pooled(treasurer: User) -> None:
    agreement, own, pooled = changed(treasurer)
    found = accruals(ISSUED_BY)
    assert [(each.name, each.owed.sold, each.owed.to_issue) for each in found] == [
        ("the programme", 5_009, 500),
        ("placement 1", 1_005, 100),
    ]
    assert told(issue(agreement, own, treasurer)) == (100, Decimal("5.2000"))
    with refused(
        "The Sales Agreement pools its warrants over the programme: none is issued for one "
        "placement."
    ):
        issue(agreement, pooled, treasurer)
    assert told(issue(agreement, None, treasurer)) == (500, Decimal("6.5000"))
    with refused("No further warrant is owed for the programme (p. S-11)."):
        issue(agreement, None, treasurer)
    [check] = limit_checks(accruals(DECEMBER_4))
    assert (check.shares_sold, check.limit, check.total) == (6_014, 601, 600)


@pytest.mark.parametrize("base", ["placement", "pool"])
def test_while_one_of_them_accrues_the_other_is_issued(treasurer: User, base: str) -> None:
    agreement = warrant_agreement()
    own = sold_placement(agreement, 1_000, "4.00", by=treasurer, delivered=base == "placement")
    amended(agreement, effective_on=date(2001, 11, 8), warrant_pooled=True)
    placement = PlacementFactory(
        agreement=agreement, shares_offered=2_000, minimum_price=None, expected_price=Decimal(5),
        accepted=True, on=date(2001, 11, 8), by=treasurer,
    )  # fmt: skip
    sold_placement(
        agreement, price="5.00", placement=placement, by=treasurer, delivered=base == "pool"
    )
    issued = issue(agreement, own if base == "placement" else None, treasurer)
    assert issued.shares == (100 if base == "placement" else 200)
