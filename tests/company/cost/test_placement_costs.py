"""What each placement costs, all in: the published sale of 949,710 shares (p. S-11, S-12)."""

from datetime import date
from decimal import Decimal

from neoequity.company.selectors.compensation import compensation, compensations
from neoequity.company.selectors.placement_costs import PlacementCost, placement_costs, summed
from neoequity.company.terms.warrant_value import FORMULA, WITH_FLOOR
from placements.models import Agreement
from placements.selectors.splits import splits_by
from tests.company.cost.offices import TERMS, sold, spend, state
from tests.factories import TODAY, reverse_sale, usual
from tests.warrants.factories import (
    ISSUED_BY,
    issued_warrant,
    sold_placement,
    warrant_agreement,
)
from warrants.actions.split import record_split


def costs(as_of: date = TODAY) -> list[PlacementCost]:
    splits = splits_by(as_of)
    [own] = placement_costs(compensations(as_of, splits=splits), as_of, splits).values()
    return own


def published(agreement: Agreement) -> None:
    sold(agreement, 949_710, "4.0254", gross=Decimal("3822967.00"))


def test_the_published_sale_cost_6_percent_all_in(sales: Agreement) -> None:
    """152,918.68 of commission and 2% of 3,822,967.00 for the warrants."""
    published(sales)
    [each] = costs()
    assert each.cost is not None
    assert each.cost.items == {
        "commission": Decimal("152918.68"),
        "deductions": Decimal("0.00"),
        "warrants": Decimal("76459.34"),
    }
    assert (each.cost.total, each.cost.percent) == (Decimal("229378.02"), Decimal("6.00"))


def test_its_agreement_cost_15_48_percent_to_date_with_what_is_paid_once(
    sales: Agreement,
) -> None:
    """229,378.02 + 62,500 + 300,000 = 591,878.02; in full 1,522,500 + 300,000 of 25,000,000."""
    published(sales)
    state(sales, "offering_expenses", "300000.00", own=True)
    found = compensation(sales, TODAY)
    to_date, at_maximum = (found.programme_cost(each) for each in found.readings)
    assert to_date is not None
    assert at_maximum is not None
    assert (to_date.total, to_date.percent) == (Decimal("591878.02"), Decimal("15.48"))
    assert (at_maximum.total, at_maximum.percent) == (Decimal("1822500.00"), Decimal("7.29"))
    assert to_date.proceeds == Decimal("3307548.32")  # 3,822,967.00 less 515,418.68 of cash


def test_offering_expenses_past_their_estimate_count_as_spent(sales: Agreement) -> None:
    published(sales)
    state(sales, "offering_expenses", "300000.00", own=True)
    spend(sales, "310000.00", "offering")
    found = compensation(sales, TODAY)
    assert found.offering is not None
    assert found.offering.left == Decimal("-10000.00")
    assert found.offering.expected == Decimal("310000.00")


def test_without_an_estimate_the_cost_of_the_programme_is_not_available(sales: Agreement) -> None:
    published(sales)
    found = compensation(sales, TODAY)
    assert [found.programme_cost(each) for each in found.readings] == [None, None]


def test_the_deposit_is_drawn_down_and_half_of_it_is_this_agreements(sales: Agreement) -> None:
    """62,500 of 125,000 is a half; of the 50,000 deposit, 25,000."""
    state(sales, "advisory_retainer", "75000.00")
    state(sales, "advisory_deposit", "50000.00")
    spend(sales, "12000.00", "deposit_drawn")
    found = compensation(sales, TODAY)
    account = found.advisory.account
    assert account is not None
    assert (found.advisory.paid, account.left) == (Decimal(125_000), Decimal("38000.00"))
    assert found.deposit_allocated == Decimal("25000.00")


def test_without_the_figures_the_deposit_is_not_available(sales: Agreement) -> None:
    found = compensation(sales, TODAY)
    assert (found.advisory.paid, found.advisory.account) == (None, None)
    assert found.deposit_allocated is None


def test_a_reversed_sale_costs_nothing_from_its_reversal_on(sales: Agreement) -> None:
    sale = sold(sales, 1000)
    reverse_sale(sale, on=date(2001, 11, 12), reason="Wrong", by=usual(), today=TODAY)
    assert costs() == []
    [before] = costs(date(2001, 11, 9))
    assert before.gross == Decimal("4000.00")


def test_several_placements_add_up(sales: Agreement) -> None:
    sold(sales, 1000)
    sold(sales, 2000)
    found = costs()
    assert [each.number for each in found] == [2, 1]
    together = summed(found)
    assert (together.placements, together.gross) == (2, Decimal("12000.00"))
    assert (together.total, together.percent) == (Decimal("720.00"), Decimal("6.00"))


def test_warrants_not_yet_issued_are_valued_by_the_terms(db: None) -> None:
    agreement = warrant_agreement(**TERMS)
    sold_placement(agreement, 949_710, "4.0254", gross=Decimal("3822967.00"))
    valued = compensation(agreement, ISSUED_BY).valued
    assert valued is not None
    assert (valued.as_issued, valued.price) == (False, Decimal("4.025405"))
    assert (valued.strike, valued.strike_ratio) == (Decimal("5.2330"), Decimal("1.300000"))


def test_warrants_are_valued_as_issued_once_they_are(db: None) -> None:
    """94,971 at $5.2330 against 949,710 at $4.025405: X / P = 1.299993.

    (0.65 - 0.299993) / 2 x 10% is 1.750033% of 3,822,967.00.
    """
    agreement = warrant_agreement(**TERMS)
    issued_warrant(agreement, 949_710, "4.0254", gross=Decimal("3822967.00"))
    found = compensation(agreement, ISSUED_BY)
    valued = found.valued
    assert valued is not None
    assert (valued.as_issued, valued.strike) == (True, Decimal("5.2330"))
    assert (valued.strike_ratio, valued.coverage_ratio) == (
        Decimal("1.299993"),
        Decimal("0.100000"),
    )
    assert found.to_date.meters[FORMULA].value_of_warrants == Decimal("66903.18")
    assert found.to_date.meters[WITH_FLOOR].value_of_warrants == Decimal("76459.34")
    [each] = costs(ISSUED_BY)
    assert each.valued is not None
    assert each.valued.as_issued


def test_with_warrants_issued_for_a_part_only_the_agreement_is_valued_by_the_terms(
    db: None,
) -> None:
    agreement = warrant_agreement(**TERMS)
    issued_warrant(agreement, 10_000)
    sold_placement(agreement, 20_000)
    valued = compensation(agreement, ISSUED_BY).valued
    assert valued is not None
    assert not valued.as_issued
    by_placement = {each.number: each.valued for each in costs(ISSUED_BY)}
    assert [each.as_issued for each in by_placement.values() if each] == [False, True]


def test_a_split_changes_prices_and_counts_but_not_what_a_placement_cost(db: None) -> None:
    """1,000 at $5.20 on 10,000 shares at $4.00 before 1-for-25; $130.00 on $100.00 after."""
    agreement = warrant_agreement(**TERMS)
    issued_warrant(agreement, 10_000)
    [before] = costs(ISSUED_BY)
    day = date(2002, 9, 6)
    record_split(
        agreement.issuer, effective_on=day, new=1, old=25, source="Board", by=usual(), today=day
    )
    [after] = costs(day)
    assert (after.shares, after.price) == (400, Decimal("100.000000"))
    assert after.valued is not None
    assert after.valued.strike == Decimal("130.0000")
    assert after.cost == before.cost
