"""The report `quarter` through the command and the page, worked by hand to the cent."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Agreement, Placement, Sale, Shelf
from tests.amendments.changing import amended, corrected
from tests.exports.test_known_at import now
from tests.factories import AgreementFactory, PlacementFactory, reverse_sale, sell
from tests.periods.closings import close
from tests.reports.reporting import Rows, report, rows
from tests.worlds import built_once
from warrants.actions.split import record_split

pytestmark = pytest.mark.django_db

TODAY = date(2002, 2, 15)
SEP_28, OCT_2, NOV_5 = date(2001, 9, 28), date(2001, 10, 2), date(2001, 11, 5)
DEC_28, JAN_3 = date(2001, 12, 28), date(2002, 1, 3)
YEAR = ("2001-07-01", "2001-12-31")

Sell = Callable[..., Sale]


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def placement(treasurer: User) -> Placement:
    """2,000,000 shares offered since July 2 at $2.00 or more, under the Sales Agreement."""
    made: Placement = PlacementFactory(
        shares_offered=2_000_000,
        minimum_price=Decimal("2.00"),
        accepted=True,
        on=date(2001, 7, 2),
        by=treasurer,
    )
    return made


@pytest.fixture
def sold(placement: Placement, treasurer: User) -> Sell:
    """Sells under it; `delivered` is the day of the delivery."""

    def act(on: date, shares: int, price: str, delivered: date | None = None, **said: Any) -> Sale:
        sale = sell(placement, shares, price, trade_date=on, by=treasurer, today=TODAY, **said)
        if delivered:
            deliver([sale], delivered_on=delivered, by=treasurer, today=TODAY, remark="agreed")
        return sale

    return act


def taken_back(sale: Sale, on: date) -> Sale:
    return reverse_sale(sale, on=on, reason="Wrong", by=sale.recorded_by, today=TODAY)


def told(lines: Rows, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(line[column] for column in ("basis", "quarter", *columns)) for line in lines]


def test_sold_in_december_and_settled_in_january_is_told_apart(sold: Sell) -> None:
    sold(DEC_28, 10_000, "4.00", delivered=JAN_3)
    lines = rows("quarter", "2001-10-01", "2002-02-15")
    assert told(lines, "shares", "gross", "commission", "net") == [
        ("sold", "2001Q4", "10000", "40000.00", "1600.00", "38400.00"),
        ("sold", "2002Q1", "0", "0.00", "0.00", "0.00"),
        ("issued", "2001Q4", "0", "0.00", "0.00", "0.00"),
        ("issued", "2002Q1", "10000", "40000.00", "1600.00", "38400.00"),
    ]
    assert told(lines, "ytd_shares", "ytd_net", "total_shares", "total_net") == [
        ("sold", "2001Q4", "10000", "38400.00", "10000", "38400.00"),
        ("sold", "2002Q1", "0", "0.00", "10000", "38400.00"),
        ("issued", "2001Q4", "0", "0.00", "0", "0.00"),
        ("issued", "2002Q1", "10000", "38400.00", "10000", "38400.00"),
    ]
    assert {line["remaining_capacity"] for line in lines} == {"24960000.00"}


def test_the_columns_are_those_of_the_contract(sold: Sell) -> None:
    sold(date(2001, 11, 9), 949_710, "4.0254", gross=Decimal("3822967.00"))
    header, first, *_ = report("quarter", "2001-10-01", "2001-12-31").split("\r\n")
    assert header == (
        "agreement,basis,quarter,shares,average_price,gross,commission,deductions,net,ytd_shares,"
        "ytd_gross,ytd_commission,ytd_net,total_shares,total_gross,total_commission,total_net,"
        "remaining_capacity"
    )
    assert first == (
        "sales-agreement,sold,2001Q4,949710,4.025405,3822967.00,152918.68,0.00,3670048.32,949710,"
        "3822967.00,152918.68,3670048.32,949710,3822967.00,152918.68,3670048.32,21177033.00"
    )


def test_a_tier_crossed_between_two_quarters_costs_less_in_the_second(sold: Sell) -> None:
    sold(SEP_28, 1_000_000, "8.00")
    sold(OCT_2, 1_000_000, "5.00")
    lines = rows("quarter", *YEAR)[:2]
    # 4% of 8,000,000; then 4% of 2,000,000 and 3.5% of 3,000,000.
    assert told(lines, "commission", "ytd_commission", "net", "total_net") == [
        ("sold", "2001Q3", "320000.00", "320000.00", "7680000.00", "7680000.00"),
        ("sold", "2001Q4", "185000.00", "505000.00", "4815000.00", "12495000.00"),
    ]


def test_a_late_notice_adjusts_the_commission_of_the_quarter_after_its_own(sold: Sell) -> None:
    sold(OCT_2, 1_000_000, "6.00")  # 240,000.00 at 4%
    sold(SEP_28, 1_000_000, "8.00")  # makes 4,000,000 of it cost 3.5%
    lines = rows("quarter", *YEAR)
    assert told(lines, "gross", "commission", "net", "total_commission") == [
        ("sold", "2001Q3", "8000000.00", "320000.00", "7680000.00", "320000.00"),
        ("sold", "2001Q4", "6000000.00", "220000.00", "5780000.00", "540000.00"),
        ("issued", "2001Q3", "0.00", "0.00", "0.00", "0.00"),
        ("issued", "2001Q4", "0.00", "0.00", "0.00", "0.00"),
    ]


def test_an_adjustment_is_issued_in_the_quarter_in_which_it_is_paid(
    sold: Sell, treasurer: User
) -> None:
    sold(OCT_2, 1_000_000, "6.00", delivered=date(2001, 10, 5))
    sold(SEP_28, 1_000_000, "8.00", delivered=date(2001, 10, 3))
    adjustment = Sale.objects.get(adjusts__isnull=False)
    deliver([adjustment], delivered_on=JAN_3, by=treasurer, today=TODAY)
    issued = rows("quarter", "2001-10-01", "2002-02-15")[2:]
    assert told(issued, "gross", "commission", "net", "total_commission") == [
        ("issued", "2001Q4", "14000000.00", "560000.00", "13440000.00", "560000.00"),
        ("issued", "2002Q1", "0.00", "-20000.00", "20000.00", "540000.00"),
    ]


def test_a_reversal_after_the_quarter_leaves_it_and_takes_back_in_its_own(sold: Sell) -> None:
    wrong = sold(SEP_28, 1_000_000, "8.00", delivered=date(2001, 10, 3))
    sold(OCT_2, 1_000_000, "6.00", delivered=date(2001, 10, 5))  # 80,000 and 140,000
    taken_back(wrong, NOV_5)
    lines = rows("quarter", *YEAR)
    # Its reversal gives back 320,000, and what it leaves costs 240,000 of 6,000,000 again.
    assert told(lines, "shares", "gross", "commission", "net", "total_commission") == [
        ("sold", "2001Q3", "1000000", "8000000.00", "320000.00", "7680000.00", "320000.00"),
        ("sold", "2001Q4", "0", "-2000000.00", "-80000.00", "-1920000.00", "240000.00"),
        ("issued", "2001Q3", "0", "0.00", "0.00", "0.00", "0.00"),
        ("issued", "2001Q4", "1000000", "6000000.00", "220000.00", "5780000.00", "220000.00"),
    ]
    assert lines[1]["average_price"] == ""
    assert [line["remaining_capacity"] for line in lines[:2]] == ["17000000.00", "19000000.00"]


def test_a_split_in_the_middle_restates_the_quarter_before_it(sold: Sell, treasurer: User) -> None:
    sold(SEP_28, 50_000, "2.15", delivered=date(2001, 10, 3))
    record_split(
        Agreement.objects.get().issuer,
        effective_on=date(2001, 11, 7),
        new=1,
        old=25,
        source="Form 8-K",
        by=treasurer,
        today=TODAY,
    )
    sold(date(2001, 11, 8), 2_000, "53.75", delivered=JAN_3)
    names = ("shares", "average_price", "gross", "total_shares")
    assert told(rows("quarter", "2001-07-01", "2002-02-15"), *names) == [
        ("sold", "2001Q3", "2000", "53.750000", "107500.00", "2000"),
        ("sold", "2001Q4", "2000", "53.750000", "107500.00", "4000"),
        ("sold", "2002Q1", "0", "", "0.00", "4000"),
        ("issued", "2001Q3", "0", "", "0.00", "0"),
        ("issued", "2001Q4", "2000", "53.750000", "107500.00", "2000"),
        ("issued", "2002Q1", "2000", "53.750000", "107500.00", "4000"),
    ]
    (before, *_) = rows("quarter", "2001-07-01", "2001-11-06")
    assert (before["shares"], before["average_price"]) == ("50000", "2.150000")


def test_deductions_stand_in_a_column_of_their_own(sold: Sell) -> None:
    # 2,027,000.00 at 4% is 81,080.00.
    sold(NOV_5, 500_000, "4.054", gross=Decimal("2027000.00"), deductions=Decimal("123000.00"))
    line = rows("quarter", "2001-10-01", "2001-12-31")[0]
    names = ("gross", "commission", "deductions", "net", "ytd_net")
    assert [line[name] for name in names] == [
        *("2027000.00", "81080.00", "123000.00", "1822920.00", "1822920.00"),
    ]


def test_an_agreement_has_no_line_for_quarters_before_its_signing(placement: Placement) -> None:
    AgreementFactory(other=True, signed_on=date(2001, 10, 15))
    lines = rows("quarter", "2001-01-01", "2001-12-31")
    assert [(line["agreement"], line["quarter"]) for line in lines if line["basis"] == "sold"] == [
        ("other-agreement", "2001Q4"),
        ("sales-agreement", "2001Q2"),
        ("sales-agreement", "2001Q3"),
        ("sales-agreement", "2001Q4"),
    ]


@pytest.mark.parametrize("name", ["supplement", "quarter"])
def test_before_the_first_signing_nothing_is_told(
    name: str, placement: Placement, reader: Client
) -> None:
    assert rows(name, "2001-05-01", "2001-05-31") == []
    page = reader.get(f"/reports/{name}/?from=2001-05-01&to=2001-05-31")
    assert "Nothing was recorded in this period." in page.content.decode()


def test_one_agreement_is_told_alone(placement: Placement) -> None:
    AgreementFactory(other=True)
    lines = rows("quarter", "2001-10-01", "2001-12-31", agreement="other-agreement")
    assert {line["agreement"] for line in lines} == {"other-agreement"}


def test_the_capacity_is_that_of_the_end_of_each_quarter(sold: Sell, placement: Placement) -> None:
    sold(SEP_28, 100_000, "4.00")
    amended(
        placement.agreement,
        effective_on=date(2001, 10, 15),
        capacity=Decimal("30000000.00"),
        today=TODAY,
    )
    lines = rows("quarter", *YEAR)
    assert told(lines, "remaining_capacity")[:2] == [
        ("sold", "2001Q3", "24600000.00"),
        ("sold", "2001Q4", "29600000.00"),
    ]
    assert lines == rows("quarter", *YEAR, known_at=now().isoformat())


def test_the_last_quarter_is_cut_at_the_last_day_and_says_so(sold: Sell, reader: Client) -> None:
    sold(NOV_5, 1_000, "4.00")
    sold(date(2001, 11, 20), 500, "4.00")
    assert rows("quarter", "2001-10-01", "2001-11-13")[0]["shares"] == "1000"
    page = reader.get("/reports/quarter/?from=2001-10-01&to=2001-11-13")
    assert page.context["tables"][1]["note"].endswith("Q4 2001 runs to Nov 13, 2001 only.")
    whole = reader.get("/reports/quarter/?from=2001-10-01&to=2001-12-31")
    assert "only" not in whole.context["tables"][1]["note"]


def test_what_was_recorded_later_does_not_show_at_an_earlier_moment(
    sold: Sell, treasurer: User
) -> None:
    sale = sold(DEC_28, 10_000, "4.00")
    before, then = report("quarter", *YEAR), now().isoformat()
    sold(DEC_28, 1_000, "4.00")
    deliver([sale], delivered_on=date(2001, 12, 31), by=treasurer, today=TODAY, remark="agreed")
    assert report("quarter", *YEAR, known_at=then) == before
    known = told(rows("quarter", "2001-10-01", "2001-12-31"), "shares")
    assert known == [("sold", "2001Q4", "11000"), ("issued", "2001Q4", "10000")]


def test_a_closed_quarter_keeps_its_figures_whatever_comes_later(
    sold: Sell, placement: Placement
) -> None:
    wrong = sold(SEP_28, 10_000, "4.00", delivered=date(2001, 10, 3))
    close("2001Q3", today=date(2001, 10, 12))
    before = report("quarter", "2001-07-01", "2001-09-30")
    assert "sold,2001Q3,10000,4.000000,40000.00" in before
    taken_back(wrong, NOV_5)
    sold(OCT_2, 500, "4.00")
    placement.agreement.refresh_from_db()
    corrected(placement.agreement, name="Equity Sales Agreement")
    Shelf.objects.update(form="Form S-1", expires_on=date(2001, 9, 29))
    assert report("quarter", "2001-07-01", "2001-09-30") == before


def test_the_page_tells_agents_capacity_and_all_three_bases(sold: Sell, reader: Client) -> None:
    sold(NOV_5, 949_710, "4.0254", gross=Decimal("3822967.00"), delivered=date(2001, 11, 8))
    sold(DEC_28, 10_000, "4.00", delivered=JAN_3)
    page = reader.get("/reports/quarter/?from=2001-10-01&to=2001-12-31")
    agreements, figures = page.context["tables"]
    assert [[cell for *_, cell in row] for row in agreements["rows"]] == [
        [
            *("Sales Agreement", "Cantor Fitzgerald & Co.", "Jun 12, 2001", "–", "4.00%"),
            *("$25,000,000.00", "$21,137,033.00"),
        ]
    ]
    assert [[cell for *_, cell in row] for row in figures["rows"]] == [
        [basis, period, *cells]
        for basis, cells, periods in (
            ("Sold", SOLD, ("Q4 2001", "2001 to date", "Total")),
            ("Issued", ISSUED, ("Q4 2001", "2001 to date", "Total")),
            ("Sold, not yet issued", WAITING, ("Q4 2001",)),
        )
        for period in periods
    ]
    assert "These are all sales under the Sales Agreement to date." in page.content.decode()


# 3,862,967.00 / 959,710 = 4.02513988; commission 152,918.68 and 1,600.00.
SOLD = ("959,710", "$4.025140", "$3,862,967.00", "$154,518.68", "$0.00", "$3,708,448.32")
ISSUED = ("949,710", "$4.025405", "$3,822,967.00", "$152,918.68", "$0.00", "$3,670,048.32")
WAITING = ("10,000", "$4.0000", "$40,000.00", "$1,600.00", "$0.00", "$38,400.00")
