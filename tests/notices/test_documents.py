"""Papers are told as missing from the day after the record they prove."""

from datetime import date

import pytest

from placements.actions.delivery import deliver
from placements.models import Sale
from placements.selectors import documents_lately
from placements.terms.document import ACCEPTANCE, CONFIRMATION, NOTICE
from tests.factories import TODAY, PlacementFactory, UserFactory, attached, reverse_sale, sell
from tests.notices.conftest import Told
from tests.periods.closings import close
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def sale(db: None) -> Sale:
    return sell(PlacementFactory(accepted=True), 1_000, "4.00", trade_date=date(2001, 11, 9))


def test_a_sale_may_lack_its_notice_on_its_own_day_only(told: Told, sale: Sale) -> None:
    assert told(on=date(2001, 11, 9), kind="notice_missing") == []
    (notice,) = told(on=date(2001, 11, 10), kind="notice_missing")
    assert notice.text == (
        "1 sale under the Sales Agreement lacks the agent’s notice, the latest on Nov 9, 2001."
    )
    assert notice.href == "/sales/?agreement=sales-agreement&document=missing"
    assert notice.key == "notice_missing:sales-agreement:2001-11-09"


def test_with_the_notice_attached_nothing_is_told(told: Told, sale: Sale) -> None:
    attached(sale, NOTICE)
    assert told(kind="notice_missing") == []


def test_a_reversed_sale_needs_no_notice(told: Told, sale: Sale) -> None:
    reverse_sale(sale, on=TODAY, reason="A wrong price.", by=UserFactory(), today=TODAY)
    assert told(kind="notice_missing") == []


def test_what_lies_in_a_closed_month_was_accepted_as_it_is(told: Told, sale: Sale) -> None:
    sell(sale.placement, 10, "4.00", trade_date=date(2001, 10, 26))
    (both,) = told(kind="notice_missing")
    assert both.text.startswith("2 sales ")
    close("2001-10", today=TODAY)
    (one,) = told(kind="notice_missing")
    assert one.text.startswith("1 sale ")


def test_only_the_latest_sales_are_looked_at_and_that_is_said(
    told: Told, sale: Sale, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents_lately, "LATEST", 2)
    for _ in range(3):
        sell(sale.placement, 10, "4.00", trade_date=date(2001, 11, 12))
    (notice,) = documents_lately.lacking_notice(documents_lately.latest_sales(TODAY))
    assert (notice.number, notice.partial, notice.last) == (2, True, date(2001, 11, 12))


def test_a_delivery_lacks_its_confirmation_from_the_day_after(told: Told, sale: Sale) -> None:
    day = date(2001, 11, 15)
    deliver([sale], delivered_on=day, by=UserFactory(), today=day)
    assert told(on=day, kind="confirmation_missing") == []
    (notice,) = told(on=date(2001, 11, 16), kind="confirmation_missing")
    assert notice.text == (
        "1 delivered sale under the Sales Agreement lacks a confirmation of delivery, the latest "
        "on Nov 15, 2001."
    )
    attached(sale.delivery, CONFIRMATION)
    assert told(on=date(2001, 11, 16), kind="confirmation_missing") == []


def test_an_accepted_placement_lacks_the_acceptance_from_the_day_after(
    told: Told, sale: Sale
) -> None:
    assert told(on=date(2001, 10, 1), kind="acceptance_missing") == []
    (notice,) = told(on=date(2001, 10, 2), kind="acceptance_missing")
    assert "1 placement under the Sales Agreement lacks the agent’s acceptance" in notice.text
    attached(sale.placement, ACCEPTANCE)
    assert told(on=date(2001, 10, 2), kind="acceptance_missing") == []
