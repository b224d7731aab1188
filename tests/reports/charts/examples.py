"""Each chart of the example programme, of nothing, and of a single figure."""

from datetime import date
from decimal import Decimal

from neoequity.reports.charts.chart import Chart
from neoequity.reports.charts.cumulative import Band, Capacity, Cumulative, Sold, cumulative
from neoequity.reports.charts.dilution import Source, Stack, dilution
from neoequity.reports.charts.ladder import Due, Ladder, ladder
from neoequity.reports.charts.look import PAPER, Look
from neoequity.reports.charts.prices import DayPrices, Prices, prices
from neoequity.reports.charts.proceeds import DayProceeds, Proceeds, proceeds
from neoequity.reports.charts.warrants import Outstanding, Warrants, warrants

SIGNED, TODAY = date(2001, 6, 12), date(2001, 11, 13)
OCT_26, NOV_9, NOV_15 = date(2001, 10, 26), date(2001, 11, 9), date(2001, 11, 15)
TEN_DAYS = [date(2001, 11, day) for day in (13, 14, 15, 16, 19, 20, 21, 23, 26, 27)]
BANDS = [
    Band(Decimal(0), Decimal("0.04")),
    Band(Decimal(10_000_000), Decimal("0.035")),
    Band(Decimal(20_000_000), Decimal("0.03")),
]
CAPACITY = [Capacity(SIGNED, Decimal(25_000_000))]


def of_cumulative(*sold: Sold, name: str = "Sales Agreement") -> Cumulative:
    """The Sales Agreement, with these sales."""
    return Cumulative(name, SIGNED, TODAY, sold, CAPACITY, BANDS)


def of_prices(*days: DayPrices, name: str = "Sales Agreement") -> Prices:
    """Its prices of three months."""
    return Prices(name, date(2001, 8, 10), NOV_9, days)


ONE_SALE = Sold(NOV_9, Decimal("3822967.00"))
ONE_PRICE = DayPrices(
    day=NOV_9,
    placement=1,
    lowest=Decimal("4.0254"),
    highest=Decimal("4.0254"),
    gross=Decimal("3822967.00"),
    shares=949_710,
    minimum=Decimal("4.02"),
)
ONE_DAY = DayProceeds(NOV_9, Decimal("3822967.00"), Decimal("3670048.32"))
ONE_DUE = Due(NOV_15, 1, Decimal("3670048.32"))
ONE_WARRANT = Warrants(94_971, Decimal("5.2330"), date(2006, 11, 15))


def empty(look: Look = PAPER) -> dict[str, Chart]:
    """Every chart without a figure."""
    return {
        "cumulative": cumulative(of_cumulative(), look),
        "proceeds": proceeds(Proceeds(TODAY, []), look),
        "prices": prices(of_prices(), look),
        "ladder": ladder(Ladder(TODAY, TEN_DAYS, []), look),
        "dilution": dilution(Stack(TODAY, None, []), look),
        "warrants": warrants(Outstanding(TODAY, []), look),
    }


def of_one(look: Look = PAPER) -> dict[str, Chart]:
    """Every chart with one figure: the published sale of the Sales Agreement."""
    return {
        "cumulative": cumulative(of_cumulative(ONE_SALE), look),
        "proceeds": proceeds(Proceeds(TODAY, [ONE_DAY]), look),
        "prices": prices(of_prices(ONE_PRICE), look),
        "ladder": ladder(Ladder(TODAY, TEN_DAYS, [ONE_DUE]), look),
        "dilution": dilution(Stack(TODAY, 21_927_372, [Source("Sold", 949_710)]), look),
        "warrants": warrants(Outstanding(TODAY, [ONE_WARRANT]), look),
    }
