"""Every picture draws the figures of its table, in their proportions."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from neoequity.reports.charts.chart import Chart
from neoequity.reports.charts.cumulative import Capacity, Cumulative, Sold, cumulative
from neoequity.reports.charts.dilution import Source, Stack, dilution
from neoequity.reports.charts.ladder import Due, Ladder, ladder
from neoequity.reports.charts.prices import DayPrices, prices
from neoequity.reports.charts.proceeds import DayProceeds, Proceeds, proceeds
from neoequity.reports.charts.warrants import Outstanding, Warrants, warrants
from tests.reports.charts.examples import (
    BANDS,
    NOV_9,
    NOV_15,
    OCT_26,
    ONE_SALE,
    SIGNED,
    TEN_DAYS,
    TODAY,
    of_cumulative,
    of_prices,
)
from tests.reports.charts.reading import Picture, is_linear, steps

WIDTHS = pytest.mark.parametrize("width", ["svg", "narrow"])


def _column(chart: Chart, heading: str) -> list[Decimal]:
    place = [column.heading for column in chart.table.columns].index(heading)
    return [Decimal(str(row[place])) for row in chart.table.rows]


def _day(
    day: date,
    placement: int,
    dollars: tuple[str, str, str],
    shares: int,
    minimum: Decimal | None,
) -> DayPrices:
    lowest, highest, gross = map(Decimal, dollars)
    return DayPrices(day, placement, lowest, highest, gross, shares, minimum)


def _picture(chart: Chart, width: str) -> Picture:
    return Picture(getattr(chart, width))


@WIDTHS
def test_the_line_rises_by_what_each_day_sold(width: str) -> None:
    sold = [Sold(OCT_26, Decimal("338504.00")), ONE_SALE, Sold(TODAY, Decimal("-38504.00"))]
    chart = cumulative(of_cumulative(*sold))
    [line] = _picture(chart, width).marks("line")
    corners = steps(line)
    totals = _column(chart, "Cumulative gross")
    assert totals == [Decimal("338504.00"), Decimal("4161471.00"), Decimal("4122967.00")]
    assert is_linear([y for _, y in corners], [Decimal(0), *totals])
    days = [Decimal(day.toordinal()) for day in (SIGNED, OCT_26, NOV_9, TODAY)]
    assert is_linear([x for x, _ in corners], days)


@WIDTHS
def test_bands_and_capacity_share_the_scale_of_the_line(width: str) -> None:
    picture = _picture(cumulative(of_cumulative(ONE_SALE)), width)
    bottom, top = (y for _, y in steps(picture.marks("line")[0]))
    per_dollar = (bottom - top) / Decimal("3822967.00")
    bands = [*picture.marks("band"), *picture.marks("next-band")]
    heights = {band["y"] + band["height"]: band["height"] for band in bands}
    in_order = [heights[y] for y in sorted(heights, reverse=True)]
    for height, dollars in zip(in_order, (10_000_000, 10_000_000, 5_000_000), strict=True):
        assert abs(height - per_dollar * dollars) < Decimal("0.1")
    [(_, capacity)] = steps(picture.marks("limit")[0])
    assert abs(bottom - capacity - per_dollar * 25_000_000) < Decimal("0.2")
    assert [words for words in picture.words() if "commission" in words] == [
        "4.00% commission",
        "3.50% commission",
        "3.00% commission",
    ]


def test_a_capacity_that_was_raised_is_a_step_on_its_day() -> None:
    raised = [Capacity(SIGNED, Decimal(10_000_000)), Capacity(OCT_26, Decimal(25_000_000))]
    chart = cumulative(Cumulative("Sales Agreement", SIGNED, TODAY, [ONE_SALE], raised, BANDS))
    picture = Picture(chart.svg)
    (_, before), (x, after) = steps(picture.marks("limit")[0])
    zero = steps(picture.marks("line")[0])[0][1]
    assert abs((zero - after) / (zero - before) - Decimal("2.5")) < Decimal("0.001")
    left = steps(picture.marks("line")[0])[0][0]
    right = picture.marks("dot")[0]["cx"]
    part = Decimal((OCT_26 - SIGNED).days) / (TODAY - SIGNED).days
    assert abs(left + (right - left) * part - x) < Decimal("0.02")
    assert _column(chart, "Capacity") == [Decimal(25_000_000)]


def test_the_table_names_the_tier_of_the_last_dollar_sold() -> None:
    def tier_after(gross: str) -> list[Decimal]:
        return _column(cumulative(of_cumulative(Sold(NOV_9, Decimal(gross)))), "Fee tier reached")

    assert tier_after("10000000.00") == [Decimal("0.04")]
    assert tier_after("10000000.01") == [Decimal("0.035")]


@WIDTHS
def test_a_column_stands_for_each_month_as_high_as_its_proceeds(width: str) -> None:
    days = [
        DayProceeds(date(2001, 8, 31), Decimal("1000000.00"), Decimal("960000.00")),
        DayProceeds(date(2001, 10, 1), Decimal("3000000.00"), Decimal("2880000.00")),
        DayProceeds(OCT_26, Decimal("-500000.00"), Decimal("-480000.00")),
        DayProceeds(NOV_9, Decimal("-250000.00"), Decimal("-240000.00")),
    ]
    chart = proceeds(Proceeds(TODAY, days))
    picture = _picture(chart, width)
    assert [row[0] for row in chart.table.rows] == ["Aug 2001", "Sep 2001", "Oct 2001", "Nov 2001"]
    for mark, heading in (("gross", "Gross"), ("net", "Net")):
        columns, figures = picture.marks(mark, "rect"), _column(chart, heading)
        assert len(columns) == 4
        signed = [
            column["height"] if figure >= 0 else -column["height"]
            for column, figure in zip(columns, figures, strict=True)
        ]
        assert is_linear(signed, figures)
    assert _column(chart, "Gross") == [1_000_000, 0, 2_500_000, -250_000]
    assert _column(chart, "Commission and deductions") == [40_000, 0, 100_000, -10_000]


def test_columns_rise_and_fall_from_one_line_at_zero() -> None:
    days = [
        DayProceeds(OCT_26, Decimal("338504.00"), Decimal("324963.84")),
        DayProceeds(NOV_9, Decimal("-100000.00"), Decimal("-96000.00")),
    ]
    up, down = Picture(proceeds(Proceeds(TODAY, days)).svg).marks("gross", "rect")
    assert up["y"] + up["height"] == down["y"]


@WIDTHS
def test_a_rung_stands_for_each_settlement_day_and_for_what_is_overdue_or_later(width: str) -> None:
    due = [
        Due(date(2001, 11, 8), 2, Decimal("21000.00")),
        Due(NOV_15, 1, Decimal("88000.50")),
        Due(date(2001, 11, 16), 3, Decimal("44000.25")),
        Due(date(2001, 12, 20), 1, Decimal("30000.00")),
    ]
    chart = ladder(Ladder(TODAY, TEN_DAYS, due))
    picture = _picture(chart, width)
    assert [row[0] for row in chart.table.rows][::11] == ["Overdue", "Later"]
    [late], coming = picture.marks("late", "rect"), picture.marks("net", "rect")
    heights = [late["height"], *(column["height"] for column in coming)]
    assert is_linear(heights, _column(chart, "Net"))
    assert len(coming) == 11
    assert chart.sentence == (
        "$162,000.75 net is due; the largest amount is $88,000.50 on Nov 15, 2001. "
        "$21,000.00 is overdue."
    )


@WIDTHS
def test_a_mark_reaches_from_the_lowest_to_the_highest_price_of_a_day(width: str) -> None:
    days = [
        _day(OCT_26, 1, ("3.18", "3.30", "323000.00"), 100_000, Decimal("3.20")),
        _day(NOV_9, 1, ("3.70", "3.74", "74392.00"), 20_000, Decimal("3.20")),
        _day(NOV_9, 2, ("3.90", "4.10", "403000.00"), 100_000, None),
    ]
    chart = prices(of_prices(*days))
    picture = _picture(chart, width)
    ranges = picture.marks("range", "line")
    dots = [*picture.marks("below", "circle"), *picture.marks("dot", "circle")]
    [minimum] = picture.marks("minimum", "line")
    places = [each[end] for end in ("y1", "y2") for each in ranges] + [dot["cy"] for dot in dots]
    figures = [*_column(chart, "Lowest"), *_column(chart, "Highest"), *_column(chart, "Average")]
    assert is_linear([*places, minimum["y1"]], [*figures, Decimal("3.20")])
    assert _column(chart, "Average") == [Decimal("3.23"), Decimal("3.7196"), Decimal("4.03")]
    assert len(picture.marks("below", "circle")) == 1
    assert "1 of 3 marks reach below the minimum price." in chart.sentence


@WIDTHS
def test_each_source_of_shares_is_stacked_on_those_before_it(width: str) -> None:
    sources = [Source("Other options and warrants", 5_180_277), Source("Class B", 3_413_600)]
    chart = dilution(Stack(TODAY, 21_862_772, sources))
    picture = _picture(chart, width)
    marks = [*picture.marks("net"), *picture.marks("gross")]
    *bars, whole, more = sorted(marks, key=lambda mark: (mark["y"], mark["x"]))
    shares, counts = _column(chart, "Shares"), _column(chart, "Count with it")
    assert is_linear([bar["width"] for bar in bars], shares)
    assert is_linear([bar["x"] + bar["width"] for bar in bars], counts)
    assert (whole["width"], more["x"]) == (bars[0]["width"], bars[1]["x"])
    assert chart.table.rows[-1][2] == 30_456_649
    assert chart.sentence.endswith("a dilution of 28.2%.")


@WIDTHS
def test_a_warrant_ends_at_its_last_day_with_an_area_like_its_shares(width: str) -> None:
    rows = [
        Warrants(405_000, Decimal("5.69"), date(2006, 4, 30)),
        Warrants(101_250, Decimal("5.2330"), date(2006, 11, 15)),
        Warrants(405_000, None, date(2004, 9, 21)),
    ]
    chart = warrants(Outstanding(TODAY, rows))
    picture = _picture(chart, width)
    dots = picture.marks("dot", "circle")
    assert [row[0] for row in chart.table.rows] == ["$5.2330", "$5.6900", "Set at call"]
    days = [date(2006, 11, 15), date(2006, 4, 30), date(2004, 9, 21)]
    assert is_linear([dot["cx"] for dot in dots], [Decimal(day.toordinal()) for day in days])
    assert [dot["r"] for dot in dots] == [Decimal("5.5"), 11, 11]


def test_many_days_are_drawn_and_listed_by_week() -> None:
    days = [SIGNED + timedelta(days=number) for number in range(150)]
    sold = [Sold(day, Decimal("1000.00")) for day in days if day.weekday() < 5]
    chart = cumulative(of_cumulative(*sold))
    assert len(chart.table.rows) == len(steps(Picture(chart.svg).marks("line")[0])) - 1 == 22
    assert chart.table.rows[0][:3] == [
        "Week to Jun 15, 2001",
        Decimal("4000.00"),
        Decimal("4000.00"),
    ]


def test_many_months_are_drawn_by_quarter() -> None:
    days = [DayProceeds(date(1999, 2, 1), Decimal("100.00"), Decimal("96.00"))]
    chart = proceeds(Proceeds(TODAY, days))
    assert chart.title == "Proceeds by quarter"
    assert chart.table.rows[0][0] == "Q1 1999"
    assert len(Picture(chart.svg).marks("net", "rect")) == len(chart.table.rows) == 12


def test_warrants_of_many_prices_share_the_row_of_their_month_or_year() -> None:
    rows = [
        Warrants(100, Decimal(400 + number) / 100, date(2006, 1, 1) + timedelta(days=number))
        for number in range(40)
    ]
    chart = warrants(Outstanding(TODAY, rows))
    assert [list(row) for row in chart.table.rows] == [
        ["$4.0000 to $4.3000", "Jan 31, 2006", 31, 3_100],
        ["$4.3100 to $4.3900", "Feb 9, 2006", 9, 900],
    ]
