"""The report `journal`: its file, its page, and that its SQL says what its plain rules say."""

import csv
from collections import Counter, defaultdict
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from neoequity.books.models import Issuer
from neoequity.reports.journal.query import journal_query
from neoequity.reports.journal.report import JOURNAL, books_of
from neoequity.reports.journal.rules import journal
from neoequity.reports.reading import read_rows
from neoequity.reports.scope import asked_for
from placements.models import Placement, Sale, Split
from tests.clients import logged_in
from tests.company.conftest import published, treasurer  # noqa: F401  # fixtures
from tests.factories import UserFactory, sell
from tests.periods.closings import close
from tests.reports.journal_books import (
    FIRST,
    TODAY,
    History,
    account,
    delivered,
    events_by,
    opened,
    spend,
    split,
    stated,
    turned_back,
)
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
Rows = list[dict[str, str]]


@pytest.fixture(autouse=True)
def _march_2002(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def placements(db: None) -> list[Placement]:
    """Two placements, and the par value of $.001."""
    made = opened()
    stated("par_value", "0.001", FIRST)
    return made


@pytest.fixture
def placement(placements: list[Placement]) -> Placement:
    """That of the Sales Agreement."""
    return placements[0]


def written(since: date, until: date = TODAY, **asked: str) -> str:
    out = StringIO()
    call_command("report", "journal", since=str(since), until=str(until), stdout=out, **asked)
    return out.getvalue()


def rows(since: date, until: date = TODAY, **asked: str) -> Rows:
    return list(csv.DictReader(StringIO(written(since, until, **asked))))


def said(lines: Rows) -> list[tuple[str, str, str, str]]:
    return [(each["entry"], each["account"], each["debit"], each["credit"]) for each in lines]


@pytest.mark.usefixtures("published")
def test_the_published_sale_is_journaled_to_the_cent() -> None:
    sale = Sale.objects.get(shares=949_710)
    delivered(sale, date(2001, 11, 15))
    assert written(date(2001, 11, 1), agreement="sales-agreement") == (
        "date,entry,account,debit,credit,agreement,sale,memo\r\n"
        "2001-11-15,1,Cash,3670048.32,,sales-agreement,1,"
        '"Delivery of sale 1: 949,710 shares at par $0.001"\r\n'
        "2001-11-15,1,Common stock,,949.71,sales-agreement,1,"
        '"Delivery of sale 1: 949,710 shares at par $0.001"\r\n'
        "2001-11-15,1,Additional paid-in capital,,3669098.61,sales-agreement,1,"
        '"Delivery of sale 1: 949,710 shares at par $0.001"\r\n'
    )


def test_december_trades_are_journaled_in_january(placement: Placement) -> None:
    sale = sell(placement, 50_000, "4.00", trade_date=date(2001, 12, 28), today=TODAY)
    delivered(sale, date(2002, 1, 3))
    assert rows(date(2001, 10, 1), date(2001, 12, 31)) == []
    assert said(rows(date(2002, 1, 1))) == [
        ("1", "Cash", "192000.00", ""),
        ("1", "Common stock", "", "50.00"),
        ("1", "Additional paid-in capital", "", "191950.00"),
    ]


def test_a_late_notice_across_a_tier_is_journaled_when_its_adjustment_is_paid(
    placement: Placement,
) -> None:
    """$1,040,000.00 sold on Nov 7; then $200,000.00 of Nov 5 become known. The 4% end at $1M:

    Of the sale of Nov 7, $200,000.00 move from 4% to 3.5%, so that $1,000.00 come back.
    """
    sell(placement, 260_000, "4.00", trade_date=date(2001, 11, 7), today=TODAY)
    sell(placement, 50_000, "4.00", trade_date=date(2001, 11, 5), today=TODAY)
    adjustment = placement.agreement.sales.get(adjusts__isnull=False)
    assert rows(date(2001, 11, 1)) == []
    delivered(adjustment, date(2001, 11, 30))
    [cash, capital] = rows(date(2001, 11, 1))
    assert said([cash, capital]) == [
        ("1", "Cash", "1000.00", ""),
        ("1", "Additional paid-in capital", "", "1000.00"),
    ]
    assert cash["memo"] == "Adjustment of commission for Nov 7, 2001, paid by the agent"
    assert cash["sale"] == "3"


def test_a_reversal_is_journaled_in_the_quarter_of_its_day(placement: Placement) -> None:
    sale = sell(placement, 50_000, "4.00", trade_date=date(2001, 12, 20), today=TODAY)
    delivered(sale, date(2001, 12, 26))
    turned_back(sale, date(2002, 1, 15))
    assert said(rows(date(2002, 1, 1))) == [
        ("1", "Common stock", "50.00", ""),
        ("1", "Additional paid-in capital", "191950.00", ""),
        ("1", "Cash", "", "192000.00"),
    ]
    assert rows(date(2002, 1, 1))[0]["memo"] == ("Reversal of sale 1: 50,000 shares at par $0.001")


def test_what_was_never_issued_is_reversed_without_an_entry(placement: Placement) -> None:
    sale = sell(placement, trade_date=date(2001, 12, 20), today=TODAY)
    turned_back(sale, date(2002, 1, 15))
    assert rows(date(2001, 10, 1)) == []


def test_a_split_before_settlement_issues_new_shares(placement: Placement) -> None:
    sale = sell(placement, 100_000, "4.00", trade_date=date(2001, 11, 9), today=TODAY)
    split(1, 25, date(2001, 11, 13))
    delivered(sale, date(2001, 11, 15))
    [_cash, stock, _capital] = rows(date(2001, 11, 1))
    assert stock["credit"] == "4.00"
    assert stock["memo"] == "Delivery of sale 1: 4,000 (100,000 as traded) shares at par $0.001"


def test_offering_costs_are_deferred_and_charged(placement: Placement) -> None:
    """$10,000.00 x 1,000,000 / 2,500,000 = $4,000.00; $5,000.00 more x 1,250,000: $7,500.00."""
    spend(placement.agreement, "10000.00", date(2001, 10, 15), purpose="Counsel")
    first = sell(placement, 250_000, "4.00", trade_date=date(2001, 11, 5), today=TODAY)
    second = sell(placement, 62_500, "4.00", trade_date=date(2001, 11, 9), today=TODAY)
    delivered(first, date(2001, 11, 8))
    spend(placement.agreement, "5000.00", date(2001, 11, 12), category="reimbursement")
    delivered(second, date(2001, 11, 15))
    found = rows(date(2001, 10, 1))
    assert [line for line in said(found) if line[0] in "1356"] == [
        ("1", "Deferred offering costs", "10000.00", ""),
        ("1", "Accounts payable, offering expenses", "", "10000.00"),
        ("3", "Additional paid-in capital", "4000.00", ""),
        ("3", "Deferred offering costs", "", "4000.00"),
        ("5", "Cash", "241250.00", ""),
        ("5", "Common stock", "", "62.50"),
        ("5", "Additional paid-in capital", "", "241187.50"),
        ("6", "Additional paid-in capital", "3500.00", ""),
        ("6", "Deferred offering costs", "", "3500.00"),
    ]
    assert found[-1]["memo"] == (
        "Offering costs charged to date $7,500.00: $15,000.00 × $1,250,000.00 settled "
        "÷ $2,500,000.00 capacity"
    )
    assert found[0]["sale"] == ""


def test_accounts_have_the_codes_that_the_office_records(placement: Placement) -> None:
    account("cash", "1010", "Cash")
    account("cash", "1020", "Cash, operating", date(2001, 12, 3))
    delivered(sell(placement, trade_date=date(2001, 11, 9), today=TODAY), date(2001, 11, 15))
    assert rows(date(2001, 11, 1), date(2001, 11, 30))[0]["account"] == "1010 Cash"
    assert rows(date(2001, 11, 1))[0]["account"] == "1020 Cash, operating"


def test_a_name_that_a_spreadsheet_would_run_is_marked(placement: Placement) -> None:
    account("cash", "=1+1", "Cash")
    delivered(sell(placement, trade_date=date(2001, 11, 9), today=TODAY), date(2001, 11, 15))
    assert rows(date(2001, 11, 1))[0]["account"] == "'=1+1 Cash"


def test_without_a_par_value_the_report_says_where_to_record_it() -> None:
    placement, _ = opened()
    delivered(sell(placement, trade_date=date(2001, 11, 9), today=TODAY), date(2001, 11, 15))
    with pytest.raises(CommandError) as refusal:
        written(date(2001, 11, 1))
    assert str(refusal.value) == (
        "The par value per share on Nov 15, 2001 is not available, and shares were issued on that "
        "day: record it as a company figure with its day, under Company, Figures."
    )
    assert rows(date(2001, 11, 16)) == []


def test_a_later_par_value_does_not_serve_an_earlier_day() -> None:
    placement, _ = opened()
    delivered(sell(placement, trade_date=date(2001, 11, 9), today=TODAY), date(2001, 11, 15))
    stated("par_value", "0.001", date(2001, 11, 16))
    with pytest.raises(CommandError, match="on Nov 15, 2001 is not available"):
        written(date(2001, 11, 1))


def test_an_agreement_keeps_the_numbers_that_its_entries_have_among_all(
    placements: list[Placement],
) -> None:
    for placement in placements:
        sale = sell(placement, trade_date=date(2001, 11, 9), today=TODAY)
        delivered(sale, date(2001, 11, 15))
    whole = rows(date(2001, 11, 1))
    for slug in ("sales-agreement", "other-agreement"):
        of_one = rows(date(2001, 11, 1), agreement=slug)
        assert of_one == [line for line in whole if line["agreement"] == slug]
        assert len(of_one) == 3


def test_a_closed_period_stays_as_it_was(placement: Placement) -> None:
    sale = sell(placement, 50_000, "4.00", trade_date=date(2001, 12, 20), today=TODAY)
    delivered(sale, date(2001, 12, 26))
    open_books = written(FIRST, date(2001, 12, 31))
    close(today=TODAY)
    turned_back(sale, date(2002, 1, 15))
    stated("par_value", "0.01", date(2002, 1, 2))
    assert written(FIRST, date(2001, 12, 31)) == open_books
    assert rows(date(2002, 1, 1))[0]["debit"] == "500.00"


def asked(since: date, until: date, known_at: datetime | None = None) -> Any:
    return asked_for(since, until, TODAY, issuer=Issuer.objects.get(), known_at=known_at)


def by_sql(since: date, until: date, known_at: datetime | None) -> list[tuple[Any, ...]]:
    found = read_rows(journal_query(books_of(asked(since, until, known_at))))
    return [
        (day, entry, name, debit or -credit, slug, sale)
        for day, entry, name, debit, credit, slug, sale, _memo in found
    ]


def by_rules(since: date, until: date, known_at: datetime | None) -> list[tuple[Any, ...]]:
    books = books_of(asked(since, until, known_at))
    keys = list(books.agreements)
    of_days = books.of_days._replace(
        capacity={keys.index(key): steps for key, steps in books.of_days.capacity.items()}
    )
    slugs = list(books.agreements.values())
    return [
        (line.day, line.entry, books.accounts[line.role], line.amount, slugs[line.agreement],
         line.sale)
        for line in journal(events_by(until, known_at), of_days, since)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_query_says_what_the_rules_say(db: None, seed: int) -> None:
    history = History(seed)
    history.live(45)
    known = timezone.now()
    history.live(10)
    for since, until in ((FIRST, TODAY), (date(2001, 11, 15), date(2002, 1, 10))):
        for known_at in (None, known):
            found = by_sql(since, until, known_at)
            assert found == by_rules(since, until, known_at)
            balances: dict[int, Decimal] = defaultdict(Decimal)
            for _day, entry, _name, amount, _slug, _sale in found:
                balances[entry] += amount
            assert not any(balances.values())
    assert history.done > 40
    assert Split.objects.exists()
    assert Counter(name for _, _, name, *_ in by_sql(FIRST, TODAY, None)).keys() >= {
        "Cash", "Common stock", "Deferred offering costs",
    }  # fmt: skip


def test_the_page_shows_that_debits_equal_credits(placement: Placement) -> None:
    delivered(
        sell(placement, 50_000, trade_date=date(2001, 11, 9), today=TODAY), date(2001, 11, 15)
    )
    page = logged_in(UserFactory(group="Auditor")).get(
        "/reports/journal/?from=2001-11-01&to=2001-11-30&as_of=2002-03-28"
    )
    summary = page.context["tables"][0]
    assert [cell for _heading, _number, cell in summary["totals"]] == [
        "Total", "3", "$192,000.00", "$192,000.00", "$0.00",
    ]  # fmt: skip


def test_the_queries_do_not_grow_with_the_entries(placement: Placement) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            content = JOURNAL.build(asked(FIRST, TODAY))
            assert list(content.tables[0].rows)
        return len(captured)

    delivered(sell(placement, trade_date=date(2001, 11, 9), today=TODAY), date(2001, 11, 15))
    few = queries()
    for day in (12, 13, 14):
        sale = sell(placement, trade_date=date(2001, 11, day), today=TODAY)
        delivered(sale, date(2001, 11, 20))
        spend(placement.agreement, "10.00", date(2001, 11, day))
    assert queries() == few
