"""Settlements are told within three settlement days, on their day, and from the day after."""

from datetime import date

import pytest

from neoequity.notices.notice import Urgency
from placements.actions.delivery import deliver
from placements.models import Sale
from tests.factories import TODAY, PlacementFactory, UserFactory, sell
from tests.notices.conftest import Told
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def sale(db: None) -> Sale:
    """Sold on Fri, Nov 9, 2001; it settles on Thu, Nov 15, as Nov 12 is no settlement day."""
    return sell(PlacementFactory(accepted=True), 1_000, "4.00", trade_date=date(2001, 11, 9))


def test_a_settlement_is_told_three_settlement_days_ahead(told: Told, sale: Sale) -> None:
    (notice,) = told(on=date(2001, 11, 9), kind="settlement_due")
    assert notice.text == (
        "1 sale under the Sales Agreement settles on Nov 15, 2001: $3,840.00 net."
    )
    assert notice.urgency is Urgency.SOON
    assert notice.on == date(2001, 11, 15)
    assert notice.href == "/settlements/"


def test_a_settlement_is_not_told_four_settlement_days_ahead(told: Told, sale: Sale) -> None:
    later = sell(
        sale.placement,
        500,
        "4.00",
        trade_date=TODAY,
        settlement_date=date(2001, 11, 19),
        settlement_reason="As the parties agreed",
    )
    assert later.settlement_date == date(2001, 11, 19)
    assert [each.on for each in told(kind="settlement_due")] == [date(2001, 11, 15)]


def test_on_its_day_a_settlement_is_urgent(told: Told, sale: Sale) -> None:
    (notice,) = told(on=date(2001, 11, 15), kind="settlement_due")
    assert notice.urgency is Urgency.URGENT
    assert "settles today, Nov 15, 2001" in notice.text


def test_from_the_day_after_it_is_overdue(told: Told, sale: Sale) -> None:
    (notice,) = told(on=date(2001, 11, 16), kind="settlement_overdue")
    assert notice.text == (
        "1 sale under the Sales Agreement has been overdue since Nov 15, 2001: $3,840.00 net, no "
        "delivery recorded."
    )
    assert notice.urgency is Urgency.URGENT
    assert notice.key == "settlement_overdue:sales-agreement:2001-11-15"


def test_a_delivered_sale_is_told_no_more(told: Told, sale: Sale) -> None:
    day = date(2001, 11, 15)
    deliver([sale], delivered_on=day, by=UserFactory(), today=day)
    assert told(on=date(2001, 11, 16), kind="settlement_overdue") == []


def test_an_auditor_is_told_for_information(told: Told, sale: Sale) -> None:
    (notice,) = told("Auditor", on=date(2001, 11, 16), kind="settlement_overdue")
    assert notice.urgency is Urgency.INFORMATION


def test_an_administrator_is_told_nothing_of_the_books(told: Told, sale: Sale) -> None:
    assert told("Administrator", on=date(2001, 11, 16)) == []
