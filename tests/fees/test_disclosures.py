"""Published programmes whose commission no fee tiers give, entered by file, as they disclosed them.

Each is what a filing says of a period: shares, gross, commission and net, entered as sales that
state their commission. Filings round; each figure is compared in the unit in which it was printed.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import pytest
from pytest_django import Settings

from placements.selectors.ledger import prove_ledger
from tests.programme.conftest import LoadEvents
from tests.programme.told import Content, event, moved, programme
from tests.reports.reporting import rows

pytestmark = pytest.mark.django_db

SIGNED_ON = date(2020, 1, 2)
THOUSAND = Decimal(1000)


class Made(NamedTuple):
    """One sale, on the last trading day of what it stands for; figures as dollars in text."""

    on: date
    shares: int
    price: str
    gross: str
    commission: str
    deductions: str = "0.00"


class Disclosed(NamedTuple):
    """The sales of a programme, and figures of the quarter report as printed, by their columns."""

    name: str
    maximum: str
    sales: tuple[Made, ...]
    period: tuple[date, date]
    printed: dict[str, str]


# The first half of 2023 is the nine months less the third quarter.
GLADSTONE = (
    Made(date(2023, 6, 30), 729_685, "19.50", "14228000.00", "143000.00"),
    Made(date(2023, 9, 29), 58_360, "17.34", "1012000.00", "10000.00"),
)
ROWS = [
    Disclosed(
        "Gladstone Land, Q3 2023",
        "0.03",
        GLADSTONE,
        (date(2023, 7, 1), date(2023, 9, 30)),
        {"gross": "1012000", "commission": "10000", "net": "1002000"},
    ),
    Disclosed(
        "Gladstone Land, nine months ended Sep 30, 2023",
        "0.03",
        GLADSTONE,
        (date(2023, 7, 1), date(2023, 9, 30)),
        {"ytd_gross": "15240000", "ytd_commission": "153000", "ytd_net": "15087000"},
    ),
    Disclosed(
        "MicroStrategy, May 2025 programme to Sep 30, 2025",
        "0.02",
        (Made(date(2025, 9, 30), 12_849_124, "396.23", "5091204000.00", "6567000.00"),),
        (date(2025, 7, 1), date(2025, 9, 30)),
        {"total_gross": "5091204000", "total_commission": "6567000", "total_net": "5084637000"},
    ),
    Disclosed(
        "CIK 1011432, Nov 12 to Dec 31, 2020",
        "0.03",
        (Made(date(2020, 12, 31), 1_315_000, "1.54", "2027000.00", "60810.00", "123000.00"),),
        (date(2020, 10, 1), date(2020, 12, 31)),
        {"total_gross": "2027000", "total_commission": "61000", "total_net": "1843000"},
    ),
]


def file_of(row: Disclosed) -> Content:
    """A programme file of an agreement with a maximum, one placement, and the sales of the row."""
    offered = sum(sale.shares for sale in row.sales)
    begun = [
        event("placement", number=1, shares_offered=offered, expected_price="1.00"),
        moved("propose", SIGNED_ON),
        moved("accept", SIGNED_ON),
    ]
    terms: dict[str, Any] = {
        "commission_maximum_rate": row.maximum,
        "capacity": "21000000000.00",
        "signed_on": SIGNED_ON,
        "settlement_days": 2,
    }
    return programme(
        *begun, *(_sold(place, sale) for place, sale in enumerate(row.sales, 1)), tiers=(), **terms
    )


def _sold(place: int, sale: Made) -> Content:
    figures = {"gross": sale.gross, "commission": sale.commission, "deductions": sale.deductions}
    return event(
        "sale",
        placement=1,
        trade_date=sale.on,
        shares=sale.shares,
        price=sale.price,
        method="nasdaq",
        agent_reference=f"P-{place}",
        **figures,
    )


def in_thousands(figure: str) -> Decimal:
    return (Decimal(figure) / THOUSAND).quantize(Decimal(1), ROUND_HALF_UP)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_quarter_report_of_a_loaded_programme_has_what_was_disclosed(
    row: Disclosed,
    load_events: LoadEvents,
    settings: Settings,
) -> None:
    since, until = row.period
    settings.NEOEQUITY_TODAY = date(2025, 12, 31)
    load_events(file_of(row), today=settings.NEOEQUITY_TODAY)
    report = rows("quarter", since=str(since), until=str(until))
    [sold] = [each for each in report if each["basis"] == "sold"]
    assert {name: in_thousands(sold[name]) for name in row.printed} == {
        name: in_thousands(printed) for name, printed in row.printed.items()
    }
    assert prove_ledger().differences == []
