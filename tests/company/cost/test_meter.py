"""The meter of compensation on rows in the database, worked by hand (p. S-12)."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from neoequity.company.selectors.compensation import (
    all_in_cost,
    compensation,
    compensations,
    meter_after,
)
from neoequity.company.selectors.readings import Compensation, Reading
from neoequity.company.terms.warrant_value import FORMULA, WITH_FLOOR, Method
from placements.models import Agreement
from tests.company.cost.offices import other_agreement, sales_agreement, sold, spend, state
from tests.factories import TODAY


def on_the_day(agreement: Agreement) -> Compensation:
    return compensation(agreement, TODAY)


def amounts(reading: Reading, method: Method = WITH_FLOOR) -> list[str]:
    """Each item of the reading, then total, limit, over and refundable."""
    return [str(line.amount) for line in reading.meters[method].lines]


@pytest.mark.parametrize(
    ("shares", "floor", "percent"),
    [
        (
            250_000,  # $1,000,000: 40,000 + 60,000 + 62,500 + 2%
            "40000.00 60000.00 62500.00 20000.00 182500.00 80000.00 102500.00 60000.00",
            "18.25",
        ),
        (
            765_625,  # $3,062,500
            "122500.00 60000.00 62500.00 61250.00 306250.00 245000.00 61250.00 60000.00",
            "10.00",
        ),
        (
            1_500_000,  # $6,000,000
            "240000.00 60000.00 62500.00 120000.00 482500.00 480000.00 2500.00 2500.00",
            "8.04",
        ),
        (
            6_250_000,  # $25,000,000: 400,000 + 350,000 + 150,000
            "900000.00 60000.00 62500.00 500000.00 1522500.00 2000000.00 0.00 0.00",
            "6.09",
        ),
    ],
)
def test_to_date_with_the_floor(claimed: Agreement, shares: int, floor: str, percent: str) -> None:
    sold(claimed, shares)
    reading = on_the_day(claimed).to_date
    assert amounts(reading) == floor.split()
    assert reading.meters[WITH_FLOOR].percent == Decimal(percent)


@pytest.mark.parametrize(
    ("shares", "total", "percent", "over", "refundable"),
    [
        (250_000, "180000.00", "18.00", "100000.00", "60000.00"),
        (765_625, "298593.75", "9.75", "53593.75", "53593.75"),
        (1_500_000, "467500.00", "7.79", "0.00", "0.00"),
        (6_250_000, "1460000.00", "5.84", "0.00", "0.00"),
    ],
)
def test_to_date_by_the_formula_alone(
    claimed: Agreement, shares: int, total: str, percent: str, over: str, refundable: str
) -> None:
    sold(claimed, shares)
    meter = on_the_day(claimed).to_date.meters[FORMULA]
    assert meter.percent == Decimal(percent)
    assert [str(each) for each in (meter.total, meter.over, meter.refundable)] == [
        total,
        over,
        refundable,
    ]


@pytest.mark.parametrize(("method", "percent"), [(WITH_FLOOR, "7.46"), (FORMULA, "7.21")])
def test_the_other_agreement_in_full(db: None, method: Method, percent: str) -> None:
    """336,000 + 60,000 + 62,500 and 168,000 with the floor, 147,000 without, of 8,400,000."""
    meter = on_the_day(other_agreement()).at_maximum.meters[method]
    assert meter.percent == Decimal(percent)


@pytest.mark.parametrize(("method", "percent"), [(WITH_FLOOR, "6.09"), (FORMULA, "5.84")])
def test_the_sales_agreement_in_full_whatever_is_sold_so_far(
    sales: Agreement, method: Method, percent: str
) -> None:
    sold(sales, 1000)
    assert on_the_day(sales).at_maximum.meters[method].percent == Decimal(percent)


@pytest.mark.parametrize(("method", "met"), [(WITH_FLOOR, "6125000.00"), (FORMULA, "5444444.45")])
def test_eight_percent_is_first_met_between_5_4_and_6_1_million(
    claimed: Agreement, method: Method, met: str
) -> None:
    assert on_the_day(claimed).first_met(method) == Decimal(met)


def test_what_is_over_is_not_refundable_where_the_expenses_are_not(db: None) -> None:
    other = other_agreement()
    spend(other, "60000.00")
    sold(other, 250_000, method="nasdaq")
    meter = on_the_day(other).to_date.meter
    assert meter is not None
    assert (str(meter.over), str(meter.refundable)) == ("102500.00", "0.00")


def test_expenses_given_back_no_longer_count(claimed: Agreement) -> None:
    spend(claimed, "45000.00", "refund")
    sold(claimed, 250_000)
    assert amounts(on_the_day(claimed).to_date)[1] == "15000.00"


def test_an_earlier_day_has_the_sales_and_expenses_of_that_day(claimed: Agreement) -> None:
    sold(claimed, 250_000)
    assert amounts(compensation(claimed, date(2001, 11, 8)).to_date) == [
        *("0.00", "0.00", "62500.00", "0.00"),
        *("62500.00", "0.00", "62500.00", "0.00"),
    ]


def test_what_was_recorded_later_is_not_known_before(sales: Agreement) -> None:
    before = timezone.now()
    spend(sales, "60000.00")
    sold(sales, 250_000)
    assert amounts(compensation(sales, TODAY, before).to_date)[:2] == ["0.00", "0.00"]
    assert amounts(compensation(sales, TODAY, timezone.now()).to_date)[:2] == [
        "40000.00",
        "60000.00",
    ]


def test_a_missing_term_leaves_the_readings_it_is_needed_for_without_an_answer(db: None) -> None:
    found = on_the_day(sales_agreement(expense_cap=None))
    assert found.to_date.meter is not None
    assert found.at_maximum.meter is None
    assert found.at_maximum.missing == (
        "The terms of the Sales Agreement do not state its cap on expense reimbursements: this "
        "reading is not available."
    )
    bare = on_the_day(other_agreement(advisory_share=None, compensation_limit_rate=None))
    assert bare.to_date.meter is None
    assert bare.to_date.missing == (
        "The terms of the Other Agreement do not state its share of the advisory money and limit "
        "on all compensation: this reading is not available."
    )
    assert bare.first_met(WITH_FLOOR) is None


def test_a_further_sale_costs_the_next_dollars_and_its_part_of_what_is_paid_once(
    sales: Agreement,
) -> None:
    """949,710 x 4.0254 = 3,822,962.63: 15.2919% of $60,000, $62,500 and $300,000."""
    state(sales, "offering_expenses", "300000.00", own=True)
    cost = all_in_cost(sales, 949_710, Decimal("4.0254"), TODAY)
    assert cost.items == {
        "commission": Decimal("152918.51"),
        "warrants": Decimal("76459.25"),
        "expenses": Decimal("9175.11"),
        "advisory": Decimal("9557.41"),
        "offering expenses": Decimal("45875.55"),
    }
    assert (cost.net, cost.expenses) == (Decimal("3670044.12"), Decimal("64608.07"))
    assert (cost.warrants, cost.strike) == (94_971, Decimal("5.2330"))
    assert (cost.total, cost.percent) == (Decimal("293985.83"), Decimal("7.69"))


def test_a_further_sale_over_a_tier_costs_both_rates(sales: Agreement) -> None:
    """$8,000,000 sold, then $5,000,000: 80,000 + 105,000."""
    sold(sales, 2_000_000)
    cost = all_in_cost(sales, 1_250_000, Decimal("4.00"), TODAY)
    assert cost.commission == Decimal("185000.00")


def test_a_cost_with_something_missing_has_no_total(sales: Agreement) -> None:
    cost = all_in_cost(sales, 250_000, Decimal("4.00"), TODAY)
    assert cost.missing == ["offering expenses"]
    assert (cost.total, cost.percent, cost.expenses) == (None, None, None)
    assert cost.stated == Decimal("64900.00")  # 40,000 + 20,000 + 2,400 + 2,500


def test_the_meter_after_a_sale_is_the_meter_once_it_is_made(claimed: Agreement) -> None:
    sold(claimed, 250_000)
    after = meter_after(claimed, 515_625, Decimal("4.00"), TODAY)
    sold(claimed, 515_625)
    assert after.meter == on_the_day(claimed).to_date.meter
    assert amounts(after)[4:] == ["306250.00", "245000.00", "61250.00", "60000.00"]


def test_every_agreement_is_read_with_the_same_queries(
    sales: Agreement, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    other_agreement()
    with django_assert_max_num_queries(14):
        assert [each.name for each in compensations(TODAY)] == [
            "Sales Agreement",
            "Other Agreement",
        ]
