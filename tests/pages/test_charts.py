"""Charts on the first screen and on an agreement's page, with their figures as tables."""

from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils.html import escape

from placements.actions.delivery import deliver
from tests.factories import TODAY, AgreementFactory, PlacementFactory, UserFactory, sell
from tests.pages.plain_text import breaks_the_policy
from tests.worlds import built_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


@built_once
def programme(db: None) -> None:
    """The published sales: two of Nov 9, 2001, and one of Oct 26 that was delivered on the 31st."""
    sales, other = AgreementFactory(), AgreementFactory(other=True)
    large = PlacementFactory(
        agreement=sales, accepted=True, shares_offered=949_710, minimum_price=Decimal("4.02")
    )
    first = PlacementFactory(
        agreement=other, accepted=True, shares_offered=224_800, minimum_price=Decimal("3.20")
    )
    settled = sell(first, 104_800, "3.23", trade_date=date(2001, 10, 26))
    deliver([settled], delivered_on=date(2001, 10, 31), by=UserFactory(), today=TODAY)
    sell(large, 949_710, "4.0254", gross=Decimal("3822967.00"))
    sell(first, 20_000, "3.72", gross=Decimal("74392.00"), method="nasdaq")


class _Charts(HTMLParser):
    """The tables of a page's charts, by the title of the chart, row by row."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.title = self.cell = ""
        self.inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "figure":
            self.inside = [tag]
        elif self.inside and tag in {"h3", "tbody", "tr", "td", "th"}:
            self.inside.append(tag)
            self.cell = ""
            if tag == "tr":
                self.tables.setdefault(self.title, []).append([])

    def handle_data(self, data: str) -> None:
        self.cell += data

    def handle_endtag(self, tag: str) -> None:
        if not self.inside or tag != self.inside[-1]:
            return
        if tag == "h3":
            self.title = self.cell
        elif tag in {"td", "th"}:
            self.tables[self.title][-1].append(self.cell)
        self.inside.pop()


def _tables(client: Client, address: str) -> dict[str, list[list[str]]]:
    page = _Charts(client.get(address).content.decode())
    return {title: rows[1:] for title, rows in page.tables.items()}


def test_the_first_screen_shows_the_figures_of_the_programme(reader: Client) -> None:
    tables = _tables(reader, "/")
    assert tables["Cumulative gross against capacity, all agreements"] == [
        ["Oct 26, 2001", "$338,504.00", "$338,504.00", "$33,400,000.00"],
        ["Nov 9, 2001", "$3,897,359.00", "$4,235,863.00", "$33,400,000.00"],
    ]
    assert tables["Proceeds by month"] == [
        ["Oct 2001", "$338,504.00", "$13,540.16", "$324,963.84"],
        ["Nov 2001", "$3,897,359.00", "$155,894.36", "$3,741,464.64"],
    ]
    ladder = tables["Settlement ladder"]
    assert [row[0] for row in ladder][:3] == ["Nov 13, 2001", "Nov 14, 2001", "Nov 15, 2001"]
    assert [row[1:] for row in ladder if row[1] != "0"] == [["2", "$3,741,464.64"]]
    assert len(ladder) == 10


def test_the_page_of_an_agreement_shows_its_own_figures(reader: Client) -> None:
    tables = _tables(reader, "/agreements/sales-agreement/")
    assert tables == {
        "Cumulative gross against capacity, Sales Agreement": [
            ["Nov 9, 2001", "$3,822,967.00", "$3,822,967.00", "$25,000,000.00", "4.00%"]
        ],
        "Price per share against minimum price, Sales Agreement": [
            ["Nov 9, 2001", "1", "$4.0254", "$4.0254", "$4.025405", "$4.0200"]
        ],
    }


@pytest.mark.parametrize("page", ["/", "/agreements/sales-agreement/"])
def test_a_chart_is_shown_with_its_sentence_under_the_strict_policy(
    reader: Client, page: str
) -> None:
    answer = reader.get(page)
    assert breaks_the_policy(answer) == []
    text = answer.content.decode()
    assert text.count('role="img" viewBox') == (6 if page == "/" else 4)
    total = "$4,235,863.00 of $33,400,000" if page == "/" else "$3,822,967.00 of $25,000,000"
    assert text.count(escape(f"{total} (")) == 3  # in the caption, and in both pictures


def test_an_earlier_day_shows_no_later_figure(reader: Client) -> None:
    tables = _tables(reader, "/?as_of=2001-11-08")
    assert tables["Cumulative gross against capacity, all agreements"] == [
        ["Oct 26, 2001", "$338,504.00", "$338,504.00", "$33,400,000.00"]
    ]
    assert [row[0] for row in tables["Proceeds by month"]] == ["Oct 2001", "Nov 2001"]
    assert tables["Proceeds by month"][1][1] == "$0.00"


def test_an_earlier_moment_shows_nothing_recorded_later(reader: Client) -> None:
    text = reader.get("/agreements/sales-agreement/?known_at=2001-06-13T00:00:00").content.decode()
    assert "$3,822,967" not in text
