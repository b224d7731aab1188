"""The report `settlements`: due, delivered, overdue and expected, as file and as page."""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from neoequity.books.models import Issuer
from neoequity.reports.scope import asked_for
from neoequity.reports.settlements.report import SETTLEMENTS
from placements.models import Placement, Sale
from tests.cash.receiving import part, received
from tests.clients import logged_in
from tests.factories import UserFactory, sell
from tests.periods.closings import close
from tests.reports.journal_books import (
    FIRST,
    TODAY,
    History,
    delivered,
    opened,
    split,
    turned_back,
)
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
YEAR_END = date(2001, 12, 31)
STATES = ("on_time", "late", "early", "unsettled", "overdue", "reversed")


@pytest.fixture(autouse=True)
def _march_2002(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def placements(db: None) -> list[Placement]:
    return opened()


@pytest.fixture
def placement(placements: list[Placement]) -> Placement:
    return placements[0]


def written(since: date, until: date, **asked: str) -> str:
    out = StringIO()
    call_command("report", "settlements", since=str(since), until=str(until), stdout=out, **asked)
    return out.getvalue()


def rows(since: date, until: date, **asked: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(written(since, until, **asked))))


def states(row: dict[str, str]) -> dict[str, str]:
    """The net of each state with sales."""
    return {state: row[f"{state}_net"] for state in STATES if row[f"{state}_sales"] != "0"}


def test_the_file_has_these_columns_and_plain_figures(placement: Placement) -> None:
    delivered(sell(placement, 1000, trade_date=date(2001, 12, 3), today=TODAY), date(2001, 12, 6))
    assert written(FIRST, YEAR_END) == (
        "agreement,settlement_date,sales,shares,net,on_time_sales,on_time_shares,on_time_net,"
        "late_sales,late_shares,late_net,early_sales,early_shares,early_net,"
        "unsettled_sales,unsettled_shares,unsettled_net,overdue_sales,overdue_shares,overdue_net,"
        "reversed_sales,reversed_shares,reversed_net,settlement_days_late,"
        "adjustments,adjustments_net,cash_received,cash_open\r\n"
        "sales-agreement,2001-12-06,1,1000,3840.00,1,1000,3840.00,0,0,0.00,0,0,0.00,"
        "0,0,0.00,0,0,0.00,0,0,0.00,,0,0.00,0.00,3840.00\r\n"
    )


def cash(**asked: str) -> list[tuple[str, str]]:
    """What was received and what is open on each line."""
    return [(row["cash_received"], row["cash_open"]) for row in rows(FIRST, YEAR_END, **asked)]


def paid(sale: Sale, amount: str, on: date = date(2001, 12, 6)) -> None:
    received(sale.agreement, amount, part(sale, amount), on=on, today=TODAY)


def test_what_was_received_is_taken_from_what_is_open(placement: Placement) -> None:
    sale = sell(placement, 1000, trade_date=date(2001, 12, 3), today=TODAY)
    paid(sale, "3839.99")
    assert cash() == [("3839.99", "0.01")]


def test_cash_of_later_days_is_not_there_yet(placement: Placement) -> None:
    sale = sell(placement, 1000, trade_date=date(2001, 12, 3), today=TODAY)
    paid(sale, "3840.00", on=date(2001, 12, 10))
    [early] = rows(FIRST, date(2001, 12, 7))
    assert (early["cash_received"], early["cash_open"]) == ("0.00", "3840.00")


def test_what_was_paid_for_a_sale_that_is_reversed_is_to_be_paid_back(
    placement: Placement,
) -> None:
    sale = sell(placement, 1000, trade_date=date(2001, 12, 3), today=TODAY)
    paid(sale, "3840.00")
    turned_back(sale, date(2001, 12, 10))
    assert cash() == [("3840.00", "-3840.00")]


def test_cash_is_told_as_it_was_known_at_a_moment(placement: Placement) -> None:
    sale = sell(placement, 1000, trade_date=date(2001, 12, 3), today=TODAY)
    paid(sale, "3839.99")
    before = timezone.now()
    paid(sale, "0.01")
    assert cash(known_at=before.isoformat()) == [("3839.99", "0.01")]
    assert cash() == [("3840.00", "0.00")]


def test_december_trades_are_expected_in_january(placement: Placement) -> None:
    """At the end of December; by March they were delivered, a day late."""
    sale = sell(placement, 1000, trade_date=date(2001, 12, 28), today=TODAY)
    delivered(sale, date(2002, 1, 4))
    [line] = rows(FIRST, YEAR_END)
    assert (line["settlement_date"], states(line)) == ("2002-01-03", {"unsettled": "3840.00"})
    [line] = rows(date(2002, 1, 1), TODAY)
    assert states(line) == {"late": "3840.00"}


def test_what_is_overdue_stays_on_the_paper_until_it_is_delivered(placement: Placement) -> None:
    """Due on Thursday, December 6, 2001; Christmas and New Year's Day are no settlement days."""
    sell(placement, 1000, trade_date=date(2001, 12, 3), today=TODAY)
    [line] = rows(date(2002, 1, 1), date(2002, 1, 2))
    assert line["settlement_date"] == "2001-12-06"
    assert states(line) == {"overdue": "3840.00"}
    assert line["settlement_days_late"] == "17"


