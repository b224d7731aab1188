"""Changes between fee tiers and a maximum: when they may take effect, and what sales they leave."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from placements.models import Agreement, FeeTier, Placement, Sale
from placements.selectors.ledger import prove_ledger
from placements.terms.programme import TierFacts
from tests.amendments.changing import amended, ask_for
from tests.books import refused
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    reverse_sale,
    sell,
    usual,
)
from tests.fees.conftest import stated_agreement
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

NOV_1, NOV_5, NOV_8, NOV_9 = (date(2001, 11, day) for day in (1, 5, 8, 9))
FOUR_PERCENT = [TierFacts(Decimal(0), Decimal("0.04"), "p. 1")]
TO_A_MAXIMUM: dict[str, Any] = {
    "commission_maximum_rate": Decimal("0.03"),
    "largest_commission": None,
}


@built_once
def by_tiers(db: None) -> Placement:
    """A placement under the Sales Agreement, with its three tiers."""
    placement: Placement = PlacementFactory(accepted=True)
    return placement


def test_each_sale_is_held_against_the_terms_of_its_trade_date(by_tiers: Placement) -> None:
    amended(by_tiers.agreement, effective_on=NOV_5, **TO_A_MAXIMUM)
    amended(
        by_tiers.agreement,
        effective_on=NOV_8,
        commission_maximum_rate=None,
        fee_tiers=FOUR_PERCENT,
    )
    assert sell(by_tiers, trade_date=NOV_9).commission == Decimal("160.00")
    assert sell(by_tiers, trade_date=NOV_5, commission=Decimal("1.00")).net == Decimal("3999.00")
    assert sell(by_tiers, trade_date=NOV_1).commission == Decimal("160.00")
    assert not Sale.objects.filter(adjusts__isnull=False).exists()
    assert prove_ledger().differences == []


def test_a_late_stated_sale_moves_sales_of_later_tiers_and_keeps_what_it_states() -> None:
    agreement = stated_agreement()
    placement: Placement = PlacementFactory(
        agreement=agreement, accepted=True, shares_offered=5_000_000
    )
    falling = [*FOUR_PERCENT, TierFacts(Decimal(4_000_000), Decimal("0.02"), "p. 1")]
    amended(agreement, effective_on=NOV_8, commission_maximum_rate=None, fee_tiers=falling)
    assert sell(placement, 1_000_000, trade_date=NOV_9).commission == Decimal("160000.00")
    late = sell(placement, 500_000, trade_date=NOV_5, commission=Decimal("7.00"))
    assert late.commission == Decimal("7.00")
    adjustment = Sale.objects.get(adjusts=late)
    assert (adjustment.concerns, adjustment.commission) == (NOV_9, Decimal("-40000.00"))
    assert prove_ledger().differences == []


def test_a_maximum_takes_effect_after_the_sales_that_stand_on_fee_tiers(
    by_tiers: Placement,
) -> None:
    sell(by_tiers, trade_date=NOV_8)
    with refused(
        "A sale of 2001-11-08 stands on the commission by fee tiers as it is: reverse the sales of "
        "2001-11-05 and later first, and record them again after the change."
    ):
        ask_for(by_tiers.agreement, effective_on=NOV_5, **TO_A_MAXIMUM, by=usual())


def test_a_maximum_takes_effect_once_they_are_reversed_from_their_own_days(
    by_tiers: Placement,
) -> None:
    sale = sell(by_tiers, trade_date=NOV_8)
    reverse_sale(sale, on=NOV_8, reason="priced anew", by=usual(), today=TODAY)
    amended(by_tiers.agreement, effective_on=NOV_5, **TO_A_MAXIMUM)
    again = sell(by_tiers, trade_date=NOV_8, commission=Decimal("2.00"))
    assert again.commission == Decimal("2.00")
    assert prove_ledger().differences == []


def test_a_sale_that_counted_for_days_keeps_its_way_of_pricing(by_tiers: Placement) -> None:
    sale = sell(by_tiers, trade_date=NOV_5)
    reverse_sale(sale, on=NOV_8, reason="a mistake", by=usual(), today=TODAY)
    with refused(
        "A sale of 2001-11-05 counted on the commission by fee tiers until 2001-11-08, when its "
        "reversal took effect: the change can take effect after 2001-11-05."
    ):
        ask_for(by_tiers.agreement, effective_on=NOV_5, **TO_A_MAXIMUM, by=usual())


def test_another_second_fee_takes_effect_after_the_sales_that_stand(tiered: Placement) -> None:
    sell(tiered, trade_date=NOV_8)
    with refused(
        "A sale of 2001-11-08 stands on the second fee as it is: reverse the sales of 2001-11-08 "
        "and later first, and record them again after the change."
    ):
        ask_for(tiered.agreement, effective_on=NOV_8, second_fee_rate=Decimal("0.02"), by=usual())


def test_a_lower_maximum_holds_what_sales_of_its_days_state(stated: Placement) -> None:
    sell(stated, trade_date=NOV_8, commission=Decimal("80.01"))
    with refused(
        "Sale 1 of 2001-11-08 states a commission of $80.01, more than the $80.00 that 2.00% of "
        "its gross of $4,000.00 comes to."
    ):
        ask_for(
            stated.agreement,
            effective_on=NOV_8,
            commission_maximum_rate=Decimal("0.02"),
            by=usual(),
        )


def test_a_maximum_that_holds_the_sales_of_its_days_may_begin_with_them(
    stated: Placement,
) -> None:
    sell(stated, trade_date=NOV_8, commission=Decimal("80.00"))
    version = amended(stated.agreement, effective_on=NOV_8, commission_maximum_rate=Decimal("0.02"))
    assert version.commission_maximum_rate == Decimal("0.02")


def test_the_database_refuses_a_first_placement_without_tiers_and_maximum() -> None:
    agreement: Agreement = AgreementFactory(tiers=[], largest_commission=None)
    with (
        pytest.raises(DatabaseError, match="one of the two, before its first placement"),
        transaction.atomic(),
    ):
        PlacementFactory(agreement=agreement)


def test_the_database_refuses_a_first_placement_with_both() -> None:
    agreement = stated_agreement()
    FeeTier.objects.create(agreement=agreement, above=Decimal(0), rate=Decimal("0.04"))
    with (
        pytest.raises(DatabaseError, match="one of the two, before its first placement"),
        transaction.atomic(),
    ):
        PlacementFactory(agreement=agreement)
