"""The pages ask the database as often for sixty warrants as for ten."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from placements.actions.delivery import deliver
from placements.actions.sale import record_sales
from placements.models import Agreement
from tests.factories import PlacementFactory, UserFactory, notice_of
from tests.warrants.factories import ISSUED_BY, opened_warrant, warrant_agreement
from warrants.actions.issue import issue_warrant

PAGES = [
    "/warrants/",
    "/warrants/?state=exercisable&holder=cantor-fitzgerald&sort=-outstanding_then",
    "/warrants/issue/sales-agreement/1/",
    "/warrants/neotherapeutics/1/",
    "/warrants/neotherapeutics/1/exercise/",
    "/warrants/neotherapeutics/1/transfer/",
    "/warrants/holders/",
    "/warrants/holders/cantor-fitzgerald/",
    "/warrants/series/class-b/?price=4.04",
    "/warrants/splits/",
    "/warrants/registration/",
    "/agreements/sales-agreement/",
    "/placements/sales-agreement/1/",
    "/",
]


def _counts(client: Client) -> dict[str, int]:
    counts = {}
    for page in PAGES:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(page).status_code == 200
        counts[page] = len(asked)
    return counts


def _more(agreement: Agreement, number: int) -> None:
    """As many warrants of the agent as of other holders."""
    by = UserFactory()
    placements = PlacementFactory.create_batch(
        number, agreement=agreement, accepted=True, shares_offered=1_000, by=by
    )
    sales = record_sales([notice_of(each) for each in placements], by=by, today=ISSUED_BY)
    deliver(sales, delivered_on=date(2001, 11, 15), by=by, today=ISSUED_BY)
    for placement in placements:
        issue_warrant(agreement, placement, by=by, today=ISSUED_BY)
        opened_warrant(1_000, by=by)


@pytest.mark.django_db
def test_no_page_asks_more_often_when_there_are_more_warrants(writer: Client) -> None:
    agreement = warrant_agreement()
    _more(agreement, 5)
    few = _counts(writer)
    _more(agreement, 25)
    assert _counts(writer) == few
    first_screen = few.pop("/")
    assert first_screen <= 53, "half of them are asked by the notices"
    assert max(few.values()) <= 34, "one of them is asked by the views of a list"
