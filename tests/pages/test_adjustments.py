"""Adjustments of commission on the pages: shown before they are posted, and where they wait."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from placements.actions.sale import ask_reversal
from placements.models import Placement, Sale
from tests.clients import logged_in
from tests.factories import TODAY, PlacementFactory, UserFactory, sell
from tests.pages.plain_text import words
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

OCT_31, NOV_2 = date(2001, 10, 31), date(2001, 11, 2)


@built_once
def placement(db: None) -> Placement:
    """With $6 million of 2 November sold, and $8 million more to be sold."""
    found: Placement = PlacementFactory(
        accepted=True, shares_offered=20_000_000, minimum_price=Decimal(1)
    )
    sell(found, 3_000_000, "2.00", trade_date=NOV_2)
    return found


@built_once
def adjustment(placement: Placement) -> Sale:
    """What a notice of $8 million of 31 October displaces on 2 November."""
    sell(placement, 4_000_000, "2.00", trade_date=OCT_31)
    return Sale.objects.get(adjusts__isnull=False)


def test_the_form_shows_the_adjustments_before_a_late_sale_is_posted(
    writer: Client, placement: Placement
) -> None:
    typed = {
        "placement": placement.pk,
        "trade_date": "2001-10-31",
        "method": "negotiated",
        "shares": "4000000",
        "price": "2.00",
        "agent_reference": "N-1",
    }
    text = words(writer.post("/sales/preview/", typed))
    assert "Commission $8,000,000.00 at 4.00% is $320,000.00 $320,000.00" in text
    assert "Sales traded by Nov 2, 2001 fall in other tiers ($20,000.00)" in text
    assert not Sale.objects.filter(adjusts__isnull=False).exists()


def test_the_page_of_a_reversal_shows_what_comes_back_and_what_it_displaces(
    writer: Client, adjustment: Sale
) -> None:
    page = f"/sales/sales-agreement/{adjustment.adjusts.number}/reverse/"  # type: ignore[union-attr]
    text = words(writer.get(page))
    assert "Gross proceeds ($8,000,000.00)" in text
    assert "Commission, as posted with the sale ($320,000.00) Net ($7,680,000.00)" in text
    assert "Sales traded by Nov 13, 2001 fall in other tiers $20,000.00" in text
    other_day = words(writer.post(page, {"on": "2001-10-31", "reason": "wrong", "check": "1"}))
    assert "Sales traded by Nov 2, 2001 fall in other tiers $20,000.00" in other_day


def test_the_request_shows_whoever_approves_it_what_will_be_posted(adjustment: Sale) -> None:
    sale = adjustment.adjusts
    assert sale is not None
    request = ask_reversal(sale, on=TODAY, reason="wrong", by=UserFactory(), today=TODAY)
    cfo = logged_in(UserFactory(group="CFO"))
    text = words(cfo.get(request.get_absolute_url()))
    assert "What approving posts" in text
    assert "Sales traded by Nov 13, 2001 fall in other tiers $20,000.00" in text


def test_the_page_of_an_adjustment_tells_its_day_and_its_cause(
    reader: Client, adjustment: Sale
) -> None:
    text = words(reader.get(adjustment.get_absolute_url()))
    assert "Adjustment SA-3" in text
    assert "This entry adjusts the commission of Nov 2, 2001: sale 2 moved sales" in text
    assert "Unsettled, due from the agent" in text or "unsettled, due from the agent" in text


def test_the_page_of_the_adjusted_sale_links_to_the_adjustment(
    reader: Client, adjustment: Sale
) -> None:
    text = words(reader.get("/sales/sales-agreement/1/"))
    assert "Adjustment 3 Nov 2, 2001 Sale 2 ($20,000.00)" in text


def test_an_adjustment_waits_in_a_group_of_its_own_and_is_recorded_as_paid(
    writer: Client, adjustment: Sale
) -> None:
    text = words(writer.get("/settlements/"))
    assert "Adjustments of commission to be paid 1 adjustment, $20,000.00 net" in text
    assert "Delivered or paid on" in text
    assert "Record deliveries and payments" in text
    chosen = {"sale": [adjustment.pk], "delivered_on": "2001-11-13"}
    paid = words(writer.post("/settlements/deliver/", chosen, follow=True))
    assert "The payment of 1 adjustment ($20,000.00 net) on Nov 13, 2001 is recorded." in paid
    assert "Adjustments of commission" not in words(writer.get("/settlements/"))
    assert "paid on Nov 13, 2001" in words(writer.get(adjustment.get_absolute_url()))


def test_the_dashboard_tells_what_is_to_be_paid_besides(reader: Client, adjustment: Sale) -> None:
    told = "Also due: 1 adjustment of commission, $20,000.00 net."
    assert told in words(reader.get("/"))
    assert "Also due" not in words(reader.get("/?as_of=2001-10-30"))


def test_sales_and_adjustments_recorded_together_are_told_apart(
    writer: Client, adjustment: Sale
) -> None:
    waiting = [adjustment.pk, Sale.objects.get(number=2).pk]
    chosen = {"sale": waiting, "delivered_on": "2001-11-13"}
    told = words(writer.post("/settlements/deliver/", chosen, follow=True))
    assert (
        "The delivery of 1 sale (4,000,000 shares) and the payment of 1 adjustment ($20,000.00 "
        "net) on Nov 13, 2001 are recorded."
    ) in told


def test_each_cell_says_on_a_phone_what_it_is(writer: Client, adjustment: Sale) -> None:
    page = writer.get("/settlements/").content.decode()
    row = page[page.index(f'value="{adjustment.pk}"') - 200 :]
    labels = re.findall(r'data-label="([^"]*)"', row)
    assert labels[:2] == ["Paid", "Due"]
    assert "Dated" in labels


def test_lists_call_it_an_adjustment(reader: Client, adjustment: Sale) -> None:
    assert "SA-3 adjustment by SA-2" in words(reader.get("/sales/"))
    assert "SA-3 adjustment" in words(reader.get("/agreements/sales-agreement/"))
