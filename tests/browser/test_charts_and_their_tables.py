"""What a chart draws on the screen is what its table says, measured in the browser's own pixels."""

from decimal import Decimal

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

AGREEMENT = "/agreements/sales-agreement/"
BOARD = "/reports/board/?from=2001-10-01&to=2001-11-13"
#: Of a pixel: places are drawn with two decimals and scaled to the width of the screen.
_ROUNDING = 0.6


def chart(page: Page, address: str, title: str) -> Locator:
    page.goto(address)
    return page.locator(".chart-figure", has=page.get_by_role("heading", name=title))


def picture(figure: Locator) -> Locator:
    """The picture for this width; that for the other is not shown."""
    shown = figure.locator("svg:visible")
    expect(shown).to_have_count(1)
    return shown


def column(figure: Locator, heading: str) -> list[float]:
    """The figures of a column of the table beneath, opened as a reader does."""
    table = figure.locator("details table")
    if not table.is_visible():
        figure.locator("summary").click()
    headings = table.locator("thead th").all_inner_texts()
    place = headings.index(heading)
    cells = [row.locator("th, td").nth(place) for row in table.locator("tbody tr").all()]
    return [float(Decimal(cell.inner_text().strip("$%").replace(",", ""))) for cell in cells]


def boxes(figure: Locator, marks: str) -> list[FloatRect]:
    found = [mark.bounding_box() for mark in picture(figure).locator(marks).all()]
    return [box for box in found if box]


def heights(figure: Locator, marks: str) -> list[float]:
    """In pixels of the screen, without the outline."""
    on_screen = "all => all.map(each => each.height.baseVal.value * each.getScreenCTM().d)"
    drawn: list[float] = picture(figure).locator(marks).evaluate_all(on_screen)
    return drawn


def widths(figure: Locator, marks: str) -> list[float]:
    on_screen = "all => all.map(each => each.width.baseVal.value * each.getScreenCTM().a)"
    drawn: list[float] = picture(figure).locator(marks).evaluate_all(on_screen)
    return drawn


def is_in_proportion(lengths: list[float], figures: list[float]) -> bool:
    """Whether each length goes with its figure; a figure of 0 has none."""
    per_unit = max(lengths) / max(figures)
    return len(lengths) == len(figures) and all(
        abs(length - per_unit * number) <= _ROUNDING
        for length, number in zip(lengths, figures, strict=True)
    )


@pytest.mark.parametrize(("mark", "heading"), [("net", "Net"), ("gross", "Gross")])
def test_the_columns_of_proceeds_are_as_high_as_the_table_says(
    page: Page, mark: str, heading: str
) -> None:
    figure = chart(page, "/", "Proceeds by month")
    drawn = heights(figure, f"rect.c-{mark}:not(.c-key)")
    assert is_in_proportion(drawn, column(figure, heading))


def test_the_columns_of_the_ladder_are_as_high_as_the_table_says(page: Page) -> None:
    figure = chart(page, "/", "Settlement ladder")
    drawn = heights(figure, "rect.c-net:not(.c-key), rect.c-late:not(.c-key)")
    assert is_in_proportion(drawn, column(figure, "Net"))


@pytest.mark.parametrize("address", ["/", AGREEMENT])
def test_the_line_ends_as_far_below_the_capacity_as_the_table_says(
    page: Page, address: str
) -> None:
    figure = chart(page, address, "gross")
    sold, capacity = column(figure, "Cumulative gross")[-1], column(figure, "Capacity")[-1]
    [end], [limit] = boxes(figure, "circle.c-dot"), boxes(figure, "path.c-limit")
    [zero] = boxes(figure, "path.c-area")
    bottom, top = zero["y"] + zero["height"], limit["y"]
    middle = end["y"] + end["height"] / 2
    assert abs((bottom - middle) / (bottom - top) - sold / capacity) < 0.01


def test_a_dot_stands_at_the_price_of_each_row(page: Page) -> None:
    figure = chart(page, AGREEMENT, "Price")
    headings = figure.locator("thead th").all_text_contents()
    average = next(heading for heading in headings if heading.startswith("Average"))
    prices = column(figure, average)
    dots = [box["y"] + box["height"] / 2 for box in boxes(figure, "circle.c-dot:not(.c-key)")]
    assert len(dots) == len(prices)
    order = sorted(range(len(prices)), key=lambda place: prices[place])
    downward = [dots[place] for place in order]
    assert downward == sorted(downward, reverse=True), "a dearer sale stands higher"


def test_the_bars_of_the_dilution_are_as_long_as_the_table_says(page: Page) -> None:
    figure = chart(page, BOARD, "Dilution if all were issued")
    is_stacked(figure, column(figure, "Shares"))


def test_the_bars_of_the_share_ledger_are_as_long_as_the_table_beneath_says(page: Page) -> None:
    figure = chart(page, "/company/shares/", "Dilution if all were issued")
    beneath = page.locator("table", has=page.locator("[data-label='Count with it']"))
    cells = beneath.locator("[data-label='Shares']").all_text_contents()
    is_stacked(figure, [float(cell.replace(",", "")) for cell in cells])


def is_stacked(figure: Locator, shares: list[float]) -> None:
    """A bar for each of them, and below them all of it in two parts."""
    *sources, outstanding, others = widths(figure, "rect.c-net, rect.c-gross")
    assert is_in_proportion(sources, shares)
    assert is_in_proportion([outstanding, others], [shares[0], sum(shares[1:])])


@pytest.mark.parametrize("address", ["/", AGREEMENT, "/company/shares/", "/warrants/", BOARD])
def test_every_chart_has_one_picture_at_each_width_and_its_sentence_for_a_screen_reader(
    page: Page, address: str
) -> None:
    page.goto(address)
    figures = page.locator(".chart-figure").all()
    assert figures
    for figure in figures:
        shown = picture(figure)
        assert shown.get_attribute("role") == "img"
        told = figure.locator("figcaption p").inner_text()
        assert shown.locator("desc").text_content() == told
