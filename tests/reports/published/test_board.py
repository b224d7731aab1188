"""The board report of the published sales, every figure worked by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from django.core.management import call_command
from django.test import Client

from neoequity.books.models import Issuer
from neoequity.company.selectors.share_ledger import share_ledger
from neoequity.reports.all import REPORTS
from neoequity.reports.board import report as board
from neoequity.reports.board.pictures import MOST_SOURCES, stack_of
from neoequity.reports.report import Table
from neoequity.reports.scope import asked_for
from tests.factories import TODAY
from tests.reports.charts.reading import Picture
from tests.reports.made import lines_of, rows_of

SINCE = date(2001, 10, 1)
pytestmark = pytest.mark.usefixtures("published")


def figures(**options: str) -> dict[tuple[str, str, str, str], str]:
    """Each figure of the CSV by section, item, name and day."""
    return {
        (line["section"], line["item"], line["figure"], line["day"]): line["shares"]
        or line["price"]
        or line["amount"]
        or line["rate"]
        for line in lines_of("board", SINCE, TODAY, **options)
    }


def test_capacity_is_what_was_sold_and_what_is_free() -> None:
    found = figures()
    shown = {key[1:3]: value for key, value in found.items() if key[0] == "capacity"}
    assert shown == {
        ("sales-agreement", "limit"): "25000000.00",
        ("sales-agreement", "sold"): "3822967.00",
        ("sales-agreement", "reserved"): "0.00",
        ("sales-agreement", "free"): "21177033.00",
        ("other-agreement", "limit"): "8400000.00",
        ("other-agreement", "sold"): "412896.00",
        ("other-agreement", "reserved"): "0.00",
        ("other-agreement", "free"): "7987104.00",
    }


def test_proceeds_are_those_of_each_month() -> None:
    found = figures()
    months = {(key[3], key[2]): value for key, value in found.items() if key[0] == "proceeds"}
    assert months == {
        ("2001-10-01", "shares"): "104800",
        ("2001-10-01", "average_price"): "3.230000",  # 338,504 / 104,800
        ("2001-10-01", "gross"): "338504.00",
        ("2001-10-01", "commission"): "13540.16",  # 4%
        ("2001-10-01", "net"): "324963.84",
        ("2001-11-01", "shares"): "969710",  # 949,710 + 20,000
        ("2001-11-01", "average_price"): "4.019097",  # 3,897,359 / 969,710
        ("2001-11-01", "gross"): "3897359.00",  # 3,822,967 + 74,392
        ("2001-11-01", "commission"): "155894.36",  # 152,918.68 + 2,975.68
        ("2001-11-01", "net"): "3741464.64",
    }


def test_dilution_counts_all_that_may_become_shares() -> None:
    found = figures()
    assert found["dilution", "", "outstanding", ""] == "22032172"  # 21,927,372 + 104,800
    # 8,593,877 options and warrants, 969,710 shares sold and not delivered, 107,451 warrants earned
    assert found["dilution", "", "more", ""] == "9671038"
    assert found["dilution", "", "total", ""] == "31703210"
    assert found["dilution", "", "rate", ""] == "0.305049"
    assert found["dilution", "", "authorized_left", ""] == "18296790"


def test_the_all_in_cost_adds_the_fixed_items_to_the_commission() -> None:
    found = figures()
    # 152,918.68 + 62,500 advisory + 76,459.34 of warrants + 300,000 of offering expenses
    lines = [line for line in lines_of("board", SINCE, TODAY) if line["section"] == "cost"]
    to_date = next(
        line
        for line in lines
        if (line["item"], line["figure"]) == ("sales-agreement", "all_in_to_date")
    )
    assert (to_date["amount"], to_date["rate"]) == ("591878.02", "0.1548")
    assert found["cost", "sales-agreement", "commission", ""] == "152918.68"


def test_what_comes_stands_by_day_with_what_is_overdue_first() -> None:
    lines = [line for line in lines_of("board", SINCE, TODAY) if line["section"] == "coming"]
    assert [(line["day"], line["item"], line["figure"]) for line in lines] == [
        ("2001-11-07", "Warrants overdue: Other Agreement", "Placement 1, 10,480 shares"),
        ("2001-11-14", "Filing due: 10-Q", "Quarter ended September 30, 2001"),
        ("2001-11-15", "Settlement due: Other Agreement", "$71,416.32 net"),
        ("2001-11-15", "Settlement due: Sales Agreement", "$3,670,048.32 net"),
        ("2001-11-22", "Warrants due: Other Agreement", "Placement 2, 2,000 shares"),
        ("2001-11-22", "Warrants due: Sales Agreement", "Placement 1, 94,971 shares"),
        ("2001-11-23", "Lock-up ends: Placement 1 under the Sales Agreement", "from Oct 25, 2001"),
        ("2001-11-23", "Lock-up ends: Placement 2 under the Other Agreement", "from Oct 22, 2001"),
        ("2002-06-12", "Other Agreement becomes terminable", "by either party"),
        ("2002-06-12", "Sales Agreement becomes terminable", "by either party"),
    ]


def test_one_agreement_may_be_asked_for_alone() -> None:
    found = figures(agreement="other-agreement")
    assert {key[1] for key in found if key[0] == "capacity"} == {"other-agreement"}
    assert found["proceeds", "", "gross", "2001-11-01"] == "74392.00"


def test_figures_known_at_a_moment_before_the_books_are_of_nothing() -> None:
    found = figures(known_at="2001-11-13T09:00:00")
    assert not [key for key in found if key[0] in ("capacity", "proceeds", "coming")]


def test_the_page_shows_the_same_figures(reader: Client) -> None:
    page = reader.get("/reports/board/?from=2001-10-01&to=2001-11-13").content.decode()
    for shown in ("$21,177,033.00", "$7,987,104.00", "15.29%", "$4.0254", "30.50%", "31,703,210"):
        assert shown in page


def test_the_fullest_board_report_fits_on_one_page(
    published: Issuer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With five agreements, more months, sources of dilution and days than are shown."""

    def with_rows(table: Table, number: int, note: str = "") -> Table:
        return table._replace(rows=([*rows_of(table)] * number)[:number], note=note)

    asked = asked_for(SINCE, TODAY, TODAY, issuer=published)
    content = board.BOARD.build(asked)
    capacity, months, cost, dilution, shares, coming = content.tables
    most_months, most_coming = board.room(2 * 5 + MOST_SOURCES + 2 + 1, 12, 9)
    names = " and the ".join(["At-the-Market Agreement"] * 5)
    full = content._replace(
        tables=(
            with_rows(capacity, 5),
            with_rows(months, most_months + 1),
            with_rows(cost, 5, f"Not stated for the all-in cost of the {names}."),
            with_rows(dilution, MOST_SOURCES + 2),
            shares,
            with_rows(coming, most_coming, "The CSV lists 6 more within a year."),
        )
    )
    monkeypatch.setitem(REPORTS, "board", board.BOARD._replace(build=lambda _asked: full))
    path = tmp_path / "board.pdf"
    call_command(
        "report", "board", since="2001-10-01", until="2001-11-13", format="pdf", output=str(path)
    )
    assert len(pypdfium2.PdfDocument(path)) == 1


