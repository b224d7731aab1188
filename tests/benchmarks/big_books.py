"""Books with very many sales: a hundred placements, sold one by one over 250 trading days."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from itertools import groupby, islice

from django.db import connection

from neoequity.books.calendar import trading_days_before
from neoequity.books.models import Issuer
from neoequity.company.actions.prices import record_prices
from neoequity.company.actions.record import ask_figure, record_position
from neoequity.company.terms.price_day import PriceDay
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.placement import move_placement
from placements.actions.sale import ask_reversal, record_sales
from placements.models import Agreement, Placement, Sale
from placements.terms.notice import SaleNotice
from tests.factories import TODAY, PlacementFactory, UserFactory, approved, notice_of
from tests.warrants.factories import warrant_agreement
from warrants.actions.issue import issue_warrant

SHARES = 10  # a sale, at $4.00
PLACEMENTS = 100
DAYS = 250
UNSETTLED = 1_000
REVERSED = 300
CLOSED = 98
WITH_WARRANT = 40
AS_MUCH_AGAIN = 100_000  # shares at least: so many further sales of one share fit, of 10,000 on
_AT_ONCE = 10_000
_FILE = (
    *("agreement", "placement", "trade_date", "shares", "price", "gross", "method"),
    "agent_reference",
)


def make_books(sales: int, *, by: User) -> Placement:
    """So many sales of 10 shares at $4.00, recorded, delivered and closed through the actions.

    All but the last thousand are delivered, 300 are reversed, 98 placements are closed and 40
    have their warrant. Returns the last placement, under which as much again may be sold.
    """
    days = [trading_days_before(TODAY, ago) for ago in range(DAYS + 3, 3, -1)]
    placements = list(_open_placements(sales, days[0], by))
    for first in range(0, sales, _AT_ONCE):
        notices = [
            notice_of(
                placements[place * PLACEMENTS // sales],
                SHARES,
                trade_date=days[place * DAYS // sales],
            )
            for place in range(first, min(first + _AT_ONCE, sales))
        ]
        record_sales(notices, by=by, today=TODAY)
    _deliver_all_but(UNSETTLED, by)
    closed = placements[:CLOSED]
    for placement in closed:
        move_placement(placement, "close", on=TODAY, by=by, today=TODAY)
    _reverse((sales - UNSETTLED) // REVERSED, by)
    for placement in closed[:WITH_WARRANT]:
        issue_warrant(placement.agreement, placement, by=by, today=TODAY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return placements[-1]


def state_company(issuer: Issuer, sales: int, *, by: User) -> None:
    """The company's figures and a year of daily prices, as the checks before a sale need them."""
    figures: dict[str, int | Decimal] = {
        "authorized_shares": 100 * sales * SHARES,
        "shares_outstanding": 40 * sales * SHARES,
        "options_and_warrants": sales * SHARES,
        "in_the_register": 0,
        "average_daily_volume": 100_000,
        "minimum_bid": 1,
        "par_value": Decimal("0.001"),
        "nasdaq_limit_rate": Decimal("0.20"),
        "dgcl_203_rate": Decimal("0.15"),
        "rights_plan_rate": Decimal("0.20"),
    }
    first = trading_days_before(TODAY, DAYS)
    for name, value in figures.items():
        facts = {"issuer": issuer, "name": name, "value": Decimal(value), "day": first}
        approved(ask_figure(**facts, by=by, today=TODAY))
    holder = {"holder": "A fund", "held": 1000, "acquirable": 500, "day": first}
    record_position(issuer=issuer, **holder, by=by, today=TODAY)
    four = Decimal("4.00")
    prices = [
        PriceDay(trading_days_before(TODAY, ago), four, four, 100_000, "The exchange")
        for ago in range(DAYS, 0, -1)
    ]
    record_prices(issuer, prices, by=by, today=TODAY)


def further_notices(placement: Placement, number: int) -> list[SaleNotice]:
    """Notices of so many sales of the day, which are not on the books yet."""
    return [
        notice_of(placement, 1, trade_date=TODAY, agent_reference=f"NEW-{place}")
        for place in range(number)
    ]


def written_notices(placement: Placement, number: int) -> str:
    """The same notices as a file."""
    out = StringIO()
    rows = csv.DictWriter(out, _FILE, extrasaction="ignore")
    rows.writeheader()
    rows.writerows(notice._asdict() for notice in further_notices(placement, number))
    return out.getvalue()


def _open_placements(sales: int, on: date, by: User) -> Iterator[Placement]:
    agreement: Agreement = warrant_agreement(
        signed_on=on,
        capacity=Decimal(4 * sales * SHARES * 2),
        largest_commission=None,
        warrant_limit_rate=Decimal("0.20"),
    )
    each = sales // PLACEMENTS * SHARES
    for number in range(1, PLACEMENTS + 1):
        shares = each if number < PLACEMENTS else each + max(each, AS_MUCH_AGAIN)
        yield PlacementFactory(
            agreement=agreement, accepted=True, by=by, on=on, shares_offered=shares
        )


def _deliver_all_but(left: int, by: User) -> None:
    last = Sale.objects.order_by("-number").values_list("number", flat=True)[left]
    settled = Sale.objects.filter(number__lte=last).order_by("settlement_date", "number")
    due = settled.only("agreement", "settlement_date").iterator()
    for day, sales in groupby(due, lambda sale: sale.settlement_date):
        assert day is not None
        while chunk := list(islice(sales, _AT_ONCE)):
            deliver(chunk, delivered_on=day, by=by, today=TODAY)


def _reverse(every: int, by: User) -> None:
    cfo = UserFactory(group="CFO")
    numbers = range(every, every * REVERSED + 1, every)
    for sale in Sale.objects.filter(number__in=numbers).select_related("agreement"):
        request = ask_reversal(sale, on=TODAY, reason="a mistake", by=by, today=TODAY)
        approved(request, by=cfo)
