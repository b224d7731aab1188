"""From signing to settled net proceeds: the programme's published sales, to the cent.

Sources: the prospectus supplement (p. S-11, S-12) and the company's filings of 1 and 12 November
2001. The placements' own dates and prices are not public; those below only have to allow the sales.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.placement import draft_placement, move_placement
from placements.actions.sale import record_sale
from placements.models import Agreement, Placement, Sale
from placements.selectors.positions import Position, position
from placements.selectors.sale_aggregates import open_sales
from placements.selectors.sales import sales_as_of
from placements.terms.capacity import Capacity
from placements.terms.notice import SaleNotice
from tests.factories import AgreementFactory, UserFactory, proposed

SIGNED = date(2001, 6, 12)
ACCEPTED = date(2001, 10, 15)
FIRST_SALE, FIRST_SETTLES = date(2001, 10, 26), date(2001, 10, 31)
LAST_SALE, LAST_SETTLES = date(2001, 11, 9), date(2001, 11, 15)
DAY_AFTER = date(2001, 11, 16)


class Programme(NamedTuple):
    """Both agreements, and the three sales in the order of their days."""

    sales_agreement: Agreement
    other_agreement: Agreement
    october: Sale
    november: Sale
    november_other: Sale


def agreed(agreement: Agreement, shares: int, price: str, by: User) -> Placement:
    placement = draft_placement(
        agreement,
        shares_offered=shares,
        minimum_price=None,
        expected_price=Decimal(price),
        on=ACCEPTED,
        by=by,
    )
    placement = proposed(placement, by=by, on=ACCEPTED, today=DAY_AFTER)
    return move_placement(placement, "accept", on=ACCEPTED, by=by, today=DAY_AFTER)


@pytest.fixture
def programme(db: None) -> Programme:
    """What happened until November 16, 2001: signed, agreed, sold, delivered on the due days."""
    office = UserFactory(username="office")
    sales_agreement, other_agreement = AgreementFactory(), AgreementFactory(other=True)
    agreed(sales_agreement, 949_710, "4.0254", office)
    agreed(other_agreement, 124_800, "3.50", office)

    def sold(
        agreement: str, day: date, shares: int, price: str, gross: str | None, how: str
    ) -> Sale:
        notice = SaleNotice(
            agreement=agreement,
            placement=1,
            trade_date=day,
            shares=shares,
            price=Decimal(price),
            gross=Decimal(gross) if gross else None,
            method=how,
            agent_reference=f"424B3 {day} {shares}",
        )
        return record_sale(notice, by=office, today=DAY_AFTER)

    october = sold("other-agreement", FIRST_SALE, 104_800, "3.23", None, "nasdaq")
    november = sold("sales-agreement", LAST_SALE, 949_710, "4.0254", "3822967.00", "negotiated")
    other = sold("other-agreement", LAST_SALE, 20_000, "3.72", "74392.00", "nasdaq")
    deliver([october], delivered_on=FIRST_SETTLES, by=office, today=DAY_AFTER)
    deliver([november, other], delivered_on=LAST_SETTLES, by=office, today=DAY_AFTER)
    return Programme(sales_agreement, other_agreement, october, november, other)


def both(programme: Programme, day: date) -> Iterator[Position]:
    yield position(programme.sales_agreement, day)
    yield position(programme.other_agreement, day)


def test_on_signing_nothing_is_sold_and_everything_is_left(programme: Programme) -> None:
    for stands, limit in zip(both(programme, SIGNED), ("25000000.00", "8400000.00"), strict=True):
        assert stands.capacity == Capacity(Decimal(limit))
        assert stands.average_price is None


def test_an_accepted_placement_reserves_its_dollars(programme: Programme) -> None:
    sales, other = both(programme, ACCEPTED)
    assert sales.capacity.reserved == Decimal("3822962.63")  # 949,710 at $4.0254
    assert sales.capacity.free == Decimal("21177037.37")
    assert other.capacity.reserved == Decimal("436800.00")


def test_where_the_filing_states_no_gross_it_is_shares_times_price(programme: Programme) -> None:
    assert programme.october.gross == Decimal("338504.00")
    assert programme.october.commission == Decimal("13540.16")


def test_the_commission_of_the_november_sale_is_the_published_one(programme: Programme) -> None:
    assert programme.november.gross == Decimal("3822967.00")
    assert programme.november.commission == Decimal("152918.68")


def test_the_commission_that_was_printed_to_the_whole_dollar_agrees(programme: Programme) -> None:
    commission = programme.november_other.commission
    assert commission == Decimal("2975.68")
    assert round(commission) == 2976


def test_trades_settle_on_the_third_settlement_day_past_veterans_day(programme: Programme) -> None:
    assert programme.october.settlement_date == FIRST_SETTLES
    assert programme.november.settlement_date == LAST_SETTLES
    assert programme.november_other.settlement_date == LAST_SETTLES


def test_after_the_sales_the_published_capacity_is_left(programme: Programme) -> None:
    sales, other = both(programme, LAST_SALE)
    assert sales.capacity.remaining == Decimal("21177033.00")
    assert other.capacity.remaining == Decimal("7987104.00")
    assert sales.capacity.reserved == other.capacity.reserved == 0


def test_the_position_tells_average_price_tier_and_what_the_next_tier_takes(
    programme: Programme,
) -> None:
    sales, other = both(programme, LAST_SALE)
    assert sales.average_price == Decimal("4.025405")
    assert sales.tier.rate == Decimal("0.04")
    assert sales.to_next_tier == Decimal("6177033.00")
    assert other.to_next_tier is None


def test_until_they_are_delivered_the_november_sales_are_sold_and_unsettled(
    programme: Programme,
) -> None:
    sales, other = both(programme, date(2001, 11, 13))
    assert sales.capacity == Capacity(Decimal("25000000.00"), unsettled=Decimal("3822967.00"))
    assert other.capacity.settled == Decimal("338504.00")
    assert other.capacity.unsettled == Decimal("74392.00")
    assert list(open_sales(date(2001, 11, 13))) == [programme.november, programme.november_other]


def test_on_delivery_everything_is_settled_and_nothing_is_due(programme: Programme) -> None:
    for stands in both(programme, LAST_SETTLES):
        assert stands.capacity.settled == stands.capacity.sold > 0
    assert not open_sales(LAST_SETTLES).exists()
    assert {sale.status for sale in sales_as_of(LAST_SETTLES)} == {"settled"}


def test_the_net_proceeds_of_the_sales_agreement_are_the_published_cash(
    programme: Programme,
) -> None:
    sales, other = both(programme, LAST_SETTLES)
    assert programme.november.net == sales.net == Decimal("3670048.32")
    assert other.net == Decimal("396380.16")
    assert sales.net + sales.commission == sales.capacity.sold


def test_the_books_of_an_earlier_day_are_not_changed_by_what_came_later(
    programme: Programme,
) -> None:
    sales, other = both(programme, FIRST_SALE)
    assert sales.capacity.sold == 0
    assert (other.capacity.sold, other.shares) == (Decimal("338504.00"), 104_800)
