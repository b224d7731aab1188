"""`/before-you-sell/`, the limits and the kept checks: for strangers and readers, at one cost."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.books.calendar import trading_days_before
from neoequity.books.models import Issuer
from neoequity.company.actions.prices import record_prices
from neoequity.company.actions.record import record_position
from neoequity.company.models import MarketPrice
from neoequity.company.terms.price_day import PriceDay
from neoequity.people.models import User
from placements.models import Placement
from tests.clients import logged_in
from tests.company.selling.proposals import agreement_of, approved_with, drafted, moved
from tests.factories import TODAY, UserFactory, sell

ASK = "/before-you-sell/?agreement=sales-agreement&shares=400000&price=3.80&on=2001-11-15"
PAGES = [ASK, "/before-you-sell/", "/company/limits/"]


@pytest.fixture
def reader(db: None) -> Client:
    return logged_in(UserFactory(group="Auditor"))


def open_placement(issuer: Issuer, treasurer: User) -> None:
    placement = drafted(agreement_of(issuer), 1000, "3.80", by=treasurer)
    approved_with(placement, by=treasurer)
    moved(placement, "propose", "accept", by=treasurer, on=TODAY)


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_led_to_the_sign_in(published: Issuer, page: str) -> None:
    response = Client().get(page)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_a_reader_sees_the_answer_each_check_and_the_range(
    published: Issuer, reader: Client
) -> None:
    page = reader.get(ASK).content.decode()
    assert "You can sell up to 3,310,964 shares for $12,581,663.20 at $3.8000" in page
    assert page.count('class="check check-yes"') == 10
    assert page.count('class="check check-unknown"') == 2
    assert "Up to $6.396032, Nasdaq&#x27;s 20% rule binds first" in page


def test_a_question_that_cannot_be_read_is_answered_beside_its_field(
    published: Issuer, reader: Client
) -> None:
    response = reader.get("/before-you-sell/?agreement=sales-agreement&price=4,025&on=2001-11-15")
    assert response.status_code == 400
    assert "could mean either" in response.content.decode()


@pytest.mark.parametrize("on", ["1971-01-01", "1971-01-04", "2099-12-31"])
@pytest.mark.parametrize("price", ["0.000001", "99999999"])
def test_the_first_and_the_last_day_and_price_are_answered(
    published: Issuer, reader: Client, on: str, price: str
) -> None:
    address = "/before-you-sell/?agreement=sales-agreement&shares=999999999999"
    assert reader.get(f"{address}&price={price}&on={on}").status_code == 200


def test_the_limits_open_to_their_calculation(published: Issuer, reader: Client) -> None:
    page = reader.get("/company/limits/").content.decode()
    for figure in ("18,296,790", "4,385,474", "22,032,172", "8,593,877", "969,710", "107,451"):
        assert figure in page


def test_the_page_of_a_placement_leads_to_its_checks(
    published: Issuer, treasurer: User, reader: Client
) -> None:
    placement = drafted(agreement_of(published), 400_000, "3.80", by=treasurer)
    approved_with(placement, by=treasurer)
    moved(placement, "propose", by=treasurer)
    address = f"/company/checks/sales-agreement/{placement.number}/"
    assert address in reader.get(placement.get_absolute_url()).content.decode()
    kept = reader.get(address).content.decode()
    assert kept.count("You can sell up to 3,310,964 shares") == 2  # approved and proposed


def happened(placement: Placement, days: int, *, by: User) -> None:
    """So many sales, days with a price, and holders more."""
    earlier = MarketPrice.objects.count() + 1
    for number in range(days):
        sell(placement, 10, trade_date=TODAY, by=by)
        holder = {"holder": f"Fund {earlier + number}", "held": 1000, "day": TODAY}
        record_position(issuer=placement.agreement.issuer, **holder, by=by, today=TODAY)
    four = Decimal("4.00")
    prices = [
        PriceDay(trading_days_before(date(2001, 9, 10), earlier + n), four, four, 100, "Nasdaq")
        for n in range(days)
    ]
    record_prices(placement.agreement.issuer, prices, by=by, today=TODAY)


@pytest.mark.parametrize(
    ("page", "most"),
    [(ASK, 44), ("/company/limits/", 33), ("/company/today/", 50), ("/company/prices/", 15)],
)
def test_its_queries_do_not_grow_with_sales_prices_and_holders(
    published: Issuer, treasurer: User, reader: Client, page: str, most: int
) -> None:
    open_placement(published, treasurer)
    placement = Placement.objects.latest("pk")
    happened(placement, 1, by=treasurer)
    with CaptureQueriesContext(connection) as few:
        reader.get(page)
    happened(placement, 30, by=treasurer)
    with CaptureQueriesContext(connection) as many:
        reader.get(page)
    assert len(many) == len(few) <= most


@pytest.mark.parametrize("page", [ASK, "/company/limits/"])
def test_its_queries_do_not_grow_with_placements(
    published: Issuer, treasurer: User, reader: Client, page: str
) -> None:
    open_placement(published, treasurer)
    with CaptureQueriesContext(connection) as few:
        reader.get(page)
    for _ in range(3):
        open_placement(published, treasurer)
    with CaptureQueriesContext(connection) as many:
        reader.get(page)
    assert len(many) == len(few)
