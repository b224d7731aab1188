"""The register page: what is owed, the NASD's limit, totals, charts, Class B."""

import re

import pytest
from django.test import Client

from placements.models import Sale
from tests.factories import PlacementFactory, UserFactory, reverse_sale, sell
from tests.pages.plain_text import links, words
from tests.warrants.factories import (
    ISSUED_BY,
    issued_warrant,
    opened_warrant,
    sold_placement,
    warrant_agreement,
)
from warrants.actions.register import cancel
from warrants.models import Holder

pytestmark = pytest.mark.django_db

HERE = "/warrants/"


def rows(text: str, after: str, before: str) -> str:
    return text.split(after, 1)[1].split(before, 1)[0]


def test_what_is_owed_stands_first_by_how_pressing_it_is(writer: Client) -> None:
    agreement = warrant_agreement()
    sold_placement(agreement, 10_005)
    sold_placement(agreement, 20_000, delivered=False)
    text = words(writer.get(HERE))
    owed = rows(text, "Warrants owed", "NASD limit")
    assert owed.index("overdue") < owed.index("unsettled 1 sale not settled")
    assert "Nov 22, 2001 10,005 1,000 $5.2000 Cantor Fitzgerald & Co. Issue" in owed
    assert "20,000 2,000 $5.2000" in owed


def test_a_placement_that_may_still_sell_accrues(writer: Client) -> None:
    sell(PlacementFactory(agreement=warrant_agreement(), accepted=True), 20_000)
    text = rows(words(writer.get(HERE)), "Warrants owed", "NASD limit")
    assert "accruing not yet 20,000 2,000 $5.2000 Cantor Fitzgerald & Co. Calculation" in text


def test_what_is_over_issued_is_said_and_its_cancellation_offered(writer: Client) -> None:
    warrant = issued_warrant()
    sale = Sale.objects.get()
    reverse_sale(sale, on=ISSUED_BY, reason="Wrong.", by=UserFactory(), today=ISSUED_BY)
    page = writer.get(HERE)
    assert "1,000 warrant shares too many are issued for placement 1" in words(page)
    offered = next(link for link in links(page) if "/cancel/" in link)
    form = writer.get(offered)
    assert 'value="1,000"' in form.content.decode()
    cancel(
        warrant,
        holder=Holder.objects.get(),
        shares=1000,
        on=ISSUED_BY,
        reason="Over-issued.",
        by=UserFactory(),
        today=ISSUED_BY,
    )
    assert "too many" not in words(writer.get(HERE))


def test_the_limit_is_checked_with_its_numbers(reader: Client) -> None:
    issued_warrant()
    text = words(reader.get(HERE))
    assert "Sales Agreement 10,000 10% p. S-12 1,000 1,000 0 1,000 kept" in text


def test_the_register_shows_the_day_and_its_totals(reader: Client) -> None:
    agreement = warrant_agreement()
    issued_warrant(agreement)
    issued_warrant(agreement, 20_000, "5.00")
    text = rows(words(reader.get(HERE)), "Agent's warrants", "Outstanding By")
    assert "2 warrants." in text
    assert "Warrant 1 Sales Agreement 1 Cantor Fitzgerald & Co. outstanding" in text
    assert "Nov 15, 2001 Nov 15, 2006 $5.2000 1,000 0 1,000" in text
    assert "Total 3,000 0 3,000" in text
    assert "No warrants issued as of" in words(reader.get(HERE + "?as_of=2001-11-14"))


def test_charts_have_a_bar_and_a_row_for_each_price_and_last_day(reader: Client) -> None:
    agreement = warrant_agreement()
    issued_warrant(agreement)
    issued_warrant(agreement, 20_000, "5.00")
    page = reader.get(HERE)
    charts = rows(words(page), "By exercise price", "xx")
    assert "$5.2000 1,000 $6.5000 2,000" in charts
    assert "$5.2000 1 1,000 $5,200.00 $6.5000 1 2,000 $13,000.00" in charts
    assert "Total 2 3,000 $18,200.00" in charts
    assert "Nov 15, 2006 2 3,000 $18,200.00" in charts
    svg = re.findall(r'<svg class="bars".*?</section>', page.content.decode(), re.DOTALL)
    assert 'role="img"' in svg[0]
    assert 'width="50.00%"' in svg[0]


@pytest.mark.parametrize("query", ["state=lost", "holder=nobody", "issued_from=9.11.2001"])
def test_a_filter_that_cannot_be_read_lets_nothing_through(reader: Client, query: str) -> None:
    issued_warrant()
    page = reader.get(f"{HERE}?{query}")
    assert page.status_code == 400
    assert "Warrant 1" not in words(page)


def test_class_b_stands_below_with_its_own_rule(reader: Client) -> None:
    opened_warrant()
    text = words(reader.get(HERE))
    assert "Class B Warrants Terms, calls and scenarios The exercise price is not fixed" in text
    assert "Total 1,706,800" in text


def test_the_csv_is_that_of_the_filter_and_the_day(reader: Client) -> None:
    issued_warrant()
    page = reader.get(HERE + "?state=outstanding")
    address = next(link for link in links(page) if "exports/warrants.csv" in link)
    assert "state=outstanding" in address
    assert "as_of=2001-11-30" in address
    answer = reader.get(address)
    assert answer.status_code == 200
    assert b"1000" in b"".join(answer.streaming_content)  # type: ignore[attr-defined] # a file
