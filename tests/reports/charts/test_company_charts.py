"""The dilution stack on the page of the share ledger, and the warrants on that of the register."""

from datetime import date

import pytest
from django.test import Client

from neoequity.books.models import Issuer
from neoequity.company.selectors.share_ledger import share_ledger
from neoequity.reports.charts.company_figures import chart_of_dilution, charts_of_warrants
from tests.factories import TODAY, UserFactory
from tests.warrants.factories import issued_warrant

pytestmark = pytest.mark.django_db


def test_the_share_ledger_draws_its_sources_above_their_table(
    published: Issuer, reader: Client
) -> None:
    page = reader.get("/company/shares/").content.decode()
    chart = chart_of_dilution(share_ledger(published, TODAY), TODAY)
    assert chart.svg in page
    assert chart.narrow in page
    assert "31,703,210 (30.5% dilution)" in chart.svg
    assert page.index(chart.svg) < page.index('id="sources"')


def test_the_register_draws_callable_series_without_price_and_expiry(
    published: Issuer, reader: Client
) -> None:
    [chart] = charts_of_warrants(TODAY)
    assert [tuple(row) for row in chart.table.rows] == [("Set at call", "No expiry", 2, 3_413_600)]
    page = reader.get("/warrants/").content.decode()
    assert chart.svg in page
    assert "The same figures as a table" in page


def test_before_a_series_opens_nothing_is_drawn(published: Issuer, reader: Client) -> None:
    assert charts_of_warrants(date(2000, 1, 3)) == []
    page = reader.get("/warrants/?as_of=2000-01-03").content.decode()
    assert "Exercise prices and expiry" not in page


def test_an_agents_warrant_stands_at_its_price_and_last_day(db: None) -> None:
    """130% of $4.00 for a tenth of 10,000 shares, for five years from Nov 15, 2001."""
    issued_warrant(by=UserFactory(username="treasurer"))
    [chart] = charts_of_warrants(date(2001, 12, 5))
    assert [tuple(row) for row in chart.table.rows] == [("$5.2000", "Nov 15, 2006", 1, 1_000)]
