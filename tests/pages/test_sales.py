"""The table of sales with its filters and totals."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from placements.models import Sale
from tests.pages.plain_text import links, words

pytestmark = pytest.mark.django_db

LIST = "/sales/"


@pytest.mark.usefixtures("ledger")
def test_the_table_shows_the_totals_of_what_passes_the_filter(reader: Client) -> None:
    text = words(reader.get(LIST))
    assert "Total 6,000 $24,000.00 $960.00 $23,040.00" in text
    text = words(reader.get(LIST, {"agreement": "sales-agreement"}))
    assert "Total 3,000 $12,000.00 $480.00 $11,520.00" in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"settled", "wrong", "reversal", "overdue", "unsettled"}),
        ({"agreement": "other-agreement"}, {"unsettled"}),
        ({"placement": "2"}, {"overdue"}),
        ({"trade_from": "2001-11-01", "trade_to": "2001-11-09"}, {"wrong", "overdue", "unsettled"}),
        ({"method": "nasdaq"}, {"unsettled"}),
        ({"status": "settled"}, {"settled"}),
        ({"status": ["overdue", "unsettled"]}, {"overdue", "unsettled"}),
        ({"status": "reversed"}, {"wrong", "reversal"}),
        ({"status": "reversed", "agreement": "other-agreement"}, set()),
        ({"as_of": "2001-11-09", "status": "overdue"}, {"wrong", "overdue"}),
        ({"as_of": "2001-10-30"}, {"settled"}),
        ({"as_of": "2001-10-30", "status": "unsettled"}, {"settled"}),
    ],
)
def test_sales_are_filtered(
    reader: Client, ledger: dict[str, Sale], query: dict[str, str], names: set[str]
) -> None:
    rows = reader.get(LIST, query).context["table"].rows
    assert {row.record for row in rows} == {ledger[name] for name in names}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"agreement": "nowhere"}, "There is no such agreement."),
        ({"placement": "0"}, "A placement's number is 1 or more."),
        ({"placement": "two"}, "A placement's number is a whole number."),
        ({"placement": "9" * 30}, "There is no such placement."),
        ({"trade_from": "2001-02-30"}, "Traded from must be a day such as 2001-11-09."),
        ({"method": "barter"}, "“barter” is no method of sale."),
        ({"status": "lost"}, "“lost” is not a status."),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_a_filter_that_cannot_be_read_is_refused_and_shows_nothing(
    reader: Client, query: dict[str, str], sentence: str
) -> None:
    response = reader.get(LIST, query)
    assert response.status_code == 400
    assert sentence in words(response)
    assert len(response.context["table"].rows) == 0


def test_reversed_rows_stay_and_say_so(reader: Client, ledger: dict[str, Sale]) -> None:
    response = reader.get(LIST)
    assert response.content.count(b'class="reversed') == 2
    wrong = "SA-2 Sales Agreement 1 Nov 1, 2001 Nov 6, 2001 Reversed on Nov 12, 2001 "
    assert wrong in words(response)
    assert "SA-3 reversal of SA-2 Sales Agreement 1 Nov 12, 2001 — reversed (4,000)" in words(
        response
    )


def test_the_csv_is_asked_for_with_the_filter_and_the_day_of_the_page(
    reader: Client, ledger: dict[str, Sale]
) -> None:
    query = {"agreement": "sales-agreement", "status": "overdue", "sort": "gross", "page": "1"}
    response = reader.get(LIST, query)
    [link] = [link for link in links(response) if link.startswith("/exports/sales.csv")]
    assert parse_qs(urlsplit(link).query) == {
        "agreement": ["sales-agreement"],
        "status": ["overdue"],
        "as_of": ["2001-11-13"],
    }
    lines = reader.get(link).getvalue().decode().splitlines()
    assert [line.split(",")[2] for line in lines[1:]] == [str(ledger["overdue"].number)]


@pytest.mark.usefixtures("ledger")
def test_the_workbook_is_asked_for_as_the_csv_is(reader: Client) -> None:
    response = reader.get(LIST, {"agreement": "sales-agreement", "status": "overdue"})
    [csv] = [link for link in links(response) if link.startswith("/exports/sales.csv")]
    [xlsx] = [link for link in links(response) if link.startswith("/exports/sales.xlsx")]
    assert urlsplit(xlsx).query == urlsplit(csv).query
    assert b'aria-label="Excel of these sales" download>Excel</a>' in response.content


@pytest.mark.usefixtures("ledger")
def test_a_printout_says_how_it_was_filtered(reader: Client) -> None:
    query = {"agreement": "sales-agreement", "status": ["overdue", "settled"], "placement": "1"}
    told = "Filtered: agreement Sales Agreement; placement number 1; status overdue, settled."
    assert told in words(reader.get(LIST, query))
    assert "Filtered" not in words(reader.get(LIST))
    assert "Filtered" not in words(reader.get(LIST, {"status": "lost"}))