def test_every_figure_that_a_chart_names_stands_in_a_table(published: Issuer) -> None:
    content = board.BOARD.build(asked_for(SINCE, TODAY, TODAY, issuer=published))
    rows = [row for table in content.tables for row in rows_of(table)]
    totals = [table.totals or () for table in content.tables]
    cells = {cell for row in (*rows, *totals) for cell in row}
    gross, proceeds, dilution = content.charts
    assert [row[-2:] for row in gross.table.rows] == [
        [Decimal("338504.00"), Decimal("33400000.00")],
        [Decimal("4235863.00"), Decimal("33400000.00")],
    ]
    assert {cell for row in gross.table.rows for cell in row[1:]} < cells
    assert {row[1] for row in proceeds.table.rows} < cells
    assert {cell for row in dilution.table.rows for cell in row[:2]} < cells


def test_a_period_that_begins_later_tells_what_was_sold_before(published: Issuer) -> None:
    november = asked_for(date(2001, 11, 1), TODAY, TODAY, issuer=published)
    content = board.BOARD.build(november)
    months = next(table for table in content.tables if table.name == "Proceeds")
    assert [(row[0], row[3], row[6]) for row in rows_of(months)] == [
        ("Before the period", None, Decimal("338504.00")),
        ("November 2001", Decimal("3897359.00"), Decimal("4235863.00")),
    ]
    assert months.totals is not None
    assert months.totals[3] == Decimal("3897359.00")


def test_one_agreement_shows_its_fee_tiers_as_bands_and_in_a_table(published: Issuer) -> None:
    asked = asked_for(SINCE, TODAY, TODAY, issuer=published, agreement="sales-agreement")
    content = board.BOARD.build(asked)
    tiers = next(table for table in content.tables if table.name == "Fee tiers")
    assert [tuple(row) for row in rows_of(tiers)] == [
        (Decimal("0.00"), Decimal("0.04")),
        (Decimal("10000000.00"), Decimal("0.035")),
        (Decimal("20000000.00"), Decimal("0.03")),
    ]
    words = Picture(content.charts[0].small).words()
    for rate in ("4.00% commission", "3.50% commission", "3.00% commission"):
        assert rate in words


def test_small_pictures_lose_nothing_at_their_edges(published: Issuer) -> None:
    content = board.BOARD.build(asked_for(SINCE, TODAY, TODAY, issuer=published))
    for chart in content.charts:
        picture = Picture(chart.small)
        width, height = (int(picture.root.attrib[side]) for side in ("width", "height"))
        for element in picture.root:
            for side, most in (("x", width), ("cx", width), ("y", height), ("cy", height)):
                assert 0 <= Decimal(element.get(side, "0")) <= most


def test_the_sources_of_dilution_beyond_six_are_told_together(published: Issuer) -> None:
    asked = asked_for(SINCE, TODAY, TODAY, issuer=published)
    ledger = share_ledger(published, TODAY)
    layers = [ledger.layers[0]._replace(name=f"Source {n}", shares=n) for n in range(1, 9)]
    stack = stack_of(ledger._replace(layers=layers), asked)
    assert [(each.name, each.shares) for each in stack.sources] == [
        *((f"Source {n}", n) for n in range(4, 9)),
        ("3 other sources", 6),
    ]
