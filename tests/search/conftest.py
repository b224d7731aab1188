"""Small books with something of every kind to find, on the example's day."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from placements.models import Sale
from tests.clients import logged_in
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    attached,
    reverse_sale,
    sell,
)
from tests.warrants.factories import another_holder, opened_warrant
from tests.worlds import built_once


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def reader(db: None) -> Client:
    """Somebody who may read and nothing else."""
    return logged_in(UserFactory(username="reader", group="Auditor"))


@built_once
def books(db: None) -> dict[str, Sale]:
    """Sales by name: two under the Sales Agreement, one of them reversed, one under the other."""
    by = UserFactory(username="treasurer")
    first = PlacementFactory(accepted=True, by=by)
    other = PlacementFactory(agreement=AgreementFactory(other=True), accepted=True, by=by)
    block = sell(
        *(first, 500_000, "4.0254"),
        by=by,
        gross=Decimal("2012700.00"),
        agent_reference="424B3-2001-11",
    )
    wrong = sell(first, 2_620, trade_date=date(2001, 11, 1), by=by, agent_reference="X-01")
    attached(block, "notice", name="Cantor_notice-424B3.pdf", by=by)
    opened_warrant(holder=another_holder(name="Montrose Investments Ltd."), by=by)
    return {
        "block": block,
        "wrong": wrong,
        "reversal": reverse_sale(wrong, on=TODAY, reason="A wrong price.", by=by, today=TODAY),
        "other": sell(*(other, 3_000), by=by, method="nasdaq", agent_reference="X-10"),
    }
