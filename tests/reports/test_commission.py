"""The report `commission`: its lines are those of the pack, and its sums are what was posted."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Sum as SumOf
from django.test.utils import CaptureQueriesContext

from neoequity.books.exporting.copying import Query, copy_csv
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.models import Issuer
from neoequity.reports.commission import COMMISSION, EARLIER, Posted, Sums, Tier, statement
from neoequity.reports.report import Asked
from neoequity.reports.scope import asked_for
from placements.exports.commissions import COMMISSIONS, commission_rows
from placements.models import Placement, Sale
from tests.clients import logged_in
from tests.factories import UserFactory, sell
from tests.reports.journal_books import FIRST, TODAY, History, delivered, opened, turned_back
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
JANUARY = date(2002, 1, 1)


@pytest.fixture(autouse=True)
def _march_2002(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def placements(db: None) -> list[Placement]:
    """Tiers of 4% up to $1,000,000, 3.5% up to $2,000,000, 3% from there."""
    return opened()


@pytest.fixture
def placement(placements: list[Placement]) -> Placement:
    return placements[0]


def written(since: date, until: date = TODAY, **asked: str) -> list[dict[str, str]]:
    out = StringIO()
    call_command("report", "commission", since=str(since), until=str(until), stdout=out, **asked)
    return list(csv.DictReader(StringIO(out.getvalue())))


def asked(since: date, until: date = TODAY) -> Asked:
    return asked_for(since, until, TODAY, issuer=Issuer.objects.get())


def told(since: date, until: date = TODAY) -> list[tuple[str, str, str]]:
    """The statement of the Sales Agreement as the page shows it, with its total."""
    page = logged_in(UserFactory(group="Auditor")).get(
        f"/reports/commission/?from={since}&to={until}&agreement=sales-agreement&as_of={TODAY}"
    )
    table = page.context["tables"][0]
    lines = [[cell for _heading, _number, cell in row] for row in [*table["rows"], table["totals"]]]
    return [(words, gross, commission) for words, _entries, _rate, gross, commission in lines]


def test_a_sale_over_a_tier_has_a_line_in_each(placement: Placement) -> None:
    """$900,000.00 until December; $300,000.00 more are 4% on 100,000 and 3.5% on 200,000."""
    sell(placement, 225_000, "4.00", trade_date=date(2001, 12, 3), today=TODAY)
    sell(placement, 75_000, "4.00", trade_date=date(2002, 1, 8), today=TODAY)
    lines = written(JANUARY)
    assert [
        (line["gross_before"], line["rate"], line["gross_in_tier"], line["commission_in_tier"])
        for line in lines
    ] == [
        ("900000.00", "0.040000", "100000.00", "4000.000000"),
        ("900000.00", "0.035000", "200000.00", "7000.000000"),
    ]
    assert {line["commission"] for line in lines} == {"11000.00"}
    assert told(JANUARY) == [
        ("Gross above $0.00 up to $1,000,000.00", "$100,000.00", "$4,000.00"),
        ("Gross above $1,000,000.00 up to $2,000,000.00", "$200,000.00", "$7,000.00"),
        ("Rounding to the cent", "–", "$0.00"),
        ("Total", "$300,000.00", "$11,000.00"),
    ]


def test_cents_of_rounding_are_a_line_of_their_own(placement: Placement) -> None:
    """Three sales of $10.11 at 4% are posted with 0.40, 0.41 and 0.40; 3 x 0.4044 is 1.2132."""
    for _ in range(3):
        sell(placement, 1, "10.11", trade_date=date(2002, 1, 8), today=TODAY)
    posted = Sale.objects.aggregate(total=SumOf("commission"))["total"]
    assert told(JANUARY)[-1] == ("Total", "$30.33", f"${posted}")
    assert posted == Decimal("1.21")


def test_the_difference_of_a_period_that_begins_between_two_cents_is_told(
    placement: Placement,
) -> None:
    """C(10.11) = 0.4044 and C(20.22) = 0.8088: the second is posted with 0.81 - 0.40 = 0.41."""
    for month, day in ((12, 3), (1, 8), (2, 5)):
        year = 2001 if month == 12 else 2002
        sell(placement, 1, "10.11", trade_date=date(year, month, day), today=TODAY)
    assert told(JANUARY, date(2002, 1, 31)) == [
        ("Gross above $0.00 up to $1,000,000.00", "$10.11", "$0.40"),
        ("Rounding to the cent", "–", "$0.01"),
        ("Total", "$10.11", "$0.41"),
    ]


def test_a_reversal_over_the_quarters_end_is_told_in_its_quarter(placement: Placement) -> None:
    """$40,000.00 go back; $10,000.00 sold at 3.5% on top of it come to 4%: $50.00 are adjusted."""
    sale = sell(placement, 250_000, "4.00", trade_date=date(2001, 12, 20), today=TODAY)
    sell(placement, 2_500, "4.00", trade_date=date(2002, 1, 8), today=TODAY)
    delivered(sale, date(2001, 12, 26))
    turned_back(sale, date(2002, 1, 15))
    assert told(JANUARY) == [
        ("Gross above $0.00 up to $1,000,000.00", "$10,000.00", "$400.00"),
        (EARLIER, "($1,000,000.00)", "($40,000.00)"),
        ("Rounding to the cent", "–", "$0.00"),
        ("Total", "($990,000.00)", "($39,600.00)"),
    ]


def test_an_adjustment_belongs_to_the_sales_of_its_day(placement: Placement) -> None:
    """A late notice moves $200,000.00 from 4% to 3.5%: the tiers have it, and rounding has none."""
    sell(placement, 260_000, "4.00", trade_date=date(2002, 1, 9), today=TODAY)
    sell(placement, 50_000, "4.00", trade_date=date(2002, 1, 8), today=TODAY)
    assert told(JANUARY) == [
        ("Gross above $0.00 up to $1,000,000.00", "$1,000,000.00", "$40,000.00"),
        ("Gross above $1,000,000.00 up to $2,000,000.00", "$240,000.00", "$8,400.00"),
        ("Rounding to the cent", "–", "$0.00"),
        ("Total", "$1,240,000.00", "$48,400.00"),
    ]


def test_what_became_of_earlier_sales_is_a_line_of_its_own() -> None:
    """An earlier sale of $50.00 at 4% went, and another's $30.00 moved from 3.5% to 4%."""
    tiers = [Tier(1, Decimal(0), None, Decimal("0.04"), 1, Decimal(100), Decimal("4.00"))]
    posted = {
        "standing": Posted(1, Decimal(100), Decimal("4.01")),
        "reversal": Posted(1, Decimal(-50), Decimal("-2.00")),
        "adjustment": Posted(1, Decimal(0), Decimal("0.15")),
    }
    earlier = Posted(-1, Decimal(-50), Decimal("-1.85"))
    assert statement(Sums(tiers, posted, earlier))[1:] == [
        (EARLIER, None, None, Decimal(-50), Decimal("-1.85")),
        ("Rounding to the cent", None, None, None, Decimal("0.01")),
    ]


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_whatever_happened_the_statements_total_what_was_posted(db: None, seed: int) -> None:
    """And the rounding stays within half a cent for each line of the calculation and entry."""
    History(seed).live(40)
    for since, until in ((FIRST, TODAY), (date(2001, 12, 1), date(2002, 1, 31))):
        content = COMMISSION.build(asked(since, until))
        *statements, posted, _lines = content.tables
        dated = Sale.objects.filter(trade_date__range=(since, until))
        totals = dated.aggregate(gross=SumOf("gross"), commission=SumOf("commission"))
        assert posted.totals is not None
        assert posted.totals[-2:] == [totals["gross"], totals["commission"]]
        for table in statements:
            agreement = dated.filter(agreement__code=table.name.removeprefix("By tier, "))
            own = agreement.aggregate(gross=SumOf("gross"), commission=SumOf("commission"))
            assert table.totals is not None
            assert table.totals[-2:] == [own["gross"], own["commission"]]
            assert not isinstance(table.rows, Query)
            [rounding] = [row[-1] for row in table.rows if row[0] == "Rounding to the cent"]
            most = Decimal("0.02") * agreement.count()
            assert isinstance(rounding, Decimal)
            assert abs(rounding) <= most


def test_a_period_has_the_lines_of_the_pack_dated_in_it(placement: Placement) -> None:
    for day in (date(2001, 12, 3), date(2002, 1, 8)):
        sell(placement, 225_000, "4.00", trade_date=day, today=TODAY)
    out = BytesIO()
    copy_csv(commission_rows(ExportQuery(TODAY)), COMMISSIONS, out)
    whole = list(csv.DictReader(StringIO(out.getvalue().decode())))
    assert written(FIRST) == whole
    assert written(JANUARY) == [line for line in whole if line["trade_date"] >= "2002-01-01"]
    assert 0 < len(written(JANUARY)) < len(whole)


def test_the_queries_do_not_grow_with_the_sales(placement: Placement) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            content = COMMISSION.build(asked(FIRST))
            assert all(len(table.rows) for table in content.tables[:-1])
        return len(captured)

    sell(placement, trade_date=date(2001, 12, 3), today=TODAY)
    few = queries()
    for day in (4, 5, 6):
        sell(placement, trade_date=date(2001, 12, day), today=TODAY)
    assert queries() == few
