"""Every chart, whatever it draws: with no figure, with one, in words, in colors and in a PDF."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import typst

from neoequity.reports.charts.chart import Chart
from neoequity.reports.charts.cumulative import cumulative
from neoequity.reports.charts.look import MARKS, PAPER, Look
from neoequity.reports.charts.prices import prices
from neoequity.reports.charts.scales import around, day_ticks, spanning, ticks
from neoequity.reports.charts.words import axis_dollars, axis_prices, short_dollars
from tests.reports.charts.examples import (
    ONE_PRICE,
    ONE_SALE,
    empty,
    of_cumulative,
    of_one,
    of_prices,
)
from tests.reports.charts.reading import Picture

CSS = Path(__file__).parents[3] / "neoequity/static/neoequity/charts.css"
NAMES = list(empty())
EVERY = pytest.mark.parametrize("name", NAMES)


@pytest.mark.parametrize(
    ("name", "sentence"),
    {
        "cumulative": "Nothing was sold by Nov 13, 2001; the capacity is $25,000,000.",
        "proceeds": "No proceeds by Nov 13, 2001.",
        "prices": "Nothing was sold from Aug 10, 2001 to Nov 9, 2001.",
        "ladder": "No settlements are due from Nov 13, 2001 on.",
        "dilution": "No count of the shares outstanding was stated by Nov 13, 2001.",
        "warrants": "No warrants are outstanding as of Nov 13, 2001.",
    }.items(),
)
def test_a_chart_without_figures_says_so(name: str, sentence: str) -> None:
    chart = empty()[name]
    assert chart.sentence == sentence
    if name == "ladder":
        assert {row[2] for row in chart.table.rows} == {Decimal("0.00")}
    else:
        assert chart.table.rows == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    {
        "cumulative": "$3,822,967.00 of $25,000,000 (15.3%) was sold by Nov 13, 2001; "
        "$21,177,033.00 is left.",
        "proceeds": "Gross proceeds by Nov 13, 2001 are $3,822,967.00, $3,670,048.32 net, "
        "in Nov 2001.",
        "prices": "Shares were sold at $4.0254 from Aug 10, 2001 to Nov 9, 2001; none below the "
        "minimum price. The closest was $0.0054 above the minimum of placement 1, $4.0200.",
        "ladder": "$3,670,048.32 net is due on Nov 15, 2001.",
        "dilution": "21,927,372 shares outstanding as of Nov 13, 2001; 949,710 more would bring "
        "the count to 22,877,082, a dilution of 4.2%.",
        "warrants": "Warrants for 94,971 shares are outstanding as of Nov 13, 2001, at $5.2330, "
        "exercisable until Nov 15, 2006.",
    }.items(),
)
def test_a_chart_tells_its_single_figure_in_a_sentence(name: str, sentence: str) -> None:
    assert of_one()[name].sentence == sentence


@EVERY
@pytest.mark.parametrize("charts", [empty, of_one])
def test_a_picture_carries_its_title_and_sentence_for_those_who_do_not_see_it(
    name: str, charts: Callable[[], dict[str, Chart]]
) -> None:
    chart = charts()[name]
    for svg in (chart.svg, chart.narrow):
        picture = Picture(svg)
        assert picture.root.get("role") == "img"
        assert (picture.title, picture.description) == (chart.title, chart.sentence)


@EVERY
def test_nothing_leaves_the_picture(name: str) -> None:
    for charts in (empty(), of_one()):
        for svg in (charts[name].svg, charts[name].narrow):
            picture = Picture(svg)
            width, height = (int(picture.root.attrib[side]) for side in ("width", "height"))
            for element in picture.root:
                for side, most in (("x", width), ("cx", width), ("y", height), ("cy", height)):
                    assert 0 <= Decimal(element.get(side, "0")) <= most


@EVERY
def test_a_picture_holds_nothing_that_the_policy_of_content_blocks(name: str) -> None:
    svg = of_one()[name].svg
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href|url\(", svg)


def test_names_cannot_bring_markup_into_a_picture() -> None:
    name = 'A&B <script>alert("1")</script>'
    for chart in (
        cumulative(of_cumulative(ONE_SALE, name=name)),
        prices(of_prices(ONE_PRICE, name=name)),
    ):
        assert "<script" not in chart.svg
        assert Picture(chart.svg).title.endswith(name)


def test_the_style_sheet_colors_every_mark() -> None:
    colored = set(re.findall(r"\.c-([a-z-]+)(?=[, ])", CSS.read_text()))
    assert set(MARKS) | {"haloed"} == colored


def test_a_look_brings_its_colors_and_its_font() -> None:
    look = PAPER._replace(accent="#123456", font="Libertinus Serif")
    for chart in of_one(look).values():
        assert "#123456" in chart.svg
        assert 'font-family="Libertinus Serif"' in chart.svg
        assert PAPER.accent not in chart.svg


def _luminance(color: str) -> Decimal:
    def linear(hexadecimal: str) -> Decimal:
        part = Decimal(int(hexadecimal, 16)) / 255
        return (
            part / Decimal("12.92")
            if part <= Decimal("0.04045")
            else ((part + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")
        )

    red, green, blue = (linear(color[place : place + 2]) for place in (1, 3, 5))
    return Decimal("0.2126") * red + Decimal("0.7152") * green + Decimal("0.0722") * blue


def _contrast(one: str, other: str) -> Decimal:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + Decimal("0.05")) / (dark + Decimal("0.05"))


@pytest.mark.parametrize("ground", ["paper", "band", "next_band"])
def test_words_and_lines_stand_out_from_every_ground(ground: str) -> None:
    behind = getattr(Look(), ground)
    for words in ("ink", "quiet"):
        assert _contrast(getattr(Look(), words), behind) >= Decimal("4.5")
    for line in ("accent", "alarm", "axis"):
        assert _contrast(getattr(Look(), line), behind) >= 3


@EVERY
def test_a_picture_stands_in_a_pdf(name: str, tmp_path: Path) -> None:
    (tmp_path / "chart.svg").write_text(of_one()[name].svg)
    page = tmp_path / "page.typ"
    page.write_text('#image("chart.svg", width: 100%)')
    pdf = typst.compile(str(page))
    assert pdf.startswith(b"%PDF")


def test_ticks_are_round_and_begin_at_zero() -> None:
    assert axis_dollars(ticks(Decimal(0), Decimal(25_000_000))) == [
        *("$0", "$5M", "$10M", "$15M", "$20M", "$25M"),
    ]
    assert axis_dollars(ticks(Decimal(0), Decimal(8_400_000))) == ["$0", "$2M", "$4M", "$6M", "$8M"]
    assert axis_dollars(spanning(Decimal(-40), Decimal(90), 4)) == ["($50)", "$0", "$50", "$100"]


def test_prices_have_round_figures_around_them_and_not_zero() -> None:
    found = around([Decimal("3.20"), Decimal("4.10")])
    assert axis_prices(found) == ["$3.00", "$3.25", "$3.50", "$3.75", "$4.00", "$4.25"]


def test_short_figures_keep_three_digits() -> None:
    figures = ("3822967.00", "74392.00", "999500.00", "0.00", "-338504.00", "25000000.00", "9.5")
    assert [short_dollars(Decimal(figure)) for figure in figures] == [
        *("$3.82M", "$74.4K", "$1M", "$0", "($339K)", "$25M", "$9.5"),
    ]


def test_an_axis_names_days_then_months_then_years() -> None:
    def named(first: date, last: date) -> list[str]:
        return [tick.name for tick in day_ticks(first, last, 6)]

    assert named(date(2001, 11, 5), date(2001, 11, 9)) == [
        *("Nov 5", "Nov 6", "Nov 7", "Nov 8", "Nov 9"),
    ]
    assert named(date(2001, 6, 12), date(2001, 11, 13)) == [
        *("Jul 2001", "Aug 2001", "Sep 2001", "Oct 2001", "Nov 2001"),
    ]
    assert named(date(2001, 6, 12), date(2004, 6, 11)) == [
        *("Jul 2001", "Jan 2002", "Jul 2002", "Jan 2003", "Jul 2003", "Jan 2004"),
    ]
    assert named(date(2001, 6, 12), date(2007, 6, 11))[::5] == ["2002", "2007"]
