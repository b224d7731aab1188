"""Each open item of the checklist leads to the page that mends it; a closing stores no address."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from neoequity.books.models import Closing, ExceptionalDay
from neoequity.books.periods.checklist import TOPICS, Item, Line
from neoequity.books.periods.rules import parse_period
from neoequity.periods.places import places
from placements.actions.sale import ask_reversal
from placements.models import Placement, Sale
from tests.factories import UserFactory
from tests.pages.plain_text import links, words
from tests.periods.closings import CLOSED_ON
from tests.periods.test_pages import CLOSE, NOTES

pytestmark = pytest.mark.django_db

SALE = "/sales/sales-agreement/1/"
TRADED = "2001-11-09, due 2001-11-15"
MENDED_AT = [
    "/settlements/",
    SALE,
    f"{SALE}#documents",
    "/placements/sales-agreement/1/#documents",
    "/sales/?trade_from=2001-10-01&trade_to=2001-12-31&document=missing",
    "/periods/close/?issuer=neotherapeutics&period=2001-08",
    "/periods/",
]


def test_every_line_leads_to_its_record_and_every_item_to_its_list(
    sold: Placement, controller: Client
) -> None:
    page = controller.get(CLOSE)
    assert set(MENDED_AT) <= set(links(page))
    assert "1 sale is not settled on Dec 31, 2001: $4,000.00 gross. Go to Settlements." in words(
        page
    )


def test_no_link_of_the_checklist_is_a_dead_end(sold: Placement, controller: Client) -> None:
    main = controller.get(CLOSE).content.decode().partition("<main")[2].partition("</main>")[0]
    found = {link.partition("#")[0] for link in _links(main)} - {""}
    assert len(found) >= len(MENDED_AT)
    for link in found:
        answer = controller.get(f"/periods/close/{link}" if link.startswith("?") else link)
        assert answer.status_code == 200, link


def _links(html: str) -> list[str]:
    class Part:
        content = html.encode()

    return links(Part())


def test_a_request_that_waits_leads_to_its_page_and_to_the_inbox(
    sold: Placement, controller: Client
) -> None:
    request = ask_reversal(
        Sale.objects.get(),
        on=date(2001, 12, 3),
        reason="A wrong price.",
        by=UserFactory(),
        today=CLOSED_ON,
    )
    page = links(controller.get(CLOSE))
    assert request.get_absolute_url() in page
    assert page.count("/approvals/") > links(controller.get("/periods/")).count("/approvals/")


def test_a_sale_that_would_settle_on_another_day_is_a_link(
    sold: Placement, controller: Client
) -> None:
    ExceptionalDay.objects.create(
        day=date(2001, 11, 13), is_trading_day=False, is_settlement_day=False, source="Storm"
    )
    html = controller.get(CLOSE).content.decode()
    findings = html.partition("<h3>Findings")[2].partition("<h3>")[0]
    assert f'<a href="{SALE}">' in findings
    assert "/warrants/#owed" in findings


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_a_place_while_it_is_open_and_none_in_order(topic: str) -> None:
    period = parse_period("2001Q4")
    assert places(Item(topic, 1, "One is open."), period)
    assert not places(Item(topic, 0, "In order."), period)


def test_a_closing_stores_the_sentences_alone(sold: Placement, controller: Client) -> None:
    assert controller.post(CLOSE, NOTES).status_code == 302
    closing = Closing.objects.get()
    [unsettled] = [item for item in closing.checklist if item["topic"] == "unsettled"]
    assert unsettled == {
        "topic": "unsettled",
        "found": 1,
        "sentence": "1 sale is not settled on Dec 31, 2001: $4,000.00 gross.",
        "lines": [f"Sale 1 of the Sales Agreement: 1,000 shares for $4,000.00, traded {TRADED}"],
        "note": "Delivered in January.",
        "title": "Unsettled sales",
    }
    assert "/sales/" not in json.dumps(closing.checklist)
    told = controller.get(closing.get_absolute_url()).content.decode()
    assert f'href="{SALE}"' not in told


def test_a_line_is_told_as_its_text() -> None:
    item = Item("documents", 1, "1 document is missing.", (Line("Sale 1: notice", SALE),))
    stored: Any = item.told()["lines"]
    assert [type(line) for line in stored] == [str]
