"""The page of one sale with its workings, and the reversal of one."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from neoequity.books.models import Approval
from placements.actions.delivery import deliver
from placements.models import Sale
from tests.factories import (
    TODAY,
    PlacementFactory,
    UserFactory,
    approved,
    reverse_sale,
    sell,
)
from tests.pages.plain_text import links, words

pytestmark = pytest.mark.django_db


def test_a_sale_that_crosses_a_tier_shows_the_dollars_in_each(reader: Client) -> None:
    placement = PlacementFactory(accepted=True, shares_offered=5_000_000)
    sell(placement, 2_000_000, "4.00")
    sale = sell(placement, 1_250_000, "4.00")
    text = words(reader.get(sale.get_absolute_url()))
    assert "$0 to $10,000,000 $2,000,000.00 4.00% $80,000.00" in text
    assert "$10,000,000 to $20,000,000 $3,000,000.00 3.50% $105,000.00" in text
    assert "Commission $185,000.00" in text
    assert "cumulative gross proceeds from $8,000,000.00 to $13,000,000.00" in text
    assert "Net $4,815,000.00" in text


def test_the_cent_that_rounding_moves_is_shown(reader: Client) -> None:
    placement = PlacementFactory(accepted=True, minimum_price=Decimal("0.10"))
    sell(placement, 1, "0.37")
    second = sell(placement, 1, "0.37")
    # 4% of $0.37 is 1.48 cents: $0.01 on the first, 2.96 cents in all, so $0.02 on the second.
    text = words(reader.get(second.get_absolute_url()))
    assert "Rounding of the running total to the cent $0.0052" in text
    assert "Commission $0.02" in text


def test_the_settlement_date_is_counted_day_by_day(reader: Client) -> None:
    sale = sell(PlacementFactory(accepted=True), trade_date=date(2001, 11, 9))
    text = words(reader.get(sale.get_absolute_url()))
    assert (
        "Fri Nov 9, 2001 trade date 0 "
        "Sat Nov 10, 2001 weekend not counted "
        "Sun Nov 11, 2001 weekend not counted "
        "Mon Nov 12, 2001 Veterans Day (observed) not counted "
        "Tue Nov 13, 2001 ordinary day 1 "
        "Wed Nov 14, 2001 ordinary day 2 "
        "Thu Nov 15, 2001 ordinary day 3"
    ) in text


def test_a_settlement_date_agreed_otherwise_shows_its_reason_and_a_list_with_an_end(
    reader: Client,
) -> None:
    sale = sell(
        PlacementFactory(accepted=True),
        settlement_date=date(2011, 11, 9),
        settlement_reason="Both sides agreed so.",
    )
    response = reader.get(sale.get_absolute_url())
    assert "Agreed by the parties: Both sides agreed so." in words(response)
    assert len(response.context["days"]) == 45


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ("2001-11-01", "unsettled, due on Nov 6, 2001"),
        ("2001-11-06", "unsettled, due on Nov 6, 2001"),
        ("2001-11-07", "overdue, was due on Nov 6, 2001"),
        ("2001-11-08", "settled, delivered on Nov 8, 2001"),
        ("2001-11-12", "net, delivered on Nov 8, 2001"),
    ],
)
def test_a_sale_has_the_status_of_the_day(reader: Client, as_of: str, told: str) -> None:
    sale = sell(PlacementFactory(accepted=True), trade_date=date(2001, 11, 1))
    deliver([sale], delivered_on=date(2001, 11, 8), by=UserFactory(), today=TODAY)
    by = UserFactory()
    reverse_sale(sale, on=date(2001, 11, 12), reason="A wrong price.", by=by, today=TODAY)
    assert told in words(reader.get(sale.get_absolute_url(), {"as_of": as_of}))


def test_a_sale_looked_for_too_early_says_that_it_came_later(reader: Client) -> None:
    sale = sell(PlacementFactory(accepted=True))
    response = reader.get(sale.get_absolute_url(), {"as_of": "2001-11-08"})
    assert response.status_code == 404
    assert "As of Nov 8, 2001 the Sales Agreement had no sale 1." in words(response)


def test_links_keep_the_day_the_page_looks_at(reader: Client) -> None:
    sale = sell(PlacementFactory(accepted=True))
    response = reader.get("/sales/", {"as_of": "2001-11-12"})
    assert f"{sale.get_absolute_url()}?as_of=2001-11-12" in links(response)
    response = reader.get(sale.get_absolute_url(), {"as_of": "2001-11-12"})
    assert "/placements/sales-agreement/1/?as_of=2001-11-12" in links(response)


def test_the_reversal_page_shows_what_will_come_back(writer: Client) -> None:
    sale = sell(PlacementFactory(accepted=True, shares_offered=50_000), 10_000)
    response = writer.get(f"{sale.get_absolute_url()}reverse/")
    text = words(response)
    assert response.context["form"]["on"].value() == TODAY
    assert "10,000 shares go back to placement 1; $40,000.00 of capacity comes back" in text
    assert "Capacity of the Sales Agreement $24,960,000.00 $25,000,000.00" in text
    assert "Shares of placement 1 40,000 50,000" in text
    assert "Once reversed, nothing is due for it on Nov 15, 2001." in text
    assert "Gross proceeds ($40,000.00)" in text
    assert "Commission, as posted with the sale ($1,600.00)" in text
    assert "adjustment" not in text


def test_a_document_is_attached_to_the_sale_from_its_reversal_page(writer: Client) -> None:
    sale = sell(PlacementFactory(accepted=True), 10_000)
    page = writer.get(f"{sale.get_absolute_url()}reverse/")
    assert "No document is attached." in words(page)
    assert f'action="{sale.get_absolute_url()}attach/"' in page.content.decode()


def test_a_sale_is_reversed_with_a_reason(writer: Client) -> None:
    sale = sell(PlacementFactory(accepted=True), 10_000)
    url = f"{sale.get_absolute_url()}reverse/"
    response = writer.post(url, {"on": "2001-11-12", "reason": "A wrong price."}, follow=True)
    [request] = Approval.objects.filter(kind="reversal")
    waits = "approving it reverses sale 1 of the Sales Agreement."
    assert f"{request} is awaiting a CFO's decision: {waits}" in words(response)
    assert Sale.objects.count() == 1
    approved(request)
    reversal = Sale.objects.get(reverses=sale)
    assert (reversal.trade_date, reversal.gross, reversal.recorded_by.username) == (
        date(2001, 11, 12),
        Decimal("-40000.00"),
        "writer",
    )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reason": ""}, "A reversal needs a reason."),
        ({"reason": "   "}, "A reversal needs a reason."),
        ({"reason": "x" * 301}, "at most 300 characters"),
        ({"on": "2001-11-08"}, "cannot take effect on Nov 8, 2001, before the trade date"),
        ({"on": "2001-11-14"}, "cannot take effect in the future; today is Nov 13, 2001."),
        ({"on": "0001-01-01"}, "Effective day must lie between Jan 1, 1971 and Dec 31, 2099."),
    ],
)
def test_a_reversal_that_is_refused_says_why_and_changes_nothing(
    writer: Client, said: dict[str, str], sentence: str
) -> None:
    sale = sell(PlacementFactory(accepted=True))
    sent = {"on": "2001-11-13", "reason": "A wrong price.", **said}
    response = writer.post(f"{sale.get_absolute_url()}reverse/", sent)
    assert response.status_code == 422
    assert sentence in words(response)
    assert Sale.objects.count() == 1