def test_reversed_sales_are_not_due(placement: Placement) -> None:
    sale = sell(placement, 1000, trade_date=date(2001, 12, 3), today=TODAY)
    turned_back(sale, date(2001, 12, 4))
    [line] = rows(FIRST, YEAR_END)
    assert (line["sales"], line["net"]) == ("0", "0.00")
    assert states(line) == {"reversed": "3840.00"}


def test_unpaid_adjustments_are_expected_without_a_day(placement: Placement) -> None:
    """$200,000.00 of the sale of Nov 7 moved from 4% to 3.5%: $1,000.00 come back."""
    sell(placement, 260_000, "4.00", trade_date=date(2001, 11, 7), today=TODAY)
    sell(placement, 50_000, "4.00", trade_date=date(2001, 11, 5), today=TODAY)
    last = rows(FIRST, YEAR_END)[-1]
    assert last["settlement_date"] == ""
    assert (last["adjustments"], last["adjustments_net"]) == ("1", "1000.00")
    delivered(placement.agreement.sales.get(adjusts__isnull=False), date(2001, 12, 3))
    assert rows(FIRST, YEAR_END)[-1]["settlement_date"] == "2001-11-13"


def test_shares_are_those_of_the_last_day(placement: Placement) -> None:
    sell(placement, 100_000, "4.00", trade_date=date(2001, 12, 3), today=TODAY)
    split(1, 25, date(2001, 12, 5))
    [line] = rows(FIRST, YEAR_END)
    assert (line["shares"], line["net"]) == ("4000", "384000.00")


def test_a_report_of_one_agreement_has_no_other(placements: list[Placement]) -> None:
    for placement in placements:
        sell(placement, 1000, trade_date=date(2001, 12, 3), today=TODAY)
    [line] = rows(FIRST, YEAR_END, agreement="other-agreement")
    assert line["agreement"] == "other-agreement"


def test_a_closed_period_stays_as_it_was(placement: Placement) -> None:
    sale = sell(placement, 1000, trade_date=date(2001, 12, 28), today=TODAY)
    open_books = written(FIRST, YEAR_END)
    close(today=TODAY)
    delivered(sale, date(2002, 1, 3))
    assert written(FIRST, YEAR_END) == open_books


@pytest.mark.parametrize("seed", [21, 22])
def test_the_sums_of_the_database_say_what_the_sales_themselves_say(db: None, seed: int) -> None:
    History(seed).live(40)

    def data(known_at: datetime | None) -> list[Any]:
        period = asked_for(
            date(2001, 11, 1), date(2002, 1, 31), TODAY, issuer=Issuer.objects.get(),
            known_at=known_at,
        )  # fmt: skip
        return list(SETTLEMENTS.build(period).data.rows)

    assert data(None) == data(timezone.now())
    assert len(data(None)) > 5


def test_the_page_totals_what_is_due_and_what_is_expected(placement: Placement) -> None:
    delivered(sell(placement, 1000, trade_date=date(2001, 12, 3), today=TODAY), date(2001, 12, 6))
    sell(placement, 1000, trade_date=date(2001, 12, 3), today=TODAY)
    sell(placement, 500, trade_date=date(2001, 12, 31), today=TODAY)
    page = logged_in(UserFactory(group="Auditor")).get(
        "/reports/settlements/?from=2001-10-01&to=2001-12-31&as_of=2002-03-28"
    )
    found = {
        table["title"]: [
            [cell for _heading, _number, cell in row] for row in [*table["rows"], table["totals"]]
        ]
        for table in page.context["tables"]
    }
    assert found["Due in the period"] == [
        ["Delivered on time", "1", "1,000", "$3,840.00"],
        ["Overdue", "1", "1,000", "$3,840.00"],
        ["Total", "2", "2,000", "$7,680.00"],
    ]
    assert found["Overdue as of Dec 31, 2001"][3:] == [
        ["More than 5 settlement days late", "1", "1,000", "$3,840.00"],
        ["Total", "1", "1,000", "$3,840.00"],
    ]
    assert found["Net cash expected by day"] == [
        ["Overdue since Dec 6, 2001", "Sales Agreement", "1", "1,000", "$3,840.00"],
        ["Jan 4, 2002", "Sales Agreement", "1", "500", "$1,920.00"],
        ["Total", "", "2", "1,500", "$5,760.00"],
    ]


def test_the_queries_do_not_grow_with_the_sales(placement: Placement) -> None:
    def queries() -> int:
        period = asked_for(FIRST, YEAR_END, TODAY, issuer=Issuer.objects.get())
        with CaptureQueriesContext(connection) as captured:
            assert SETTLEMENTS.build(period).tables
        return len(captured)

    sell(placement, trade_date=date(2001, 12, 3), today=TODAY)
    few = queries()
    for day in (4, 5, 6):
        sell(placement, trade_date=date(2001, 12, day), today=TODAY)
    assert queries() == few


def test_money_is_never_lost_between_the_states(db: None) -> None:
    """What is due is what is in the states but the reversed one, in every line."""
    History(23).live(40)
    for line in rows(FIRST, TODAY):
        parts = sum((Decimal(line[f"{state}_net"]) for state in STATES[:-1]), Decimal(0))
        assert Decimal(line["net"]) == parts
