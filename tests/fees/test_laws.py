"""Whatever is recorded, reversed, amended and split, in whatever order: the books add up.

Every example takes its acts in the order drawn; what the terms refuse is passed over, as in an
office. The books are then proven by counting everything again.
"""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from neoequity.ledger import prove_books
from placements.models import Agreement, Placement, Sale
from placements.terms.fees import most_commission, second_fee
from placements.terms.programme import TierFacts
from tests.amendments.changing import amended
from tests.factories import AgreementFactory, PlacementFactory, reverse_sale, sell, usual
from tests.laws import law
from warrants.actions.split import record_split

pytestmark = pytest.mark.django_db

TODAY = date(2001, 12, 14)
DAYS = [date(2001, 11, day) for day in (1, 2, 5, 6, 7, 8, 9, 13, 14, 15)]
TIERS = [
    TierFacts(Decimal(0), Decimal("0.04"), ""),
    TierFacts(Decimal(500_000), Decimal("0.0333"), ""),
]
RATES = st.sampled_from([None, Decimal("0.02"), Decimal("0.035")])

SALES = st.tuples(
    st.just("sell"),
    st.sampled_from(DAYS),
    st.integers(1, 90_000),
    st.sampled_from(["4.00", "4.03", "101.4567"]),
    st.none() | st.sampled_from([Decimal(0), Decimal("0.01"), Decimal("0.02"), Decimal("0.036")]),
)
REVERSALS = st.tuples(st.just("reverse"), st.sampled_from(DAYS), st.integers(1, 8))
CHANGES = st.tuples(st.just("amend"), st.sampled_from(DAYS), RATES, RATES)
SPLITS = st.tuples(st.just("split"), st.sampled_from(DAYS[5:]))
ACTS = st.lists(SALES | SALES | REVERSALS | CHANGES | SPLITS, min_size=3, max_size=9)


def act(placement: Placement, what: str, on: date, *said: Any) -> None:
    """One act on the books, as a person would do it."""
    agreement = Agreement.objects.get(pk=placement.agreement_id)
    if what == "sell":
        shares, price, rate = said
        gross = (shares * Decimal(price)).quantize(Decimal("0.01"))
        stated = None if rate is None else (gross * rate).quantize(Decimal("0.01"))
        sell(placement, shares, price, trade_date=on, commission=stated, today=TODAY)
    elif what == "reverse":
        sale = agreement.sales.filter(number=said[0]).first()
        if sale is not None:
            reverse_sale(sale, on=on, reason="a mistake", by=usual(), today=TODAY)
    elif what == "amend":
        maximum, second = said
        tiers = TIERS if maximum is None else None
        terms = {"commission_maximum_rate": maximum, "second_fee_rate": second}
        amended(agreement, effective_on=on, fee_tiers=tiers, today=TODAY, **terms)
    else:
        record_split(
            agreement.issuer, effective_on=on, new=1, old=25, source="8-K", by=usual(), today=TODAY
        )


@law(2)
@given(RATES, ACTS)
def test_gross_is_commission_deductions_and_net_and_no_sale_is_past_its_maximum(
    db: None, maximum: Decimal | None, acts: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic():
        agreement: Agreement = AgreementFactory(
            tiers=[] if maximum else [(tier.above, tier.rate) for tier in TIERS],
            commission_maximum_rate=maximum,
            largest_commission=None,
        )
        placement: Placement = PlacementFactory(
            agreement=agreement, accepted=True, minimum_price=Decimal("0.50")
        )
        for each in acts:
            with suppress(Refused):
                act(placement, *each)
        assert prove_books().differences == []
        for sale in Sale.objects.select_related("reverses"):
            assert sale.gross == sale.commission + sale.deductions + sale.net
            if sale.reverses is not None:
                assert sale.apart == -sale.reverses.apart
                continue
            if sale.adjusts_id is None and not Sale.objects.filter(reverses=sale).exists():
                held_by_its_day(agreement, sale)
        transaction.set_rollback(True)


def held_by_its_day(agreement: Agreement, sale: Sale) -> None:
    """The sale states what the terms of its trade date ask for, and no more than their maximum."""
    terms = Agreement.objects.get(pk=agreement.pk).terms(sale.trade_date)
    assert (sale.commission_stated is None) is (terms.commission_maximum_rate is None)
    if sale.commission_stated is not None and terms.commission_maximum_rate is not None:
        most = most_commission(sale.gross, terms.commission_maximum_rate)
        assert 0 <= sale.commission_stated <= most
    assert sale.second_fee == second_fee(sale.gross, terms.second_fee_rate)
