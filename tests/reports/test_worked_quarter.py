"""One worked case through the reports, to the cent by hand.

Under tiers of 4% up to $1,000,000, 3.5% up to $2,000,000 and a capacity of $2,500,000:

    Dec 3    225,000 at $4.00 =   $900,000   4%: $36,000.00             delivered Dec 6
    Dec 28    75,000 at $4.00 =   $300,000   4% on $100,000 and 3.5% on
                                             $200,000: $11,000.00       delivered Jan 3
    Jan 8     50,000 at $5.00 =   $250,000   3.5%: $8,750.00            delivered Jan 11
    Jan 15   the sale of Dec 28 is reversed: that of Jan 8 begins at $900,000 and costs 4% on
             $100,000 and 3.5% on $150,000, $9,250.00: an adjustment of $500.00, paid Jan 22
    Feb 1    1-for-25 split
"""

from typing import Any

import pytest

from placements.models import Sale
from tests.reports.journal_books import FIRST, TODAY, opened, stated, the_case
from tests.reports.reporting import Rows, rows
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

OLD, NEW = ("2001-10-01", "2001-12-31"), ("2002-01-01", "2002-03-28")


@pytest.fixture(autouse=True)
def _march_2002(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def worked(db: None) -> Sale:
    """The case; the sale of Dec 28 is given."""
    placement = opened()[0]
    stated("par_value", "0.001", FIRST)
    stated("shares_outstanding", "10000000", FIRST)
    return the_case(placement)


def own(report: str, since: str, until: str, **said: str) -> Rows:
    """The lines of the Sales Agreement."""
    return [
        line
        for line in rows(report, since, until, **said)
        if line["agreement"] == "sales-agreement"
    ]


def picked(lines: Rows, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(line[column] for column in columns) for line in lines]


@pytest.mark.usefixtures("worked")
def test_the_supplement_of_the_old_quarter_has_december_as_it_was_sold() -> None:
    figures = ("shares", "average_price", "gross", "commission", "net", "remaining_capacity")
    assert picked(own("supplement", *OLD), *figures) == [
        ("300000", "4.000000", "1200000.00", "47000.00", "1153000.00", "1300000.00")
    ]


@pytest.mark.usefixtures("worked")
def test_the_supplement_of_the_new_quarter_takes_back_and_adjusts_in_new_shares() -> None:
    """50,000 − 75,000 = −25,000 shares, −1,000 new ones; no price was paid for fewer than none."""
    figures = ("shares", "average_price", "gross", "commission", "net", "remaining_capacity")
    assert picked(own("supplement", *NEW), *figures) == [
        ("-1000", "", "-50000.00", "-1750.00", "-48250.00", "1350000.00")
    ]


@pytest.mark.usefixtures("worked")
def test_the_commission_statement_has_each_tier_the_reversal_and_the_adjustment() -> None:
    columns = ("kind", "rate", "gross_in_tier", "commission_in_tier", "commission", "net")
    assert picked(own("commission", *OLD), *columns) == [
        ("sale", "0.040000", "900000.00", "36000.000000", "36000.00", "864000.00"),
        ("sale", "0.040000", "100000.00", "4000.000000", "11000.00", "289000.00"),
        ("sale", "0.035000", "200000.00", "7000.000000", "11000.00", "289000.00"),
    ]
    assert picked(own("commission", *NEW), *columns) == [
        ("sale", "0.040000", "100000.00", "4000.000000", "8750.00", "241250.00"),
        ("sale", "0.035000", "150000.00", "5250.000000", "8750.00", "241250.00"),
        ("reversal", "", "", "", "-11000.00", "-289000.00"),
        ("adjustment", "", "", "", "500.00", "-500.00"),
    ]


@pytest.mark.usefixtures("worked")
def test_december_trades_are_still_due_at_the_end_of_the_old_quarter() -> None:
    columns = ("settlement_date", "shares", "on_time_net", "unsettled_net")
    assert picked(own("settlements", *OLD), *columns) == [
        ("2001-12-06", "225000", "864000.00", "0.00"),
        ("2002-01-03", "75000", "0.00", "289000.00"),
    ]


@pytest.mark.usefixtures("worked")
def test_settlements_before_the_payment_have_the_reversed_sale_and_the_adjustment() -> None:
    columns = ("settlement_date", "shares", "net", "reversed_shares", "reversed_net",
               "adjustments_net")  # fmt: skip
    assert picked(own("settlements", "2002-01-01", "2002-01-18"), *columns) == [
        ("2002-01-03", "0", "0.00", "75000", "289000.00", "0.00"),
        ("2002-01-11", "50000", "241250.00", "0", "0.00", "0.00"),
        ("", "0", "0.00", "0", "0.00", "-500.00"),
    ]


@pytest.mark.usefixtures("worked")
def test_settlements_after_the_split_are_in_new_shares() -> None:
    columns = ("settlement_date", "shares", "reversed_shares", "on_time_net")
    assert picked(own("settlements", *NEW), *columns) == [
        ("2002-01-03", "0", "3000", "0.00"),
        ("2002-01-11", "2000", "0", "241250.00"),
    ]


@pytest.mark.usefixtures("worked")
def test_shares_are_issued_and_taken_back_on_their_days_and_split() -> None:
    columns = ("date", "change", "outstanding")
    assert picked(rows("shares", *NEW), *columns) == [
        ("2002-01-01", "", "10225000"),
        ("2002-01-03", "75000", "10300000"),
        ("2002-01-11", "50000", "10350000"),
        ("2002-01-15", "-75000", "10275000"),
        ("2002-02-01", "-9864000", "411000"),  # 10,275,000 ÷ 25
        ("2002-03-28", "", "411000"),
    ]


@pytest.mark.usefixtures("worked")
def test_the_journal_balances_over_the_case() -> None:
    """Cash: 289,000 + 241,250 − 289,000 − 500; par of the day on shares of the day."""
    lines = own("journal", *NEW)
    assert picked(lines, "date", "account", "debit", "credit") == [
        ("2002-01-03", "Cash", "289000.00", ""),
        ("2002-01-03", "Common stock", "", "75.00"),
        ("2002-01-03", "Additional paid-in capital", "", "288925.00"),
        ("2002-01-11", "Cash", "241250.00", ""),
        ("2002-01-11", "Common stock", "", "50.00"),
        ("2002-01-11", "Additional paid-in capital", "", "241200.00"),
        ("2002-01-15", "Common stock", "75.00", ""),
        ("2002-01-15", "Additional paid-in capital", "288925.00", ""),
        ("2002-01-15", "Cash", "", "289000.00"),
        ("2002-01-22", "Additional paid-in capital", "500.00", ""),
        ("2002-01-22", "Cash", "", "500.00"),
    ]


@pytest.mark.usefixtures("worked")
def test_the_board_tells_the_commission_of_what_stands() -> None:
    """36,000 + 8,750 + 500."""
    [commission] = [
        line["amount"]
        for line in rows("board", *NEW)
        if (line["item"], line["figure"]) == ("sales-agreement", "commission")
    ]
    assert commission == "45250.00"


@pytest.mark.usefixtures("worked")
def test_the_board_reads_the_months_in_new_shares() -> None:
    months = {
        (line["day"], line["figure"]): line["shares"] or line["price"] or line["amount"]
        for line in rows("board", "2001-12-01", "2002-03-28")
        if line["section"] == "proceeds"
    }
    assert months == {
        ("2001-12-01", "shares"): "12000",
        ("2001-12-01", "average_price"): "100.000000",
        ("2001-12-01", "gross"): "1200000.00",
        ("2001-12-01", "commission"): "47000.00",
        ("2001-12-01", "net"): "1153000.00",
        ("2002-01-01", "shares"): "-1000",
        ("2002-01-01", "average_price"): "",
        ("2002-01-01", "gross"): "-50000.00",
        ("2002-01-01", "commission"): "-1750.00",
        ("2002-01-01", "net"): "-48250.00",
    }
