"""Three people at the pages: a stranger, a reader and a writer. Their day is Nov 13, 2001."""

from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from placements.actions.delivery import deliver
from placements.models import Sale
from tests.clients import logged_in
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    reverse_sale,
    sell,
)
from tests.worlds import built_once


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@pytest.fixture
def stranger() -> Client:
    """Nobody has signed in."""
    return Client()


@built_once
def reader(db: None) -> Client:
    """Somebody who may read and nothing else."""
    return logged_in(UserFactory(username="reader", group="Auditor"))


@built_once
def writer(db: None) -> Client:
    """Somebody who may do everything the pages offer."""
    return logged_in(UserFactory(username="writer"))


@built_once
def ledger(db: None) -> dict[str, Sale]:
    """Sales of every status under two agreements, by the name of their status on the day."""
    by = UserFactory()
    first = PlacementFactory(accepted=True)
    second = PlacementFactory(agreement=first.agreement, accepted=True)
    other = PlacementFactory(agreement=AgreementFactory(other=True), accepted=True)
    settled = sell(first, 1_000, trade_date=date(2001, 10, 26), by=by)
    deliver([settled], delivered_on=date(2001, 10, 31), by=by, today=TODAY)
    wrong = sell(first, 4_000, trade_date=date(2001, 11, 1), by=by)
    since = date(2001, 11, 12)
    return {
        "settled": settled,
        "wrong": wrong,
        "reversal": reverse_sale(wrong, on=since, reason="A wrong price.", by=by, today=TODAY),
        "overdue": sell(second, 2_000, trade_date=date(2001, 11, 1), by=by),
        "unsettled": sell(other, 3_000, method="nasdaq", by=by),
    }
