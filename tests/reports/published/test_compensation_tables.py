"""Compensation as people read it: a table for each agreement, both readings side by side."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from neoequity.books.models import Issuer
from neoequity.reports.compensation import COMPENSATION
from neoequity.reports.report import Table
from neoequity.reports.scope import asked_for
from tests.factories import TODAY
from tests.reports.made import lines_of, rows_of

SINCE = date(2001, 10, 1)
pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def tables(published: Issuer) -> list[Table]:
    asked = asked_for(SINCE, TODAY, TODAY, issuer=published)
    return list(COMPENSATION.build(asked).shown)


def test_each_agreement_has_its_items_in_both_readings(tables: list[Table]) -> None:
    sales = next(table for table in tables if table.title == "Sales Agreement")
    assert [tuple(row) for row in rows_of(sales)] == [
        ("Gross proceeds", Decimal("3822967.00"), None, Decimal("25000000.00"), None),
        ("Commission", Decimal("152918.68"), Decimal("0.04"), Decimal("900000.00"),
         Decimal("0.036")),
        ("Agent’s expenses", Decimal("0.00"), Decimal(0), Decimal("60000.00"), Decimal("0.0024")),
        ("Advisory money", Decimal("62500.00"), Decimal("0.0163"), Decimal("62500.00"),
         Decimal("0.0025")),
        ("Value of the warrants", Decimal("76459.34"), Decimal("0.02"), Decimal("500000.00"),
         Decimal("0.02")),
        ("Total compensation", Decimal("291878.02"), Decimal("0.0763"), Decimal("1522500.00"),
         Decimal("0.0609")),
        ("Limit", Decimal("305837.36"), Decimal("0.08"), Decimal("2000000.00"), Decimal("0.08")),
        ("Over the limit", Decimal("0.00"), Decimal(0), Decimal("0.00"), Decimal(0)),
        ("May have to be refunded", Decimal("0.00"), Decimal(0), Decimal("0.00"), Decimal(0)),
        ("Gross at which the limit is first met", Decimal("3125000.00"), None, None, None),
    ]  # fmt: skip


def test_the_other_method_has_a_line_for_each_agreement(tables: list[Table]) -> None:
    other = tables[-1]
    assert [(row[0], row[1], row[5]) for row in rows_of(other)] == [
        ("Other Agreement", "nasd-formula v1", Decimal("0.0721")),
        ("Sales Agreement", "nasd-formula v1", Decimal("0.0584")),
    ]


def test_the_csv_is_that_of_the_dataset(reader: Client) -> None:
    report = b"".join(reader.get("/reports/compensation.csv?from=2001-10-01&to=2001-11-13"))
    dataset = b"".join(reader.get("/exports/compensation.csv"))
    assert report == dataset
    assert len(lines_of("compensation", SINCE, TODAY)) == 52


def test_the_page_names_agreements_not_slugs(reader: Client) -> None:
    page = reader.get("/reports/compensation/?from=2001-10-01&to=2001-11-13").content.decode()
    assert "7.63%" in page
    assert "6.09%" in page
    assert '<td data-label="Agreement">sales-agreement' not in page
