"""Prices of more than a year: a page of them, and a row of bids that began before it."""

from datetime import date
from decimal import Decimal

from django.test import Client

from neoequity.books.calendar import trading_days_before
from neoequity.books.models import Issuer
from neoequity.company.actions.prices import record_prices
from neoequity.company.selectors.prices import SHOWN_DAYS, prices_on
from neoequity.company.terms.price_day import PriceDay
from neoequity.people.models import User
from tests.clients import logged_in
from tests.factories import TODAY, UserFactory

TWO_YEARS = [trading_days_before(TODAY, ago) for ago in range(504, 0, -1)]


def priced(issuer: Issuer, by: User, bid: str) -> None:
    days = [day for day in TWO_YEARS if day not in _recorded(issuer)]
    rows = [PriceDay(day, Decimal("1.10"), Decimal(bid), 100_000, "Nasdaq") for day in days]
    for first in range(0, len(rows), 200):
        record_prices(issuer, rows[first : first + 200], by=by, today=TODAY)


def _recorded(issuer: Issuer) -> set[date]:
    return {row.day for row in prices_on(issuer, TODAY).rows}


def test_a_row_of_bids_below_the_minimum_is_told_as_at_least_the_year_that_is_read(
    programme: Issuer, treasurer: User
) -> None:
    priced(programme, treasurer, "0.99")
    found = prices_on(programme, TODAY)
    assert found.watch is not None
    assert found.watch.days_below <= SHOWN_DAYS
    assert found.rows.count() == 504
    assert len(found.closes) <= SHOWN_DAYS
    assert found.last is not None
    assert found.last.day == TWO_YEARS[-1]


def test_the_earliest_price_is_on_the_last_page(programme: Issuer, treasurer: User) -> None:
    priced(programme, treasurer, "1.05")
    client: Client = logged_in(UserFactory(group="Auditor"))
    page = client.get("/company/prices/?page=8").content.decode()  # 504 days, 63 on a page
    assert "Page 8 of 8" in page
    assert f"{TWO_YEARS[0]:%b} {TWO_YEARS[0].day}, {TWO_YEARS[0].year}" in page
