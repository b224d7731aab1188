"""Books with one entry of every kind in their chain, and a hand that writes past every rule."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection

from placements.actions.delivery import deliver
from placements.actions.sale import reverse_sale
from tests.factories import TODAY, PlacementFactory, UserFactory, sell
from tests.warrants.factories import issued_warrant, warrant_agreement

Tamper = Callable[..., None]


@pytest.fixture
def person(db: None) -> User:
    somebody: User = UserFactory(username="treasurer")
    return somebody


@pytest.fixture
def books(person: User) -> None:
    """Positions 1 and 2: sales; 3 and 4: their deliveries; 5: a reversal; 6: a sale.

    7 to 9: the sale, delivery and issue of another placement's warrant.
    """
    agreement = warrant_agreement()
    placement = PlacementFactory(agreement=agreement, accepted=True, by=person)
    settled = sell(placement, 100_000, "4.25", by=person, trade_date=date(2001, 10, 26))
    wrong = sell(placement, 1_000, "4.03", by=person, remark='said "four" – by telephone')
    deliver([settled, wrong], delivered_on=TODAY, by=person, today=TODAY)
    reverse_sale(wrong, on=TODAY, reason="Wrong price", by=person, today=TODAY)
    sell(placement, 2_000, "4.50", by=person)
    issued_warrant(agreement, by=person)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def tamper(books: None) -> Tamper:
    """Runs SQL with all triggers asleep, as only a superuser of the server can."""

    def act(*statements: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET LOCAL session_replication_role = origin")

    return act
