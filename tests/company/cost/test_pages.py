"""The pages of compensation and of other money, as a stranger, a reader and a writer see them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.company.actions.record import record_funding, record_price
from placements.models import Agreement, Placement
from tests.company.cost.offices import other_agreement, sold, spend, state
from tests.factories import TODAY, PlacementFactory, sell_many, usual
from tests.pages.plain_text import breaks_the_policy, links, words
from tests.warrants.factories import SeriesFactory, opened_warrant
from tests.worlds import built_once

COMPENSATION, MONEY = PAGES = ("/company/compensation/", "/company/money/")


@built_once
def office(sales: Agreement) -> Agreement:
    """The published sale, an expense, the figures of p. S-12, Class B and a price with its bid."""
    sold(sales, 949_710, "4.0254", gross=Decimal("3822967.00"))
    other_agreement()
    spend(sales, "20000.00")
    state(sales, "offering_expenses", "300000.00", own=True)
    state(sales, "advisory_retainer", "75000.00")
    state(sales, "advisory_deposit", "50000.00")
    state(sales, "monthly_burn", "2300000.00", page="p. S-4")
    opened_warrant(3_413_600, series=SeriesFactory())
    record_price(
        issuer=sales.issuer,
        day=date(2001, 11, 9),
        close=Decimal("4.04"),
        bid=Decimal("4.00"),
        document="The exchange",
        by=usual(),
        today=TODAY,
    )
    return sales


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_sign_in(stranger: Client, page: str, db: None) -> None:
    answer = stranger.get(page)
    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("page", PAGES)
def test_new_books_have_the_page_too(reader: Client, page: str) -> None:
    assert reader.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_nothing_on_the_page_is_blocked_by_the_policy(
    reader: Client, page: str, office: Agreement
) -> None:
    assert breaks_the_policy(reader.get(page)) == []


def test_a_reader_sees_both_readings_side_by_side(reader: Client, office: Agreement) -> None:
    """152,918.68 + 20,000 + 62,500 + 76,459.34 = 311,878.02, 8.16% of 3,822,967.00."""
    text = words(reader.get(COMPENSATION))
    for shown in (
        "8.16% of $3,822,967.00 sold to date, against a limit of 8.00%",
        "$6,040.66 over the limit to date; $6,040.66 of the agent’s expenses may have to be",
        "Commission p. S-11 $152,918.68 4.00% $900,000.00 3.60%",
        "Agent’s expenses p. S-12 $20,000.00 0.52% $60,000.00 0.24%",
        "Advisory money p. S-12 $62,500.00 1.63% $62,500.00 0.25%",
        "Value of the warrants p. S-11 $76,459.34 2.00% $500,000.00 2.00%",
        "Total compensation $311,878.02 8.16% $1,522,500.00 6.09%",
        "Limit p. S-12 $305,837.36 8.00% $2,000,000.00 8.00%",
        "Over the limit p. S-12 $6,040.66 0.16% $0.00 0.00%",
        "To date $311,878.02 $0.00 $300,000.00 $611,878.02 16.01% $3,287,548.32",
        "At maximum $1,522,500.00 $0.00 $300,000.00 $1,822,500.00 7.29% $23,677,500.00",
        "Placement 1 $3,822,967.00 $152,918.68 $0.00 $76,459.34 $229,378.02 6.00%",
        "of that, part of the deposit $25,000.00",
    ):
        assert shown in text


def test_both_methods_are_compared_with_where_the_limit_is_first_met(
    reader: Client, office: Agreement
) -> None:
    """82,500 paid once, over 8% - 4% - 2% and over 8% - 4% - 1.75%."""
    text = words(reader.get(COMPENSATION))
    formula = "((0.65 P − (X − P)) / 2) / P × (warrants / shares)"
    floor = f"{formula}, at least 0.2% of proceeds per 1% of warrants"
    assert f"nasd-formula-floor v1 {floor} $76,459.34 8.16% $500,000.00 6.09% $4,125,000.00" in text
    assert f"nasd-formula v1 {formula} $66,901.92 7.91% $437,500.00 5.84% $3,666,666.67" in text


def test_nothing_sold_has_no_percentage_and_no_bar_to_date(
    reader: Client, sales: Agreement
) -> None:
    page = reader.get(COMPENSATION)
    assert "nothing sold by Nov 13, 2001, so there is no percentage to date" in words(page)
    assert page.content.decode().count('<svg x="0"') == 1


def test_a_missing_term_is_told_on_the_page(reader: Client, db: None) -> None:
    other_agreement(advisory_share=None)
    text = words(reader.get(COMPENSATION))
    assert (
        "To date: The terms of the Other Agreement do not state its share of the advisory money: "
        "this reading is not available."
    ) in text
    assert "Total compensation not available not available not available not available" in text


def test_expenses_lead_to_their_records_and_a_writer_records_another(
    reader: Client, writer: Client, office: Agreement
) -> None:
    read, write = links(reader.get(COMPENSATION)), links(writer.get(COMPENSATION))
    assert any(link.startswith("/records/expense/") and link[-2].isdigit() for link in read)
    assert "/records/expense/new/" not in read
    assert "/records/expense/new/" in write


def test_an_earlier_day_shows_what_stood_then_and_offers_no_writing(
    writer: Client, office: Agreement
) -> None:
    page = writer.get(f"{COMPENSATION}?as_of=2001-11-08")
    assert "nothing sold by Nov 8, 2001" in words(page)
    assert "No expenses recorded as of Nov 8, 2001." in words(page)
    assert "/records/expense/new/" not in links(page)


def test_every_item_leads_to_its_calculation(reader: Client, office: Agreement) -> None:
    page = reader.get(COMPENSATION)
    markup = page.content.decode()
    anchors = {link[1:] for link in links(page) if link.startswith("#")}
    assert "sales-agreement-warrants" in anchors
    assert [each for each in anchors if f'id="{each}"' not in markup] == []


def test_the_call_price_is_that_of_the_last_known_bid(reader: Client, office: Agreement) -> None:
    """95% of 4.00, as 4.04 is below $5.00; 3,413,600 x 3.80."""
    text = words(reader.get(MONEY))
    for shown in (
        "3,413,600 outstanding, usable: the last closing price is at or above $2.0000",
        "Call price at the last closing bid $3.8000",
        "95.00% of the bid, as the price is below $5.0000 $3.8000",
        "If all were exercised at that price $12,971,680.00",
    ):
        assert shown in text


def test_without_a_bid_the_call_price_is_not_available(reader: Client, db: None) -> None:
    opened_warrant(1000, series=SeriesFactory())
    text = words(reader.get(MONEY))
    assert "whether they are usable is not available" in text
    assert (
        "No closing bid is recorded by Nov 13, 2001: the call price takes that of the trading day "
        "after the notice (p. S-7)."
    ) in text


def test_cash_that_nobody_stated_is_asked_for(reader: Client, office: Agreement) -> None:
    text = words(reader.get(MONEY))
    assert (
        "No document states the cash on hand: record it among the company figures. Until then the "
        "runway is not available."
    ) in text
    assert "Cash spent per month p. S-4 $2,300,000.00" in text


def test_the_form_tries_a_price_and_a_share_of_the_volume(
    reader: Client, office: Agreement
) -> None:
    """The figures of tests/company/cost/test_runway.py, from Nov 13: 5,000,000 and 2.3 million."""
    state(office, "cash", "5000000.00", day=TODAY)
    state(office, "average_daily_volume", "100000", page="p. S-10")
    asked = {"price": "4.04", "participation": "20", "count_on": ["debentures"]}
    text = words(reader.get(MONEY, asked))
    # 3,670,048.32 net of the published sale comes on Nov 15: 8,670,048.32 in all.
    assert "Nothing sold Mar 7, 2002 3.7 $3,670,048.32" in text
    assert "As chosen not available No debentures are expected on a coming day." in text
    assert "Share of it that is sold 20.00%" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"price": "much"}, "Enter a price"),
        ({"participation": "101"}, "Enter at most 100% of the daily volume."),
        ({"count_on": "luck"}, "luck is not something to count on."),
        ({"issued_on": "soon"}, "Issued on must be a day such as Nov 9, 2001."),
        ({"converted_on": "2002-03-04"}, "Issued on is missing."),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(
    reader: Client, office: Agreement, query: Mapping[str, str], sentence: str
) -> None:
    page = reader.get(MONEY, query)
    assert page.status_code == 400
    assert sentence in words(page)


def test_a_debentures_missing_prices_are_told(reader: Client, office: Agreement) -> None:
    text = words(reader.get(MONEY, {"issued_on": "2001-11-15", "converted_on": "2002-03-04"}))
    assert (
        "4 market values are missing, from Nov 8, 2001 to Nov 14, 2001: the conversion price takes "
        "those of the 5 trading days before Nov 15, 2001 (p. S-7)."
    ) in text
    assert "Conversion price on Mar 4, 2002 not available" in text


def test_the_penalty_and_the_ceiling_are_told_as_the_documents_do(
    reader: Client, office: Agreement
) -> None:
    facts = {"issuer": office.issuer, "day": date(2001, 11, 1), "by": usual(), "today": TODAY}
    record_funding(
        source="April 2001 agreement",
        kind="penalty",
        state="paid",
        amount=Decimal("1000000.00"),
        settled_amount=Decimal("405000.00"),
        page="p. S-4",
        **facts,
    )
    record_funding(
        source="Pfizer",
        kind="milestone",
        state="expected",
        amount=Decimal("12000000.00"),
        document="Form 8-K",
        **facts,
    )
    text = words(reader.get(MONEY))
    assert "Penalty Paid not available $1,000,000.00 $405,000.00 p. S-4" in text
    assert "$12,000,000.00 of at most $12,000,000 not yet received Form 8-K" in text


def test_an_unknown_issuer_is_not_found(reader: Client, office: Agreement) -> None:
    assert reader.get(MONEY, {"issuer": "nobody"}).status_code == 404
    assert reader.get(MONEY, {"issuer": "neotherapeutics"}).status_code == 200


def _counts(client: Client) -> dict[str, int]:
    counts = {}
    for page in PAGES:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        counts[page] = len(asked)
    return counts


def _more(placement: Placement, sales: int, expenses: int) -> None:
    sell_many(placement, sales, shares=10)
    for _ in range(expenses):
        spend(placement.agreement, "10.00")


def test_no_page_asks_more_often_when_there_are_more_sales_and_expenses(
    reader: Client, office: Agreement
) -> None:
    placement = PlacementFactory(agreement=office, accepted=True)
    _more(placement, 2, 2)
    few = _counts(reader)
    _more(placement, 300, 15)
    for _ in range(3):
        sold(office, 1000)
    assert _counts(reader) == few
    assert max(few.values()) <= 30


def test_a_refund_stands_in_parentheses_among_the_expenses(
    reader: Client, office: Agreement
) -> None:
    spend(office, "1000.00", "refund", purpose="Charged twice")
    text = words(reader.get(COMPENSATION))
    assert "Agent's expenses, refunded Charged twice p. S-12 ($1,000.00)" in text
    assert "Agent's expenses, reimbursed Counsel p. S-12 $20,000.00" in text
