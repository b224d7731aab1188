"""The pages ask the database as often for a thousand sales as for ten."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Placement
from tests.factories import TODAY, AgreementFactory, PlacementFactory, UserFactory, sell_many

PAGES = [
    "/placements/",
    "/placements/sales-agreement/1/",
    "/placements/new/",
    "/sales/",
    "/sales/?agreement=sales-agreement&status=overdue&sort=-gross&page=1",
    "/sales/sales-agreement/1/",
    "/sales/new/",
    "/sales/import/",
    "/sales/sales-agreement/2/reverse/",
    "/settlements/",
    "/settlements/?cash=unpaid",
    "/settlements/receipts/new/",
]


def _more(placement: Placement, number: int, by: User) -> None:
    for day in (date(2001, 11, 1), date(2001, 11, 9)):
        sold = sell_many(placement, number // 2, shares=10, trade_date=day, by=by)
        deliver(sold[::2], delivered_on=TODAY, by=by, today=TODAY, remark="agreed")


def _counts(client: Client) -> dict[str, int]:
    counts = {}
    for page in PAGES:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(page).status_code == 200
        counts[page] = len(asked)
    return counts


@pytest.mark.django_db
def test_no_page_asks_more_often_when_there_is_more_to_show(writer: Client) -> None:
    by = UserFactory()
    first = PlacementFactory(accepted=True, by=by)
    other = PlacementFactory(agreement=AgreementFactory(other=True), accepted=True, by=by)
    for placement in (first, other):
        _more(placement, 10, by)
    few = _counts(writer)
    _more(first, 990, by)
    for status in ("draft", "proposed", "accepted", "suspended", "closed") * 4:
        PlacementFactory(agreement=first.agreement, status=status, shares_offered=1_000, by=by)
    assert _counts(writer) == few
    assert max(few.values()) <= 24
