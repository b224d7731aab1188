"""Issuing the agent's warrants: what is owed, when, and what reversals do to it (p. S-11, S-12)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.placement import move_placement
from placements.models import Agreement, Placement, Sale
from tests.books import refused
from tests.factories import PlacementFactory, reverse_sale, sell
from tests.warrants.factories import (
    ISSUED_BY,
    issued_warrant,
    reverse_entry,
    sold_placement,
    warrant_agreement,
)
from tests.worlds import built_once
from warrants.actions.issue import issue_warrant
from warrants.actions.register import cancel
from warrants.models import Entry, Holder, Warrant
from warrants.selectors.accruals import accruals, limit_checks

REVERSED_ON = date(2001, 12, 3)


@built_once
def warrant(treasurer: User) -> Warrant:
    """Issued for the test alone: most tests here expect that none is."""
    return issued_warrant(by=treasurer)


def issue(placement: Placement, by: User, today: date = ISSUED_BY) -> Warrant:
    return issue_warrant(placement.agreement, placement, by=by, today=today)


def reverse(placement: Placement, by: User) -> None:
    sale = placement.sales.get(reverses=None)
    reverse_sale(sale, on=REVERSED_ON, reason="never made", by=by, today=REVERSED_ON)


# The published sales


def published(agreement: Agreement, shares: int, price: str, gross: str, **said: Any) -> Warrant:
    return issued_warrant(agreement, shares, price, gross=Decimal(gross), **said)


def test_the_published_sales_give_the_warrants_of_30_november_2001(treasurer: User) -> None:
    sales_agreement, other = warrant_agreement(), warrant_agreement(other=True)
    october = {"trade_date": date(2001, 10, 26), "method": "nasdaq"}
    issued = [
        published(other, 104_800, "3.23", "338504.00", by=treasurer, **october),
        published(sales_agreement, 949_710, "4.0254", "3822967.00", by=treasurer),
        published(other, 20_000, "3.72", "74392.00", by=treasurer, method="nasdaq"),
    ]
    assert [(each.shares, each.exercise_price, each.issued_on) for each in issued] == [
        (10_480, Decimal("4.1990"), date(2001, 10, 31)),
        (94_971, Decimal("5.2330"), date(2001, 11, 15)),
        (2_000, Decimal("4.8355"), date(2001, 11, 15)),
    ]
    five_dates = [
        (
            each.cashless_from,
            each.agreed_transfer_from,
            each.nasd_transfer_from,
            each.registrable_from,
            each.expires_on,
        )
        for each in issued
    ]
    in_october, in_november = date(2002, 10, 31), date(2002, 11, 15)
    effective = date(2002, 11, 1)
    assert five_dates == [
        (in_october, in_october, effective, in_october, date(2006, 10, 31)),
        (in_november, in_november, effective, in_november, date(2006, 11, 15)),
        (in_november, in_november, effective, in_november, date(2006, 11, 15)),
    ]
    assert [each.number for each in issued] == [1, 2, 3]
    checks = limit_checks(accruals(ISSUED_BY))
    assert [(check.limit, check.total) for check in checks] == [(94_971, 94_971), (12_480, 12_480)]


def test_it_is_entered_as_the_issue_to_the_agent(warrant: Warrant, treasurer: User) -> None:
    [entry] = warrant.entries.all()
    assert (entry.kind, entry.number, entry.on) == ("issue", 1, date(2001, 11, 15))
    assert (entry.shares, entry.holder_to) == (1_000, Holder.objects.get(category="agent"))
    assert entry.recorded_by == treasurer
    assert warrant.outstanding == 1_000


# Pooled or not


def two_placements(agreement: Agreement, by: User) -> list[Placement]:
    """1,005 shares at $4.00 and 2,009 at $5.00."""
    return [
        sold_placement(agreement, 1_005, "4.00", by=by),
        sold_placement(agreement, 2_009, "5.00", by=by),
    ]


def test_unpooled_each_placement_has_its_own_average_and_rounding(treasurer: User) -> None:
    issued = [issue(each, treasurer) for each in two_placements(warrant_agreement(), treasurer)]
    assert [(each.shares, each.exercise_price) for each in issued] == [
        (100, Decimal("5.2000")),  # 1.3 x 4.00
        (200, Decimal("6.5000")),  # 1.3 x 5.00
    ]


def test_pooled_there_is_one_average_over_both(treasurer: User) -> None:
    agreement = warrant_agreement(warrant_pooled=True)
    two_placements(agreement, treasurer)
    pooled = issue_warrant(agreement, None, by=treasurer, today=ISSUED_BY)
    # 10% of 3,014 shares; 1.3 x (4,020 + 10,045) / 3,014 = 6.06652…
    assert (pooled.shares, pooled.exercise_price) == (301, Decimal("6.0665"))
    assert pooled.placement is None


@pytest.mark.parametrize("pooled", [True, False])
def test_a_warrant_on_the_other_base_is_refused(treasurer: User, pooled: bool) -> None:
    placement = sold_placement(warrant_agreement(warrant_pooled=pooled), by=treasurer)
    with refused(
        "The Sales Agreement pools its warrants over the programme: none is issued for one "
        "placement."
        if pooled
        else "The Sales Agreement gives a warrant for each placement: none is issued for the "
        "programme."
    ):
        base = placement if pooled else None
        issue_warrant(placement.agreement, base, by=treasurer, today=ISSUED_BY)


# Refusals


def test_while_more_may_be_sold_it_is_refused(treasurer: User) -> None:
    placement = PlacementFactory(agreement=warrant_agreement(), accepted=True, by=treasurer)
    sell(placement, by=treasurer)
    with refused("More may still be sold under placement 1: its warrant is accruing (p. S-11)."):
        issue(placement, treasurer)


def test_while_a_sale_is_not_settled_it_is_refused(treasurer: User) -> None:
    placement = sold_placement(delivered=False, by=treasurer)
    with refused(
        "1 sale is not settled under placement 1: its warrant is issued once all are (p. S-11)."
    ):
        issue(placement, treasurer)


def test_before_the_last_settlement_it_is_refused(treasurer: User) -> None:
    placement = sold_placement(by=treasurer)
    with refused("The last settlement of placement 1 is on 2001-11-15, after 2001-11-14."):
        issue(placement, treasurer, today=date(2001, 11, 14))


def test_a_second_issue_is_refused(warrant: Warrant, treasurer: User) -> None:
    assert warrant.placement is not None
    with refused("No further warrant is owed for placement 1 (p. S-11)."):
        issue(warrant.placement, treasurer)


def test_nothing_sold_earns_none(treasurer: User) -> None:
    placement = PlacementFactory(agreement=warrant_agreement(), closed=True, by=treasurer)
    with refused("Nothing has been sold under placement 1, so no warrant is owed."):
        issue(placement, treasurer)


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ("warrant_coverage_rate", "The Sales Agreement states no terms for warrants."),
        ("warrant_strike_rate", "The Sales Agreement states no terms for warrants."),
        ("warrant_due_days", "The Sales Agreement states no terms for warrants."),
        *(
            (term, "The Sales Agreement does not state all clocks of its warrants.")
            for term in (
                "warrant_life_years",
                "warrant_cashless_years",
                "warrant_transfer_years",
                "warrant_nasd_transfer_years",
                "warrant_registration_years",
                "offering_effective_on",
            )
        ),
    ],
)
def test_without_one_of_its_terms_it_is_refused(treasurer: User, term: str, sentence: str) -> None:
    placement = sold_placement(warrant_agreement(**{term: None}), by=treasurer)
    with refused(sentence):
        issue(placement, treasurer)


def test_without_the_agent_among_the_holders_it_is_refused(treasurer: User) -> None:
    placement = sold_placement(by=treasurer)
    Holder.objects.all().delete()
    with refused("Cantor Fitzgerald & Co. is not among the holders as the agent."):
        issue(placement, treasurer)


def test_beyond_the_nasd_limit_it_is_refused(treasurer: User) -> None:
    agreement = warrant_agreement(warrant_limit_rate=Decimal("0.0999"))
    placement = sold_placement(agreement, by=treasurer)
    with refused(
        "Warrants under the Sales Agreement would be for 1,000 shares, more than the 999 that "
        "9.99% of the shares sold allows (p. S-12)."
    ):
        issue(placement, treasurer)


# Reversals after the issue


def test_what_was_over_issued_elsewhere_counts_against_the_limit(
    warrant: Warrant, agent: Holder, treasurer: User
) -> None:
    agreement = Agreement.objects.get()
    second = sold_placement(agreement, by=treasurer)
    assert warrant.placement is not None
    reverse(warrant.placement, treasurer)
    with refused(
        "Warrants under the Sales Agreement would be for 2,000 shares, more than the 1,000 that "
        "10% of the shares sold allows (p. S-12)."
    ):
        issue(second, treasurer, today=REVERSED_ON)
    cancel(
        warrant,
        holder=agent,
        shares=1_000,
        on=REVERSED_ON,
        reason="its sale was reversed",
        by=treasurer,
        today=REVERSED_ON,
    )
    assert issue(second, treasurer, today=REVERSED_ON).shares == 1_000


def test_a_reversal_after_the_issue_shows_as_over_issued_until_it_is_cancelled(
    warrant: Warrant, agent: Holder, treasurer: User
) -> None:
    assert warrant.placement is not None
    reverse(warrant.placement, treasurer)
    [before], [after] = accruals(date(2001, 12, 2)), accruals(REVERSED_ON)
    assert (before.owed.over_issued, after.owed.over_issued) == (0, 1_000)
    assert not limit_checks([after])[0].holds
    told: dict[str, Any] = {"by": treasurer, "today": REVERSED_ON}
    cancelled = cancel(
        warrant, holder=agent, shares=1_000, on=REVERSED_ON, reason="never sold", **told
    )
    [after] = accruals(REVERSED_ON)
    assert (after.owed.over_issued, after.owed.issued) == (0, 0)
    assert limit_checks([after])[0].holds
    with refused("Entry 2 took back 1,000 shares; only 0 are owed now (p. S-11)."):
        reverse_entry(cancelled, on=REVERSED_ON, reason="by mistake", **told)


def test_a_sale_that_was_reversed_and_made_again_earns_no_second_warrant(treasurer: User) -> None:
    placement = PlacementFactory(
        agreement=warrant_agreement(), shares_offered=10_000, accepted=True, by=treasurer
    )
    sales = [sell(placement, 5_000, "4.00", by=treasurer) for _ in range(2)]
    deliver(sales, delivered_on=date(2001, 11, 15), by=treasurer, today=ISSUED_BY)
    assert issue(placement, treasurer).shares == 1_000
    reverse_sale(sales[0], on=REVERSED_ON, reason="twice", by=treasurer, today=REVERSED_ON)
    again = sell(placement, 5_000, "6.00", trade_date=REVERSED_ON, by=treasurer, today=REVERSED_ON)
    with refused(
        "1 sale is not settled under placement 1: its warrant is issued once all are (p. S-11).",
        "The last settlement of placement 1 is on 2001-12-06, after 2001-12-03.",
    ):
        issue(placement, treasurer, today=REVERSED_ON)
    settled = date(2001, 12, 6)
    deliver([again], delivered_on=settled, by=treasurer, today=settled)
    with refused("No further warrant is owed for placement 1 (p. S-11)."):
        issue(placement, treasurer, today=settled)


def test_a_closed_placement_that_was_partly_reversed_owes_for_the_rest(treasurer: User) -> None:
    placement: Placement = PlacementFactory(
        agreement=warrant_agreement(), shares_offered=10_000, accepted=True, by=treasurer
    )
    sales: list[Sale] = [sell(placement, 2_000, "4.00", by=treasurer) for _ in range(2)]
    deliver(sales, delivered_on=date(2001, 11, 15), by=treasurer, today=ISSUED_BY)
    placement = move_placement(
        placement, "close", on=date(2001, 11, 20), by=treasurer, today=ISSUED_BY
    )
    reverse_sale(sales[0], on=REVERSED_ON, reason="twice", by=treasurer, today=REVERSED_ON)
    assert issue(placement, treasurer, today=REVERSED_ON).shares == 200
    assert Entry.objects.count() == 1
