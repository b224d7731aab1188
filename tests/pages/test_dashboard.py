"""The first screen: how much can still be sold, what settles next, what is blocked and why."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from placements.actions.delivery import deliver
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    reverse_sale,
    sell,
)
from tests.pages.plain_text import breaks_the_policy, links, words
from tests.worlds import built_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


@built_once
def programme(db: None) -> dict[str, Any]:
    """The published sales: two of Nov 9, 2001, and one of 26 Oct that was delivered on the 31st."""
    sales, other = AgreementFactory(), AgreementFactory(other=True)
    large = PlacementFactory(
        agreement=sales, accepted=True, shares_offered=949_710, minimum_price=Decimal("4.02")
    )
    first = PlacementFactory(
        agreement=other, accepted=True, shares_offered=224_800, minimum_price=Decimal("3.20")
    )
    settled = sell(first, 104_800, "3.23", trade_date=date(2001, 10, 26))
    deliver([settled], delivered_on=date(2001, 10, 31), by=UserFactory(), today=TODAY)
    return {
        "settled": settled,
        "large": sell(large, 949_710, "4.03", gross=Decimal("3822967.00")),
        "small": sell(first, 20_000, "3.7196", gross=Decimal("74392.00"), method="nasdaq"),
        "placement": first,
    }


def test_it_answers_first_how_much_can_still_be_sold(reader: Client) -> None:
    text = words(reader.get("/?as_of=2001-11-09"))
    assert "$21,177,033.00 left of $25,000,000" in text
    assert "$7,987,104.00 left of $8,400,000" in text


def test_capacity_is_shown_in_four_parts_with_dollars_and_percent(reader: Client) -> None:
    text = words(reader.get("/"))
    assert (
        "Settled $0.00 0.0% Sold, unsettled $3,822,967.00 15.3% Reserved $0.00 0.0% "
        "Free $21,177,033.00 84.7%"
    ) in text
    assert (
        "Settled $338,504.00 4.0% Sold, unsettled $74,392.00 0.9% Reserved $320,000.00 3.8% "
        "Free $7,667,104.00 91.3%"
    ) in text


def test_the_bar_says_the_same_figures_to_those_who_do_not_see_it(reader: Client) -> None:
    assert (
        'aria-label="Capacity of the Sales Agreement, $25,000,000: settled $0.00, 0.0%; '
        "sold, unsettled $3,822,967.00, 15.3%; reserved $0.00, 0.0%; "
        'free $21,177,033.00, 84.7%."'
    ) in reader.get("/").content.decode()


def test_each_part_opens_the_sales_or_placements_that_make_it_up(reader: Client) -> None:
    opened = links(reader.get("/"))
    assert "/sales/?agreement=other-agreement&status=settled" in opened
    assert "/sales/?agreement=other-agreement&status=unsettled&status=overdue" in opened
    reserved = "/placements/?agreement=other-agreement&status=accepted&status=suspended"
    assert reserved in opened
    text = words(reader.get("/sales/?agreement=other-agreement&status=unsettled&status=overdue"))
    assert "$74,392.00" in text
    assert "$338,504.00" not in text
    assert reader.get(reserved).status_code == 200


def test_it_shows_the_tier_commission_net_shares_and_average_price(reader: Client) -> None:
    text = words(reader.get("/"))
    assert "4.00% tier; $6,177,033.00 until 3.50%" in text
    assert "Commission to date $152,918.68 Net to date $3,670,048.32" in text
    assert "Shares sold 949,710 Average price $4.025405" in text
    assert "4.00% commission throughout" in text


def test_what_settles_next_is_summed_by_day_and_agreement(
    reader: Client, programme: dict[str, Any]
) -> None:
    sell(programme["placement"], 1_000, "3.72", method="nasdaq")
    text = words(reader.get("/"))
    assert "Nov 15, 2001 Other Agreement 2 21,000 $74,987.52" in text
    assert "Nov 15, 2001 Sales Agreement 1 949,710 $3,670,048.32" in text
    assert "overdue" not in text


def test_an_overdue_delivery_is_marked_strongly_and_in_words(reader: Client) -> None:
    response = reader.get("/?as_of=2001-11-16")
    assert "2 sales overdue." in words(response)
    assert "Nov 15, 2001 overdue Sales Agreement" in words(response)
    assert '<tr class="overdue">' in response.content.decode()


def test_the_latest_sales_stand_with_their_status_and_reversals_stay_visible(
    reader: Client, programme: dict[str, Any]
) -> None:
    reverse_sale(programme["small"], on=TODAY, reason="booked twice", by=UserFactory(), today=TODAY)
    text = words(reader.get("/"))
    assert "OA-3 reversal Other Agreement reversed (20,000) $3.7196 ($74,392.00)" in text
    assert "OA-2 Other Agreement Reversed on Nov 13, 2001 20,000 $3.7196 $74,392.00" in text
    assert "OA-1 Other Agreement settled 104,800 $3.2300 $338,504.00" in text


def test_recent_activity_is_told_in_sentences_and_not_while_looking_back(reader: Client) -> None:
    told = "Recorded sale 1 of the Sales Agreement: 949,710 shares for $3,822,967.00"
    assert told in words(reader.get("/"))
    back = words(reader.get("/?as_of=2001-11-09"))
    assert told not in back
    assert "is shown for today only" in back


def test_a_reader_sees_no_buttons_that_write(reader: Client, writer: Client) -> None:
    assert "Record sale New placement" in words(writer.get("/"))
    assert "Record sale" not in words(reader.get("/"))
    assert "New placement" not in words(reader.get("/"))


def test_only_staff_see_the_way_to_the_administration(client: Client) -> None:
    client.force_login(UserFactory(is_staff=True))
    assert "/admin/" in links(client.get("/"))
    client.force_login(UserFactory(permissions=["add_sale"]))
    assert "/admin/" not in links(client.get("/"))


def test_a_stranger_is_sent_to_the_login(stranger: Client) -> None:
    response = stranger.get("/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/"


def test_it_is_only_for_reading(writer: Client) -> None:
    assert writer.post("/").status_code == 405


def test_the_print_says_entity_day_and_who_made_it(reader: Client) -> None:
    text = words(reader.get("/?as_of=2001-11-09"))
    assert "NeoTherapeutics, Inc. · as of Nov 9, 2001 (example day Nov 13, 2001) · printed" in text
    assert text.endswith("New York time by reader · NeoEquity")


@pytest.mark.parametrize(
    "address", ["/", "/agreements/sales-agreement/", "/nowhere/", "/?as_of=x", "/accounts/login/"]
)
def test_no_page_holds_what_the_security_policy_forbids(reader: Client, address: str) -> None:
    assert breaks_the_policy(reader.get(address)) == []
