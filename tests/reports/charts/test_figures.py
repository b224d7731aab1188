"""What the charts are given: as of a day, as known at a moment, however much was sold."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from neoequity.books.calendar import NO_EXCEPTIONS, DayKind
from neoequity.reports.charts.company_figures import outstanding_of
from neoequity.reports.charts.cumulative import Capacity, Sold
from neoequity.reports.charts.figures import (
    cumulative_of,
    due_by_day,
    prices_of,
    proceeds_by_day,
    settlement_days,
)
from neoequity.reports.charts.ladder import Due
from neoequity.reports.charts.pages import of_an_agreement, of_the_programme
from neoequity.reports.charts.prices import DayPrices
from neoequity.reports.charts.proceeds import DayProceeds
from placements.actions.delivery import deliver
from placements.models import Agreement, Placement
from placements.selectors.positions import position, positions
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    reverse_sale,
    sell,
    sell_many,
)
from tests.splits.conftest import split
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

OCT_26, NOV_9 = date(2001, 10, 26), date(2001, 11, 9)


@built_once
def placement(db: None) -> Placement:
    """250,000 shares at no less than $3.20 under the Sales Agreement, signed on Jun 12, 2001."""
    return PlacementFactory(
        agreement=AgreementFactory(),
        accepted=True,
        shares_offered=250_000,
        minimum_price=Decimal("3.20"),
    )


def test_each_trade_day_has_its_gross_and_net(placement: Placement) -> None:
    sell(placement, 1_000, "3.50", trade_date=OCT_26)
    sell(placement, 2_000, "4.00")
    sell(placement, 1_000, "4.10")
    shown = positions(TODAY)
    assert proceeds_by_day(shown, TODAY) == [
        DayProceeds(OCT_26, Decimal("3500.00"), Decimal("3360.00")),
        DayProceeds(NOV_9, Decimal("12100.00"), Decimal("11616.00")),
    ]


def test_a_delivery_is_no_day_of_proceeds(placement: Placement) -> None:
    sale = sell(placement, 1_000, "3.50", trade_date=OCT_26)
    deliver([sale], delivered_on=date(2001, 10, 31), by=UserFactory(), today=TODAY)
    assert [each.day for each in proceeds_by_day(positions(TODAY), TODAY)] == [OCT_26]


def test_an_earlier_day_shows_no_later_figure(placement: Placement) -> None:
    sell(placement, 1_000, "3.50", trade_date=OCT_26)
    later = sell(placement, 2_000, "4.00")
    reverse_sale(later, on=TODAY, reason="Void", by=UserFactory(), today=TODAY)
    for as_of, left in ((date(2001, 10, 25), []), (date(2001, 11, 8), [OCT_26])):
        shown = position(placement.agreement, as_of)
        days = proceeds_by_day([shown], as_of)
        assert [each.day for each in days] == left
        for chart in of_an_agreement(shown, as_of, None):
            assert "Nov 9" not in chart.svg + chart.narrow + str(list(chart.table.cells()))
            assert len(chart.table.rows) == len(left)


def test_an_earlier_moment_shows_nothing_recorded_later(placement: Placement) -> None:
    sell(placement, 1_000, "3.50", trade_date=OCT_26)
    moment = timezone.now()
    wrong = sell(placement, 2_000, "4.00", trade_date=OCT_26)
    shown = position(placement.agreement, TODAY)
    days = proceeds_by_day([shown], TODAY, moment)
    assert days == [DayProceeds(OCT_26, Decimal("3500.00"), Decimal("3360.00"))]
    assert [each.highest for each in prices_of(shown, days, TODAY, moment).days] == [Decimal("3.5")]
    assert due_by_day([shown], TODAY, moment) == [Due(date(2001, 10, 31), 1, Decimal("3360.00"))]
    reverse_sale(wrong, on=TODAY, reason="Void", by=UserFactory(), today=TODAY)
    assert due_by_day([shown], TODAY) == [Due(date(2001, 10, 31), 1, Decimal("3360.00"))]


def test_prices_of_a_day_leave_out_a_reversed_sale_from_the_day_of_its_reversal(
    placement: Placement,
) -> None:
    sell(placement, 1_000, "3.50")
    sell(placement, 3_000, "3.70")
    wrong = sell(placement, 1_000, "9.00")
    reverse_sale(wrong, on=TODAY, reason="Void", by=UserFactory(), today=TODAY)
    assert _prices(placement.agreement, TODAY) == [
        DayPrices(
            day=NOV_9,
            placement=placement.number,
            lowest=Decimal("3.5"),
            highest=Decimal("3.7"),
            gross=Decimal("14600.00"),
            shares=4_000,
            minimum=Decimal("3.2"),
        )
    ]
    [before] = _prices(placement.agreement, date(2001, 11, 12))
    assert (before.highest, before.shares) == (Decimal(9), 5_000)


def test_prices_are_told_in_the_shares_of_the_day(placement: Placement) -> None:
    sell(placement, 1_000, "3.50")
    split(UserFactory(), on=TODAY)
    [after] = _prices(placement.agreement, TODAY)
    assert (after.lowest, after.minimum, after.shares) == (Decimal("87.5"), Decimal(80), 40)


def test_prices_go_back_three_months_from_the_last_sale() -> None:
    early: Placement = PlacementFactory(
        agreement=AgreementFactory(),
        accepted=True,
        minimum_price=None,
        on=date(2001, 8, 1),
        expected_price=Decimal("4.00"),
    )
    for day in (date(2001, 8, 9), date(2001, 8, 10), NOV_9):
        sell(early, 1_000, "3.50", trade_date=day)
    found = _prices(early.agreement, TODAY)
    assert [each.day for each in found] == [date(2001, 8, 10), NOV_9]
    assert {each.minimum for each in found} == {None}


def _prices(agreement: Agreement, as_of: date) -> list[DayPrices]:
    shown = position(agreement, as_of)
    return list(prices_of(shown, proceeds_by_day([shown], as_of), as_of).days)


def test_agreements_together_have_the_sum_of_what_they_may_sell(placement: Placement) -> None:
    other = PlacementFactory(agreement=AgreementFactory(other=True), accepted=True)
    sell(placement, 1_000, "4.00")
    sell(other, 500, "4.00", method="nasdaq")
    shown = positions(TODAY)
    figures = cumulative_of(shown, proceeds_by_day(shown, TODAY), TODAY)
    assert figures.sold == [Sold(NOV_9, Decimal("6000.00"))]
    assert figures.capacities == [Capacity(date(2001, 6, 12), Decimal("33400000.00"))]
    assert figures.bands == ()
    alone = cumulative_of([position(placement.agreement, TODAY)], [], TODAY)
    assert [band.above for band in alone.bands] == [0, 10_000_000, 20_000_000]


def test_the_next_settlement_days_leave_out_weekends_holidays_and_days_entered() -> None:
    closed = {date(2001, 11, 14): DayKind(False, False, "a storm")}
    assert settlement_days(date(2001, 11, 12), closed, 3) == [
        *(date(2001, 11, 13), date(2001, 11, 15), date(2001, 11, 16)),
    ]
    assert settlement_days(date(2150, 1, 1), {}) == []


def test_no_warrant_is_outstanding_before_one_is_issued(placement: Placement) -> None:
    assert outstanding_of(placement.agreement.issuer, TODAY).warrants == []


def test_the_charts_ask_as_often_however_much_was_sold(
    placement: Placement,
) -> None:
    other = PlacementFactory(agreement=placement.agreement, accepted=True)
    for number in (1, 200):
        sell_many(placement, number, shares=10, price="4.00")
        sell_many(other, number, shares=10, price="4.00", trade_date=OCT_26)
        shown = positions(TODAY)
        with CaptureQueriesContext(connection) as asked:
            of_the_programme(shown, [], TODAY, NO_EXCEPTIONS)
        assert len(asked) == 1
        with CaptureQueriesContext(connection) as asked:
            of_an_agreement(shown[0], TODAY, None)
        assert len(asked) == 2
