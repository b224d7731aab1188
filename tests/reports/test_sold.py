"""Sold and issued, worked by hand."""

from datetime import date
from decimal import Decimal

from neoequity.reports.sold import Book, Booked, Figures
from placements.terms.split import Ratio, StockSplit
from tests.reports.booked import adjustment, figures, reversal, sale, span

Q3, Q4 = span("2001-07-01", "2001-09-30"), span("2001-10-01", "2001-12-31")
Q1, Q2 = span("2002-01-01", "2002-03-31"), span("2002-04-01", "2002-06-30")
NOTHING = Figures()
#: 10,000 shares at $4.00 at 4%.
TEN_THOUSAND = figures(10_000, "40000.00", "1600.00")
TAKEN_BACK = Figures().less(TEN_THOUSAND)
ONE_FOR_25 = StockSplit(date(2001, 11, 7), Ratio(1, 25))


def book(*rows: Booked, splits: tuple[StockSplit, ...] = ()) -> Book:
    return Book(rows, date(2002, 6, 30), splits)


def test_what_is_sold_in_december_and_settles_in_january_is_issued_in_january() -> None:
    told = book(sale("2001-12-28", TEN_THOUSAND, delivered="2002-01-03"))
    assert told.sold.within(Q4) == TEN_THOUSAND
    assert told.issued.within(Q4) == NOTHING
    assert told.waiting(Q4) == TEN_THOUSAND
    assert told.sold.within(Q1) == NOTHING
    assert told.issued.within(Q1) == TEN_THOUSAND
    assert told.waiting(Q1) == NOTHING
    assert told.issued.until(Q1.until) == told.sold.until(Q1.until) == TEN_THOUSAND


def test_the_first_and_the_last_day_of_a_span_belong_to_it() -> None:
    told = book(
        sale("2001-10-01", figures(1, "4.00"), delivered="2001-12-31"),
        sale("2001-12-31", figures(2, "8.00"), delivered="2002-01-01"),
    )
    assert told.sold.within(Q4).shares == 3
    assert told.issued.within(Q4).shares == 1
    assert (told.sold.within(Q3), told.sold.within(Q1)) == (NOTHING, NOTHING)


def test_the_average_is_gross_by_shares_to_six_decimals() -> None:
    assert figures(949_710, "3822967.00").average_price == Decimal("4.025405")
    assert NOTHING.average_price is None


def test_no_average_is_told_where_reversals_leave_no_price_that_was_paid() -> None:
    assert figures(50, "-400.00").average_price is None
    assert TAKEN_BACK.average_price is None
    assert TEN_THOUSAND.average_price == Decimal("4.000000")


def test_a_reversal_after_the_quarter_takes_back_in_its_own_quarter() -> None:
    told = book(
        sale("2001-09-20", TEN_THOUSAND, delivered="2001-09-25", reversed_on="2001-11-05"),
        reversal("2001-11-05", TEN_THOUSAND),
    )
    for account in (told.sold, told.issued):
        assert account.within(Q3) == TEN_THOUSAND
        assert account.within(Q4) == TAKEN_BACK
        assert account.until(Q4.until) == NOTHING
    assert told.waiting(Q3) == NOTHING


def test_a_sale_delivered_and_reversed_in_the_next_quarter_is_issued_and_taken_back_there() -> None:
    told = book(
        sale("2001-09-28", TEN_THOUSAND, delivered="2001-10-03", reversed_on="2001-11-05"),
        reversal("2001-11-05", TEN_THOUSAND),
    )
    assert (told.sold.within(Q3), told.sold.within(Q4)) == (TEN_THOUSAND, TAKEN_BACK)
    assert (told.issued.within(Q3), told.issued.within(Q4)) == (NOTHING, NOTHING)
    assert told.issued.within(span("2001-10-01", "2001-10-31")) == TEN_THOUSAND
    assert told.issued.within(span("2001-11-01", "2001-11-30")) == TAKEN_BACK
    assert told.waiting(Q3) == TEN_THOUSAND


def test_a_sale_reversed_before_or_on_the_day_of_its_delivery_was_never_issued() -> None:
    for reversed_on in ("2001-10-02", "2001-10-03"):
        told = book(
            sale("2001-09-28", TEN_THOUSAND, delivered="2001-10-03", reversed_on=reversed_on),
            reversal(reversed_on, TEN_THOUSAND),
        )
        assert told.issued.until(date(2001, 10, 3)) == NOTHING
        assert told.issued.until(Q4.until) == NOTHING
        assert told.sold.within(Q4) == TAKEN_BACK


def test_a_cent_of_rounding_in_a_reversal_is_sold_and_was_never_issued() -> None:
    said = TEN_THOUSAND._replace(commission=Decimal("1600.01"), net=Decimal("38399.99"))
    told = book(
        sale("2001-10-01", TEN_THOUSAND, delivered="2001-10-04", reversed_on="2001-11-05"),
        reversal("2001-11-05", said),
    )
    assert told.sold.within(Q4) == figures(0, commission="-0.01")
    assert told.issued.within(Q4) == NOTHING


