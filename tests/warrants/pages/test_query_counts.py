"""The pages ask the database as often for sixty warrants as for ten."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from placements.models import Agreement
from tests.factories import UserFactory
from tests.warrants.factories import issued_warrant, opened_warrant, warrant_agreement

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


def _issue(agreement: Agreement, number: int) -> None:
    by = UserFactory()
    for nth in range(number):
        issued_warrant(agreement, 1_000 + nth, by=by)


@pytest.mark.django_db
def test_no_page_asks_more_often_when_there_are_more_warrants(writer: Client) -> None:
    agreement = warrant_agreement()
    _issue(agreement, 10)
    opened_warrant()
    few = _counts(writer)
    _issue(agreement, 50)
    opened_warrant()
    assert _counts(writer) == few
    assert max(few.values()) <= 30
