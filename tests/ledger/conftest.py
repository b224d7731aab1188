"""A small ledger, and a hand that writes in it past every rule."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from placements.actions.delivery import deliver
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    attached,
    reverse_sale,
    sell,
)

Tamper = Callable[..., None]


@pytest.fixture
def ledger(db: None) -> None:
    """Two agreements; under the first a settled sale, a reversed one, its reversal and a fourth."""
    person = UserFactory()
    placement = PlacementFactory(accepted=True, by=person)
    PlacementFactory(agreement=AgreementFactory(other=True), accepted=True, by=person)
    settled = sell(placement, 100_000, "4.25", by=person, trade_date=date(2001, 10, 26))
    wrong = sell(placement, 1_000, "4.03", by=person)
    deliver([settled, wrong], delivered_on=TODAY, by=person, today=TODAY)
    reverse_sale(wrong, on=TODAY, reason="Wrong price", by=person, today=TODAY)
    sell(placement, 2_000, "4.50", by=person)
    attached(settled, "notice", name="notice.pdf", by=person)
    settle_constraints()


@pytest.fixture
def tamper(ledger: None) -> Tamper:
    """Runs SQL with all triggers asleep, as only the owner of the server can."""

    def act(*statements: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET LOCAL session_replication_role = origin")

    return act


def settle_constraints() -> None:
    """Check the foreign keys now, so that tables can be altered within the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
