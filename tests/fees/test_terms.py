"""Commission as stated and second fees, by example; no database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.terms.amendment import reasons_against_pricing
from placements.terms.commission import Entry, Move, Schedules, post
from placements.terms.fees import (
    AS_STATED,
    FeeSchedule,
    Tier,
    expected_fees,
    most_commission,
    second_fee,
)
from placements.terms.programme import TierFacts
from placements.terms.stated import reasons_against_calculated
from tests.factories import TRADE_DATE as DAY

CENTS = st.integers(1, 10**11).map(lambda cents: Decimal(cents) / 100)
RATES = st.integers(0, 999_999).map(lambda parts: Decimal(parts) / 1_000_000)
FLAT = FeeSchedule([Tier(Decimal(0), Decimal("0.04"))])


def test_the_most_that_a_sale_may_state_is_rounded_up_to_the_cent() -> None:
    assert most_commission(Decimal("100.01"), Decimal("0.03")) == Decimal("3.01")
    assert most_commission(Decimal("100.00"), Decimal("0.03")) == Decimal("3.00")


@given(CENTS, RATES)
def test_the_most_is_less_than_a_cent_above_the_exact_part_of_the_gross(
    gross: Decimal, rate: Decimal
) -> None:
    assert 0 <= most_commission(gross, rate) - gross * rate < Decimal("0.01")


def test_a_second_fee_is_rounded_half_up_to_the_cent() -> None:
    assert second_fee(Decimal("100.50"), Decimal("0.01")) == Decimal("1.01")


def test_an_agreement_without_a_second_fee_has_none() -> None:
    assert second_fee(Decimal("100.50"), None) is None


def test_a_further_sale_is_expected_to_cost_the_maximum_and_the_second_fee() -> None:
    fees = expected_fees([], Decimal("0.08"), Decimal("0.01"))
    assert fees.commission(Decimal(1_000_000)) == Decimal("90000.00")


def test_a_second_fee_is_expected_in_every_tier() -> None:
    tiers = [Tier(Decimal(0), Decimal("0.04")), Tier(Decimal(100), Decimal("0.03"))]
    assert [tier.rate for tier in expected_fees(tiers, None, Decimal("0.01")).tiers] == [
        Decimal("0.05"),
        Decimal("0.04"),
    ]


def test_a_stated_sale_has_no_commission_by_tiers_and_displaces_nothing() -> None:
    stated = Schedules({DAY: AS_STATED})
    past = [Move(DAY, DAY, Decimal(5_000_000))]
    posting = post(stated, past, [Entry(DAY, DAY, Decimal(10_000_000))])
    assert (posting.commissions, posting.adjustments) == ([Decimal("0.00")], [])


@pytest.mark.parametrize(
    ("before", "after", "tiers", "fields"),
    [
        (None, "0.03", None, []),
        ("0.03", "0.05", None, []),
        ("0.03", None, [TierFacts(Decimal(0), Decimal("0.04"), "")], []),
        ("0.03", None, None, ["fee_tiers"]),
        (None, "0.03", [TierFacts(Decimal(0), Decimal("0.04"), "")], ["fee_tiers"]),
    ],
    ids=["to a maximum", "to another maximum", "to tiers", "to neither", "to both"],
)
def test_an_agreement_changes_between_tiers_and_a_maximum_and_always_has_one(
    before: str | None, after: str | None, tiers: list[TierFacts] | None, fields: list[str]
) -> None:
    rates = [None if rate is None else Decimal(rate) for rate in (before, after)]
    reasons = reasons_against_pricing(rates[0], rates[1], tiers)
    assert [reason.field for reason in reasons] == fields


def test_a_commission_that_fee_tiers_do_not_give_is_refused() -> None:
    [reason] = reasons_against_calculated(Decimal("160.01"), Decimal("160.00"), "Sales Agreement")
    assert reason.sentence == (
        "The commission by the terms of the Sales Agreement is $160.00; the sale states $160.01."
    )
