"""The database refuses a commission, and a change of how it is priced, exactly when the terms do.

Hypothesis makes up what a sale states and what an amendment says; each goes to the action, and past
it as raw SQL with the figures that the action would freeze.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import assume, event, given
from hypothesis import strategies as st

from placements.actions.sale import record_sale
from placements.models import Agreement, Placement
from placements.models.agreement import FeeTier
from placements.terms.fees import most_commission, second_fee
from placements.terms.programme import TierFacts
from tests.amendments.changing import ask_for
from tests.constraints.rows import sale_of
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    notice_of,
    reverse_sale,
    sell,
    usual,
)
from tests.fees.conftest import MAXIMUM, SECOND
from tests.fees.raw import post_sale, post_version, refused_by_action, refused_by_database
from tests.laws import law

pytestmark = pytest.mark.django_db
few = law(5)

#: How far a statement is from the maximum, in cents; None states nothing.
OFF = st.none() | st.sampled_from([-10_000, -1, 0, 1, 2, 500])
SHARES = st.sampled_from([1, 3, 999, 1001, 249_999])
SOLD_ON, REVERSED_ON = date(2001, 11, 7), date(2001, 11, 9)
TIERS = [TierFacts(Decimal(0), Decimal("0.05"), "")]


@few
@given(OFF, SHARES, st.sampled_from(["4.03", "4.0254"]))
def test_a_stated_commission_has_the_same_verdict_from_action_and_database(
    with_second_fee: Placement, off: int | None, shares: int, price: str
) -> None:
    plain = notice_of(with_second_fee, shares, price)
    gross = plain.gross_amount
    most = most_commission(gross, MAXIMUM)
    stated = None if off is None else max(most + Decimal(off) / 100, Decimal("-0.01"))
    by_action = refused_by_action(
        lambda: record_sale(plain._replace(commission=stated), by=usual(), today=TODAY)
    )
    second = second_fee(gross, SECOND)
    commission = (stated or Decimal(0)) + (second or Decimal(0))
    row = sale_of(
        with_second_fee,
        1,
        shares=shares,
        price=Decimal(price),
        price_decimals=len(price.partition(".")[2]),
        gross=gross,
        commission=commission,
        commission_stated=stated,
        second_fee=second,
        net=gross - commission,
    )
    by_database = refused_by_database(lambda: post_sale(row))
    event("refused" if by_action else "posted")
    assert bool(by_action) is bool(by_database), (stated, by_action, by_database)


@pytest.mark.parametrize("second", [None, "39.99", "40.01", "0.00"])
def test_the_database_refuses_a_second_fee_that_its_rate_does_not_give(
    with_second_fee: Placement, second: str | None
) -> None:
    fee = None if second is None else Decimal(second)
    commission = Decimal("10.00") + (fee or 0)
    row = sale_of(
        with_second_fee,
        1,
        commission=commission,
        commission_stated=Decimal("10.00"),
        second_fee=fee,
        net=4000 - commission,
    )
    assert "The second fee of a sale is what the rate" in refused_by_database(
        lambda: post_sale(row)
    )


def test_the_database_refuses_a_second_fee_where_the_terms_have_none(stated: Placement) -> None:
    fees = {"commission_stated": 10, "second_fee": 1, "commission": 11, "net": 3989}
    row = sale_of(stated, 1, **fees)
    assert "The second fee of a sale" in refused_by_database(lambda: post_sale(row))


def test_the_database_refuses_a_commission_stated_past_the_maximum(stated: Placement) -> None:
    row = sale_of(stated, 1, commission_stated="120.01", commission="120.01", net="3879.99")
    assert "states no more than that" in refused_by_database(lambda: post_sale(row))


def test_the_database_refuses_a_commission_stated_under_fee_tiers(tiered: Placement) -> None:
    stated = {"commission_stated": 320, "second_fee": 40, "commission": 360, "net": 3640}
    row = sale_of(tiered, 1, **stated)
    assert "A sale states its commission where its agreement has a maximum" in (
        refused_by_database(lambda: post_sale(row))
    )


def test_the_database_refuses_a_sale_that_states_nothing_under_a_maximum(
    stated: Placement,
) -> None:
    row = sale_of(stated, 1, commission=0, commission_stated=None, net=4000)
    assert refused_by_database(lambda: post_sale(row))


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """What an agreement is, what it sold, and what an amendment says."""
    rates = st.sampled_from([None, Decimal("0.02"), Decimal("0.03"), Decimal("0.05")])
    return {
        "was": draw(rates),
        "becomes": draw(rates),
        "second": draw(st.sampled_from([None, Decimal("0.01")])),
        "tiers": draw(st.sampled_from([None, TIERS])),
        "since": draw(st.sampled_from([SOLD_ON, date(2001, 11, 8)])),
        "sold": draw(st.booleans()),
        "reversed_on": draw(st.sampled_from([None, SOLD_ON, REVERSED_ON])),
    }


def world(said: dict[str, Any]) -> Agreement:
    """The agreement with its sale, perhaps reversed."""
    was = said["was"]
    agreement: Agreement = AgreementFactory(
        tiers=[("0", "0.04")] if was is None else [],
        commission_maximum_rate=was,
        largest_commission=None,
    )
    placement: Placement = PlacementFactory(agreement=agreement, accepted=True)
    if said["sold"]:
        commission = None if was is None else most_commission(Decimal(4000), was)
        sale = sell(placement, trade_date=SOLD_ON, commission=commission)
        if said["reversed_on"]:
            reverse_sale(sale, on=said["reversed_on"], reason="anew", by=usual(), today=TODAY)
    return agreement


@few
@given(changes())
def test_another_way_of_pricing_has_the_same_verdict_from_action_and_database(
    db: None, said: dict[str, Any]
) -> None:
    terms = {"commission_maximum_rate": said["becomes"], "second_fee_rate": said["second"]}
    # That nothing changes is for the action alone to refuse.
    assume((said["was"], None, None) != (*terms.values(), said["tiers"]))
    with transaction.atomic():
        agreement = world(said)
        by_action = refused_by_action(
            lambda: ask_for(
                agreement,
                effective_on=said["since"],
                fee_tiers=said["tiers"],
                by=usual(),
                **terms,
            )
        )
        by_database = refused_by_database(
            lambda: post_version(agreement, said["since"], said["tiers"], **terms)
        )
        transaction.set_rollback(True)
    event("refused" if by_action else "posted")
    assert bool(by_action) is bool(by_database), (said, by_action, by_database)


def changed(said: dict[str, Any]) -> str:
    """What the database says to a change of an agreement with a standing sale at its maximum."""
    agreement = world({"was": MAXIMUM, "sold": True, "reversed_on": None, **said})
    terms = {"commission_maximum_rate": said["becomes"], "second_fee_rate": said.get("second")}
    return refused_by_database(lambda: post_version(agreement, SOLD_ON, said.get("tiers"), **terms))


def test_the_database_refuses_a_version_with_neither_tiers_nor_a_maximum(db: None) -> None:
    assert "never both and never neither" in changed({"becomes": None, "sold": False})


def test_the_database_refuses_a_version_with_both_tiers_and_a_maximum(db: None) -> None:
    both = {"becomes": MAXIMUM, "tiers": TIERS, "sold": False}
    assert "never both and never neither" in changed(both)


def test_the_database_keeps_sales_on_the_fees_of_their_days(db: None) -> None:
    assert "take effect after the last sale" in changed({"becomes": MAXIMUM, "second": SECOND})


def test_the_database_keeps_a_maximum_above_what_sales_state(db: None) -> None:
    assert "state no more commission than its maximum" in changed({"becomes": Decimal("0.02")})


def test_no_fee_tier_is_left_under_a_maximum(stated: Placement) -> None:
    assert not FeeTier.objects.filter(agreement=stated.agreement).exists()
