"""The compensation meter, worked by hand (p. S-11, S-12).

Fixed under each agreement: expenses up to 60,000 and advisory money of 62,500, together 122,500.
Commission 4% up to $10 million; warrants 2% with the floor, 1.75% by the formula alone.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.company.terms.compensation import (
    CompensationTerms,
    Line,
    Meter,
    at_maximum,
    first_met,
    to_date,
)
from neoequity.company.terms.warrant_value import FORMULA, WITH_FLOOR, Method
from placements.terms.fees import FeeSchedule, Tier
from tests.company.terms.agreements import OTHER, SALES

CAP = Decimal("60000.00")


def sums(meter: Meter) -> tuple[str, str, str, str, str]:
    told = (meter.total, meter.percent, meter.limit, meter.over, meter.refundable)
    total, percent, limit, over, refundable = map(str, told)
    return total, percent, limit, over, refundable


@pytest.mark.parametrize("terms", [SALES, OTHER._replace(expense_refundable=True)])
@pytest.mark.parametrize(
    ("gross", "method", "expected"),
    [
        # 40,000 + 122,500 + 20,000
        ("1000000.00", WITH_FLOOR, ("182500.00", "18.25", "80000.00", "102500.00", "60000.00")),
        # 40,000 + 122,500 + 17,500
        ("1000000.00", FORMULA, ("180000.00", "18.00", "80000.00", "100000.00", "60000.00")),
        # 122,500 + 122,500 + 61,250
        ("3062500.00", WITH_FLOOR, ("306250.00", "10.00", "245000.00", "61250.00", "60000.00")),
        # 122,500 + 122,500 + 53,593.75
        ("3062500.00", FORMULA, ("298593.75", "9.75", "245000.00", "53593.75", "53593.75")),
        # 240,000 + 122,500 + 120,000
        ("6000000.00", WITH_FLOOR, ("482500.00", "8.04", "480000.00", "2500.00", "2500.00")),
        # 240,000 + 122,500 + 105,000
        ("6000000.00", FORMULA, ("467500.00", "7.79", "480000.00", "0.00", "0.00")),
    ],
)
def test_to_date_with_all_expenses_claimed(
    terms: CompensationTerms, gross: str, method: Method, expected: tuple[str, ...]
) -> None:
    assert sums(to_date(terms, method, Decimal(gross), CAP)) == expected


@pytest.mark.parametrize(
    ("terms", "method", "total", "percent"),
    [
        (SALES, WITH_FLOOR, "1522500.00", "6.09"),  # 900,000 + 122,500 + 500,000
        (SALES, FORMULA, "1460000.00", "5.84"),  # 900,000 + 122,500 + 437,500
        (OTHER, WITH_FLOOR, "626500.00", "7.46"),  # 336,000 + 122,500 + 168,000
        (OTHER, FORMULA, "605500.00", "7.21"),  # 336,000 + 122,500 + 147,000
    ],
)
def test_at_full_use_both_agreements_are_within_the_limit(
    terms: CompensationTerms, method: Method, total: str, percent: str
) -> None:
    meter = at_maximum(terms, method)
    assert (str(meter.total), str(meter.percent), str(meter.over)) == (total, percent, "0.00")


@pytest.mark.parametrize(("method", "gross"), [(FORMULA, "5444444.45"), (WITH_FLOOR, "6125000.00")])
@pytest.mark.parametrize("terms", [SALES, OTHER])
def test_eight_percent_is_first_met_at_5_4_or_6_1_million(
    terms: CompensationTerms, method: Method, gross: str
) -> None:
    """122,500 / (8% - 4% - 1.75%) = 5,444,444.44…; 122,500 / (8% - 4% - 2%) = 6,125,000."""
    assert first_met(terms, method, CAP) == Decimal(gross)


def test_at_the_gross_where_the_limit_is_met_nothing_is_over() -> None:
    gross = Decimal("6125000.00")
    assert to_date(SALES, WITH_FLOOR, gross, CAP).over == Decimal("0.00")
    assert to_date(SALES, WITH_FLOOR, gross - 1, CAP).over == Decimal("0.02")


def test_a_later_tier_can_be_the_first_to_meet_the_limit() -> None:
    """At 6% and 2% of warrants nothing is left of 8%; 3% from $1 million on leaves 3%.

    (122,500 + 60,000 - 6% of 1,000,000) / 3% = 122,500 / 3% above $1 million: 5,083,333.33….
    """
    fees = FeeSchedule(
        [Tier(Decimal(0), Decimal("0.06")), Tier(Decimal(1_000_000), Decimal("0.03"))]
    )
    assert first_met(SALES._replace(fees=fees), WITH_FLOOR, CAP) == Decimal("5083333.34")


def test_a_limit_that_the_commission_alone_uses_up_is_met_nowhere() -> None:
    fees = FeeSchedule([Tier(Decimal(0), Decimal("0.07"))])
    assert first_met(SALES._replace(fees=fees), WITH_FLOOR, CAP) is None


def test_expenses_that_are_not_refundable_stay_paid() -> None:
    meter = to_date(OTHER, WITH_FLOOR, Decimal("1000000.00"), CAP)
    assert (meter.over, meter.refundable) == (Decimal("102500.00"), Decimal("0.00"))


def test_only_what_was_claimed_can_be_refunded() -> None:
    """40,000 + 10,000 + 62,500 + 20,000 = 132,500 against 80,000."""
    meter = to_date(SALES, WITH_FLOOR, Decimal("1000000.00"), Decimal("10000.00"))
    assert (meter.over, meter.refundable) == (Decimal("52500.00"), Decimal("10000.00"))


def test_before_anything_is_sold_there_is_no_percentage() -> None:
    meter = to_date(SALES, WITH_FLOOR, Decimal("0.00"), Decimal("0.00"))
    assert meter.percent is None
    assert meter.total == Decimal("62500.00")
    assert {line.percent for line in meter.lines} == {None}


def test_the_commission_that_was_posted_stands_before_the_schedule() -> None:
    posted = Decimal("2976.00")
    meter = to_date(OTHER, FORMULA, Decimal("74392.00"), Decimal("0.00"), posted)
    assert meter.items[0].amount == posted


def test_the_report_lists_every_item_and_sum_and_the_method_of_the_warrants() -> None:
    lines = to_date(SALES, WITH_FLOOR, Decimal("1000000.00"), CAP).lines
    assert lines == [
        Line("to_date", "commission", Decimal("40000.00"), Decimal("4.00")),
        Line("to_date", "expenses", Decimal("60000.00"), Decimal("6.00")),
        Line("to_date", "advisory", Decimal("62500.00"), Decimal("6.25")),
        Line("to_date", "warrants", Decimal("20000.00"), Decimal("2.00"), "nasd-formula-floor v1"),
        Line("to_date", "total", Decimal("182500.00"), Decimal("18.25")),
        Line("to_date", "limit", Decimal("80000.00"), Decimal("8.00")),
        Line("to_date", "over", Decimal("102500.00"), Decimal("10.25")),
        Line("to_date", "refundable", Decimal("60000.00"), Decimal("6.00")),
    ]


@pytest.mark.parametrize(
    ("gross", "credit", "total"),
    [
        ("500000.00", "-20000.00", "132500.00"),  # 20,000 - 20,000 + 122,500 + 10,000
        ("1000000.00", "-37500.00", "145000.00"),  # 40,000 - 37,500 + 122,500 + 20,000
    ],
)
def test_by_the_amended_letter_cash_fees_are_credited_up_to_the_retainer(
    gross: str, credit: str, total: str
) -> None:
    """Half of the $75,000 retainer is this agreement's: 37,500."""
    terms = SALES._replace(retainer=Decimal("37500.00"))
    meter = to_date(terms, WITH_FLOOR, Decimal(gross), CAP)
    assert [line.amount for line in meter.items if line.item == "credit"] == [Decimal(credit)]
    assert meter.total == Decimal(total)


@given(
    st.decimals("0.01", "25000000", places=2),
    st.decimals("0", "60000", places=2),
    st.sampled_from([FORMULA, WITH_FLOOR]),
)
def test_the_items_add_up_and_the_refund_never_exceeds_the_excess_or_the_expenses(
    gross: Decimal, expenses: Decimal, method: Method
) -> None:
    meter = to_date(SALES, method, gross, expenses)
    assert sum(line.amount for line in meter.items) == meter.total
    assert meter.over == max(meter.total - meter.limit, Decimal(0))
    assert 0 <= meter.refundable <= min(meter.over, expenses)


@given(st.decimals("0", "60000", places=2), st.sampled_from([FORMULA, WITH_FLOOR]))
def test_the_limit_is_exceeded_just_below_where_it_is_first_met_and_not_there(
    expenses: Decimal, method: Method
) -> None:
    gross = first_met(SALES, method, expenses)
    assert gross is not None
    room = SALES.limit_rate - method.share(SALES.warrants)

    def exceeds(sold: Decimal) -> bool:
        return SALES.fees.exact(sold) + expenses + SALES.advisory > room * sold

    assert not exceeds(gross)
    assert exceeds(gross - Decimal("0.01"))
