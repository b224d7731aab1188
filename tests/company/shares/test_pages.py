"""The pages of the share ledger, of holders and of prices, and the section on the dashboard."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.books.models import Issuer
from neoequity.company.actions.prices import record_prices
from neoequity.company.actions.record import record_position
from neoequity.company.selectors.share_ledger import MOST_ROWS
from neoequity.company.terms.price_day import PriceDay
from placements.actions.delivery import deliver
from placements.models import Agreement, Placement
from tests.clients import logged_in
from tests.company.shares.stating import happened, stated
from tests.factories import TODAY, IssuerFactory, PlacementFactory, UserFactory, sell_many, usual
from tests.pages.plain_text import breaks_the_policy, links, words

PAGES = ("/company/shares/", "/company/holders/", "/company/prices/")


def _prices(issuer: Issuer, bids: dict[date, str], volume: int | None = 100_000) -> None:
    days = [
        PriceDay(day, Decimal(bid), Decimal(bid), volume, "Nasdaq") for day, bid in bids.items()
    ]
    record_prices(issuer, days, by=usual(), today=TODAY)


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_the_sign_in_page(published: Issuer, page: str) -> None:
    answer = Client().get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("page", PAGES)
def test_a_reader_sees_the_page_without_a_way_to_enter(
    published: Issuer, reader: Client, page: str
) -> None:
    answer = reader.get(page)
    assert answer.status_code == 200
    assert not [link for link in links(answer) if link.endswith("/new/")]
    assert breaks_the_policy(answer) == []


@pytest.mark.parametrize("page", PAGES)
def test_treasury_may_enter_on_the_day_itself_and_not_while_looking_back(
    published: Issuer, page: str
) -> None:
    treasury = logged_in(UserFactory(group="Treasury"))
    assert [link for link in links(treasury.get(page)) if link.endswith("/new/")]
    earlier = treasury.get(f"{page}?as_of=2001-11-12")
    assert not [link for link in links(earlier) if link.endswith("/new/")]


@pytest.mark.parametrize("page", PAGES)
def test_books_without_an_issuer_or_without_a_figure_have_the_page(
    reader: Client, page: str
) -> None:
    assert "No issuer is in the books." in words(reader.get(page))
    IssuerFactory()
    answer = reader.get(page)
    assert answer.status_code == 200
    assert "not available" in words(answer)


@pytest.mark.parametrize("page", PAGES)
def test_an_issuer_is_chosen_by_the_address(published: Issuer, reader: Client, page: str) -> None:
    IssuerFactory(slug="another", name="Another, Inc.", ticker="ANTR")
    assert "Another, Inc." in words(reader.get(page))  # the first by name
    answer = reader.get(f"{page}?issuer=neotherapeutics")
    assert "Company · NeoTherapeutics, Inc." in words(answer)
    assert f"{page}?issuer=another" in links(answer)
    assert reader.get(f"{page}?issuer=elsewhere").status_code == 404


def test_the_ledger_tells_what_is_outstanding_and_what_is_left(
    published: Issuer, reader: Client
) -> None:
    text = words(reader.get("/company/shares/"))
    assert "22,032,172 outstanding of 50,000,000 authorized" in text
    assert (
        "Outstanding 22,032,172 44.1% Sold or earned, not issued 1,077,161 2.2% "
        "Options and warrants 8,593,877 17.2% Left 18,296,790 36.6%"
    ) in text
    assert "$32,080,550.70 ÷ 18,296,790 shares = $1.7534." in text
    assert "Par value $0.001 p. S-13" in text


def test_dilution_is_told_as_stated_as_held_and_if_all_were_issued(
    published: Issuer, reader: Client
) -> None:
    text = words(reader.get("/company/shares/"))
    assert (
        "As stated for Oct 2, 2001 p. S-9 28.2% Options and warrants outstanding p. S-9 8,593,877 "
        "of these in the warrant register, counted there p. S-7 3,413,600 of all, exercisable by "
        "the holder p. S-9 2,515,000 ÷ outstanding 21,862,772 plus these 30,456,649 dilution 28.2%"
    ) in text
    # 8,593,877 / 30,626,049, and with 969,710 and 107,451 more 9,671,038 / 31,703,210.
    assert "÷ outstanding 22,032,172 plus these 30,626,049 dilution 28.1%" in text
    assert "÷ outstanding 22,032,172 plus these 31,703,210 dilution 30.5%" in text


def test_the_sources_stand_in_the_table_beneath_the_chart(
    published: Issuer, reader: Client
) -> None:
    answer = reader.get("/company/shares/")
    assert "Other options and warrants 5,180,277 28,182,159 21.8% 16.3%" in words(answer)
    assert "Class B Warrants 3,413,600 31,595,759 30.3% 10.8%" in words(answer)
    assert 'aria-describedby="sources"' in answer.content.decode()


def test_stated_counts_are_compared_and_the_misprint_is_told(
    published: Issuer, reader: Client
) -> None:
    stated(published, "transfer_agent_count", "22032000", date(2001, 11, 1), page="List")
    answer = reader.get("/company/shares/")
    text = words(answer)
    assert "Oct 2, 2001 Company 21,862,772 opens the ledger – p. S-9" in text
    assert (
        "Oct 26, 2001 Company 21,927,372 21,862,772 64,600 p. S-13 Printed “October 26, 2000”. "
        "A misprint"
    ) in text
    assert "Nov 1, 2001 Transfer agent 22,032,000 22,032,172 (172) List" in text
    assert answer.content.decode().count('<tr class="overdue">') == 1


def test_months_are_summed_and_open_to_their_days(published: Issuer, reader: Client) -> None:
    text = words(reader.get("/company/shares/"))
    assert "October 2001 3 events, changed by 169,400 22,032,172" in text
    assert "Oct 31, 2001 Issued on settlement of sales Other Agreement 104,800 22,032,172" in text


def test_earlier_takedowns_of_the_shelf_are_told(published: Issuer, reader: Client) -> None:
    takedown = "6,054,228 $22,460,000.00 405,000 $5.6900 Nov 1, 2001 p. S-10"
    assert takedown in words(reader.get("/company/shares/"))
    assert takedown not in words(reader.get("/company/shares/?as_of=2001-10-31"))


def test_before_the_first_count_nothing_is_guessed(published: Issuer, reader: Client) -> None:
    text = words(reader.get("/company/shares/?as_of=2001-09-30"))
    assert "not available outstanding of not available authorized" in text
    assert "No count of the shares outstanding was stated by Sep 30, 2001." in text


def test_a_figure_of_what_the_register_holds_is_asked_for(
    published: Issuer, reader: Client
) -> None:
    stated(published, "options_and_warrants", "9000000", date(2001, 11, 9), page="Form 10-Q")
    assert (
        "record which part of the 9,000,000 of Nov 9, 2001 the register holds, as a figure of the "
        "same day"
    ) in words(reader.get("/company/shares/"))


def test_of_a_long_ledger_the_months_open_one_by_one(
    published: Issuer, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_ROWS == 400
    monkeypatch.setattr("neoequity.company.selectors.share_ledger.MOST_ROWS", 1)
    happened(published, "grant", 500, TODAY)
    answer = reader.get("/company/shares/")
    assert "Issued as a grant" in words(answer)
    assert "Issued on settlement" not in words(answer)
    assert "/company/shares/?month=2001-10#m2001-10" in links(answer)
    assert "Issued on settlement" in words(reader.get("/company/shares/?month=2001-10"))


def test_the_group_stands_at_19_3_percent_as_exercised(published: Issuer, reader: Client) -> None:
    text = words(reader.get("/company/holders/"))
    assert (
        "Oct 2, 2001 of the position 21,862,772 579,098 2.6% 173,320 0.8% 5,077,243 of "
        "26,360,917: 19.3%"
    ) in text
    assert (
        "Nov 13, 2001 22,032,172 579,098 2.6% 173,320 0.8% 5,077,243 of 26,530,317: 19.1%" in text
    )
    assert (
        "15% Delaware section 203: interested stockholder only if all is exercised 2,725,727 "
        "3,206,738 0"
    ) in text
    assert "20% Stockholder rights plan: acquiring person no 3,827,336 4,784,170 228,820" in text


def test_directors_and_officers_stand_with_the_stated_percentage(
    published: Issuer, reader: Client
) -> None:
    text = words(reader.get("/company/holders/"))
    assert "11.6% as stated; shares not available not available not available" in text


def test_whoever_reaches_a_threshold_with_shares_held_is_marked(
    published: Issuer, reader: Client
) -> None:
    record_position(
        issuer=published, holder="Raider", day=TODAY, held=4_406_435, by=usual(), today=TODAY
    )  # 20% of 22,032,172 is 4,406,434.4
    answer = reader.get("/company/holders/")
    assert "20% Stockholder rights plan: acquiring person with the shares held 0 0" in words(answer)
    assert answer.content.decode().count('<tr class="overdue">') == 2


def test_prices_tell_days_below_the_minimum_average_volume_and_missing_days(
    published: Issuer, reader: Client
) -> None:
    _prices(
        published,
        {
            date(2001, 11, 1): "1.02",
            date(2001, 11, 2): "0.99",
            date(2001, 11, 6): "1.00",
            date(2001, 11, 7): "0.98",
            date(2001, 11, 8): "0.97",
            date(2001, 11, 9): "0.96",
            date(2001, 11, 12): "0.95",
        },
    )
    text = words(reader.get("/company/prices/"))
    assert "Last closing bid $0.9500 Nov 12, 2001" in text
    assert "Minimum bid $1.00 p. S-8" in text
    assert "Days in a row below the minimum 4 since Nov 7, 2001" in text
    assert "Average daily volume 100,000 over 7 days" in text
    assert "Trading days without a price Nov 5, 2001." in text
    assert "Nov 9, 2001 $0.9600 $0.9600 100,000 Nasdaq" in text


def test_a_row_of_days_that_may_be_longer_is_told_as_at_least(
    published: Issuer, reader: Client
) -> None:
    _prices(published, {date(2001, 11, 9): "0.96", date(2001, 11, 12): "0.95"})
    text = words(reader.get("/company/prices/"))
    assert "Days in a row below the minimum at least 2 since Nov 9, 2001" in text


def test_the_chart_draws_the_closes_and_the_minimum_bid(published: Issuer, reader: Client) -> None:
    _prices(published, {date(2001, 11, 9): "3.00", date(2001, 11, 12): "2.52"})
    page = reader.get("/company/prices/").content.decode()
    # From $4.04 down to the minimum of $1.00 on 220 units: $3.00 is 220 x 1.04 / 3.04 below.
    assert 'points="0.0,0.0 500.0,75.3 1000.0,110.0"' in page
    assert '<line class="minimum" x1="0" x2="1000" y1="220.0" y2="220.0"/>' in page


def test_without_prices_the_stated_average_volume_stands(published: Issuer, reader: Client) -> None:
    text = words(reader.get("/company/prices/"))
    assert "Last closing price $4.0400 Oct 31, 2001" in text
    assert "Last closing bid not available" in text
    assert "Average daily volume 100,000 p. S-10" in text


def test_a_price_of_a_day_without_trading_is_told_and_not_counted(
    published: Issuer, reader: Client
) -> None:
    _prices(published, {date(2001, 11, 10): "0.90", date(2001, 11, 12): "0.95"})
    text = words(reader.get("/company/prices/"))
    assert "days without trading, which no count of days includes: Nov 10, 2001." in text


def test_the_dashboard_tells_shares_and_dilution_and_opens_the_ledger(
    published: Issuer, reader: Client
) -> None:
    answer = reader.get("/")
    assert (
        "Shares and dilution Share ledger Outstanding 22,032,172 Dilution if all were issued 30.5% "
        "Left of 50,000,000 authorized 18,296,790 Shares run out below $1.7534"
    ) in words(answer)
    assert {"/company/shares/", "/company/shares/#dilution"} <= set(links(answer))


def test_the_dashboard_is_silent_where_no_shares_are_authorized(
    published: Issuer, reader: Client
) -> None:
    assert "Shares and dilution" not in words(reader.get("/?as_of=2001-10-25"))


def test_the_dashboard_names_whose_shares_they_are_among_several(
    published: Issuer, reader: Client
) -> None:
    other = IssuerFactory(slug="other", name="Other, Inc.", ticker="OTHR")
    stated(other, "authorized_shares", "1000", TODAY)
    answer = reader.get("/")
    assert "Shares and dilution NeoTherapeutics, Inc." in words(answer)
    assert "/company/shares/?issuer=neotherapeutics" in links(answer)
    assert "/company/shares/?issuer=other" in links(answer)


def _asked(reader: Client) -> dict[str, int]:
    counts = {}
    for page in (*PAGES, "/"):
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(page).status_code == 200
        counts[page] = len(asked)
    return counts


def test_no_page_asks_more_often_when_there_is_more_to_show(
    published: Issuer, reader: Client
) -> None:
    _prices(published, {date(2001, 11, 9): "3.00"})
    agreement = Agreement.objects.get(slug="other-agreement")
    placement = PlacementFactory(
        agreement=agreement, accepted=True, minimum_price=Decimal("1.00"), shares_offered=10_000
    )
    _sold(placement, 4)
    few = _asked(reader)
    _sold(placement, 400)
    for n in range(20):
        happened(published, "grant", 100 + n, TODAY - timedelta(days=n))
        record_position(
            issuer=published, holder=f"Holder {n}", day=TODAY, held=n, by=usual(), today=TODAY
        )
    _prices(
        published,
        {TODAY - timedelta(days=n): "0.90" for n in range(14, 200)},
    )
    assert _asked(reader) == few
    assert max(few[page] for page in PAGES) <= 40


def _sold(placement: Placement, number: int) -> None:
    sold = sell_many(placement, number, shares=10, trade_date=date(2001, 11, 9))
    deliver(sold[::2], delivered_on=TODAY, by=usual(), today=TODAY, remark="Agreed")