def test_an_adjustment_is_sold_on_its_own_day_and_issued_when_it_is_paid() -> None:
    told = book(adjustment("2001-12-28", "-20000.00", paid="2002-01-03"))
    assert told.sold.within(Q4) == figures(0, commission="-20000.00")
    assert told.sold.within(Q4).net == Decimal("20000.00")
    assert told.issued.within(Q4) == NOTHING
    assert told.issued.within(Q1) == figures(0, commission="-20000.00")
    assert told.waiting(Q4) == figures(0, commission="-20000.00")
    assert told.sold.within(Q4).average_price is None


def test_deductions_come_off_the_net_besides_the_commission() -> None:
    told = book(sale("2001-11-05", figures(1_315_000, "2027000.00", "60810.00", "123000.00")))
    assert told.sold.within(Q4).deductions == Decimal("123000.00")
    assert told.sold.within(Q4).net == Decimal("1843190.00")


def test_shares_sold_before_a_split_are_told_in_new_shares_and_the_average_with_them() -> None:
    # 50,000 at $0.15 before and 2,000 at $3.75 after a 1-for-25 split: $3.75 on average.
    told = book(
        sale("2001-09-28", figures(50_000, "7500.00", "300.00"), delivered="2001-10-03"),
        sale("2001-11-08", figures(2_000, "7500.00", "300.00"), delivered="2001-11-14"),
        splits=(ONE_FOR_25,),
    )
    assert told.sold.within(Q3) == figures(2_000, "7500.00", "300.00")
    assert told.sold.within(Q4) == figures(2_000, "7500.00", "300.00")
    assert told.issued.within(Q4) == figures(4_000, "15000.00", "600.00")
    assert told.sold.until(Q4.until).average_price == Decimal("3.750000")
    assert told.waiting(Q3).shares == 2_000


def test_a_reversal_after_a_split_takes_back_shares_as_traded_on_the_day_of_its_sale() -> None:
    told = book(
        sale(
            "2001-09-28",
            figures(50_000, "7500.00", "300.00"),
            delivered="2001-10-03",
            reversed_on="2001-11-09",
        ),
        reversal("2001-11-09", figures(50_000, "7500.00", "300.00")),
        sale("2001-11-08", figures(2_000, "7500.00", "300.00")),
        splits=(ONE_FOR_25,),
    )
    assert told.sold.within(Q3).shares == 2_000
    assert told.sold.within(Q4).shares == 0  # 2,000 sold, and the 2,000 of September taken back
    assert told.issued.within(Q4).shares == 0
    assert told.issued.within(span("2001-11-01", "2001-11-30")).shares == -2_000


def test_quarters_add_up_to_the_total_where_a_split_drops_fractions() -> None:
    told = book(
        sale("2001-09-28", figures(24, "24.00")),
        sale("2001-10-05", figures(26, "26.00")),
        splits=(ONE_FOR_25,),
    )
    assert told.sold.within(Q3).shares == 0  # 24 / 25
    assert told.sold.within(Q4).shares == 2
    assert told.sold.until(Q4.until).shares == 2  # 50 / 25


def test_a_book_before_a_split_counts_in_old_shares() -> None:
    rows = [sale("2001-09-28", figures(50_000, "7500.00"))]
    assert Book(rows, date(2001, 11, 6), ()).sold.within(Q3).shares == 50_000


def test_methods_are_those_of_the_sales_of_the_span_that_stand() -> None:
    told = book(
        sale("2001-09-28", TEN_THOUSAND, method="ecn"),
        sale("2001-10-05", TEN_THOUSAND, method="nasdaq"),
        sale("2001-10-08", TEN_THOUSAND, method="market_maker", reversed_on="2001-10-09"),
        sale("2001-10-09", TEN_THOUSAND),
        adjustment("2001-10-10", "1.00"),
    )
    assert told.methods(Q4) == ["nasdaq", "negotiated"]


def test_a_span_takes_back_what_was_sold_before_it_and_reversed_in_it() -> None:
    earlier = book(
        sale("2001-09-28", TEN_THOUSAND, reversed_on="2001-10-05"),
        reversal("2001-10-05", TEN_THOUSAND),
    )
    assert earlier.takes_back(Q4)
    assert not earlier.takes_back(Q3)
    assert not earlier.takes_back(Q1)
    same = book(sale("2001-10-01", TEN_THOUSAND, reversed_on="2001-10-05"))
    assert not same.takes_back(Q4)


def test_the_last_trade_is_the_last_that_stands() -> None:
    told = book(
        sale("2001-10-05", TEN_THOUSAND),
        sale("2001-10-09", TEN_THOUSAND, reversed_on="2001-10-10"),
    )
    assert told.last_trade_on == date(2001, 10, 5)
    assert book().last_trade_on is None
