"""The report `cash`: expected, received and open by day, agreement and agent, and by age."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from neoequity.reports.cash import CASH
from neoequity.reports.scope import asked_for
from placements.models import Agreement, Placement, Sale
from placements.selectors.cash import cash_groups
from placements.selectors.open_cash import total_of
from tests.amendments.changing import amended
from tests.cash.receiving import part, received
from tests.factories import sell
from tests.reports.journal_books import FIRST, TODAY, opened, turned_back
from tests.reports.made import rows_of
from tests.reports.reporting import report
from tests.reports.reporting import rows as reported
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

DEC_3, DEC_6, DEC_10, YEAR_END = (
    date(2001, 12, 3),
    date(2001, 12, 6),
    date(2001, 12, 10),
    date(2001, 12, 31),
)
OPEN = ("open", "not_received", "short", "over")


@pytest.fixture(autouse=True)
def _march_2002(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def placements(db: None) -> list[Placement]:
    return opened()


@built_once
def sale(placements: list[Placement]) -> Sale:
    """1,000 shares at $4.00 of Dec 3, 2001: $3,840.00 due on Dec 6."""
    sold: Sale = sell(placements[0], 1000, trade_date=DEC_3, today=TODAY)
    return sold


def paid(sale: Sale, amount: str, on: date = DEC_6, remark: str = "") -> None:
    received(sale.agreement, amount, part(sale, amount, remark), on=on, today=TODAY)


def rows(since: date = FIRST, until: date = YEAR_END, **asked: str) -> list[dict[str, str]]:
    return reported("cash", str(since), str(until), **asked)


def opens(**asked: Any) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in OPEN) for row in rows(**asked)]


def test_the_file_has_these_columns_and_plain_figures(sale: Sale) -> None:
    paid(sale, "3839.99")
    assert report("cash", str(FIRST), "2001-12-10") == (
        "due_on,agreement,agent,expected,received,open,not_received,short,over,"
        "settlement_days_late,age\r\n"
        "2001-12-06,sales-agreement,Cantor Fitzgerald & Co.,3840.00,3839.99,0.01,0.00,0.01,0.00,"
        "2,1 to 3 settlement days late\r\n"
    )


def test_what_nobody_paid_is_not_received(sale: Sale) -> None:
    assert opens() == [("3840.00", "3840.00", "0.00", "0.00")]


def test_what_is_paid_in_full_has_no_age(sale: Sale) -> None:
    paid(sale, "3840.00")
    [row] = rows()
    assert (row["open"], row["settlement_days_late"], row["age"]) == ("0.00", "", "")


def test_more_than_expected_is_over(sale: Sale) -> None:
    paid(sale, "3840.00")
    paid(sale, "5.00", remark="The agent paid twice.")
    assert opens() == [("-5.00", "0.00", "0.00", "5.00")]


def test_one_sale_over_and_another_short_do_not_hide_each_other(
    sale: Sale, placements: list[Placement]
) -> None:
    other = sell(placements[0], 1000, trade_date=DEC_3, today=TODAY)
    paid(sale, "3840.00")
    paid(sale, "5.00", remark="The agent paid twice.")
    paid(other, "3835.00")
    assert opens() == [("0.00", "0.00", "5.00", "5.00")]
    [row] = rows()
    assert row["age"] == "More than 10 settlement days late"


def test_what_was_paid_for_a_reversed_sale_is_to_be_paid_back(sale: Sale) -> None:
    paid(sale, "3840.00")
    turned_back(sale, DEC_10)
    assert opens() == [("-3840.00", "0.00", "0.00", "3840.00")]


def test_an_unpaid_sale_that_is_reversed_expects_nothing(sale: Sale) -> None:
    turned_back(sale, DEC_10)
    assert rows() == []


def test_cash_of_later_days_is_not_there_yet(sale: Sale) -> None:
    paid(sale, "3840.00", on=DEC_10)
    assert opens(until=date(2001, 12, 7)) == [("3840.00", "3840.00", "0.00", "0.00")]


def test_cash_is_told_as_it_was_known_at_a_moment(sale: Sale) -> None:
    paid(sale, "3839.99")
    before = timezone.now()
    paid(sale, "0.01")
    assert opens(known_at=before.isoformat()) == [("0.01", "0.00", "0.01", "0.00")]
    assert opens() == [("0.00", "0.00", "0.00", "0.00")]


def test_a_day_of_another_period_is_there_while_something_of_it_is_open(sale: Sale) -> None:
    january = date(2002, 1, 1), date(2002, 1, 31)
    assert [row["due_on"] for row in rows(*january)] == ["2001-12-06"]
    paid(sale, "3840.00")
    assert rows(*january) == []


def test_what_is_not_due_yet_is_not_late(sale: Sale) -> None:
    [row] = rows(until=DEC_3)
    assert (row["due_on"], row["settlement_days_late"], row["age"]) == (
        "2001-12-06",
        "0",
        "Not late",
    )


def test_each_agreement_has_its_own_line_and_may_be_asked_for_alone(
    sale: Sale, placements: list[Placement]
) -> None:
    sell(placements[1], 1000, trade_date=DEC_3, today=TODAY)
    assert [row["agreement"] for row in rows()] == ["other-agreement", "sales-agreement"]
    assert [row["agreement"] for row in rows(agreement="other-agreement")] == ["other-agreement"]


def test_the_agent_is_that_of_the_trade_date(sale: Sale, placements: list[Placement]) -> None:
    agreement = Agreement.objects.get(pk=sale.agreement_id)
    amended(agreement, agent="Another, Inc.", effective_on=DEC_10)
    sell(placements[0], 1000, trade_date=DEC_10, today=TODAY)
    assert [(row["due_on"], row["agent"]) for row in rows()] == [
        ("2001-12-06", "Cantor Fitzgerald & Co."),
        ("2001-12-13", "Another, Inc."),
    ]


def test_people_read_sums_by_agent_and_by_age(sale: Sale) -> None:
    paid(sale, "3839.99")
    asked = asked_for(FIRST, DEC_10, TODAY)
    tables = {table.name: rows_of(table) for table in CASH.build(asked).shown}
    [by_agent] = tables["By agent"]
    assert by_agent[2:5] == (Decimal("3840.00"), Decimal("3839.99"), Decimal("0.01"))
    ages = {row[0]: row[1] for row in tables["By age"]}
    assert ages == {
        "Not late": 0,
        "1 to 3 settlement days late": Decimal("0.01"),
        "4 to 10 settlement days late": 0,
        "More than 10 settlement days late": 0,
    }


def test_all_that_is_open_is_what_the_page_of_settlements_tells(
    sale: Sale, placements: list[Placement]
) -> None:
    """With a late sale that moves commission, a reversal that was paid, and cash over and short."""
    large = sell(placements[0], 150_000, trade_date=DEC_3, today=TODAY)
    late = sell(placements[0], 300_000, trade_date=date(2001, 11, 30), today=TODAY)
    paid(sale, "3840.00")
    paid(large, "500000.00")
    paid(late, "1.00")
    turned_back(sale, DEC_10)
    found = rows(until=TODAY)
    total = sum(Decimal(row["open"]) for row in found)
    assert total == total_of(cash_groups(TODAY)).open
    for row in found:
        figures = {name: Decimal(row[name]) for name in ("expected", "received", *OPEN)}
        assert figures["open"] == figures["expected"] - figures["received"]
        assert figures["open"] == figures["not_received"] + figures["short"] - figures["over"]
