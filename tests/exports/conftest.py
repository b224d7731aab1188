"""A small ledger with one of everything, and its export as text."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from neoequity.books.exporting.query import ExportQuery
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.exports import write_export
from placements.models import Sale
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    reverse_sale,
    sell,
)
from tests.worlds import built_once

Exported = Callable[..., list[str]]


@built_once
def treasurer(ledger: list[Sale]) -> User:
    """Whoever recorded it."""
    return ledger[0].recorded_by


@built_once
def ledger(db: None) -> list[Sale]:
    """Four sales and a reversal: settled, reversed on 12 Nov, overdue, its reversal, unsettled."""
    treasurer = UserFactory(username="treasurer")
    sales = PlacementFactory(accepted=True, by=treasurer)
    other = PlacementFactory(
        agreement=AgreementFactory(other=True),
        shares_offered=50_000,
        minimum_price=None,
        expected_price=Decimal("3.50"),
        accepted=True,
        by=treasurer,
    )
    settled = sell(
        sales, 100_000, "4.25", by=treasurer, trade_date=date(2001, 10, 26), agent_reference="S-1"
    )
    wrong = sell(
        sales, 1_000, "4.0254", by=treasurer, gross=Decimal("4025.37"), agent_reference="S-2"
    )
    overdue = sell(
        sales, 2_000, "4.50", by=treasurer, trade_date=date(2001, 11, 1), agent_reference="S-3"
    )
    deliver([settled], delivered_on=date(2001, 10, 31), by=treasurer, today=TODAY)
    reversal = reverse_sale(
        wrong, on=date(2001, 11, 12), reason="Wrong price", by=treasurer, today=TODAY
    )
    nasdaq = sell(
        other, 20_000, "3.72", by=treasurer, method="nasdaq", agent_reference="424B3-2001-11-12"
    )
    return [settled, wrong, overdue, reversal, nasdaq]


@pytest.fixture
def exported() -> Exported:
    """The lines of an export; every one of them ends as RFC 4180 asks."""

    def export(dataset: str, as_of: date = TODAY, **asked: object) -> list[str]:
        out = BytesIO()
        write_export(dataset, ExportQuery(as_of, **asked), out)  # type: ignore[arg-type]  # names as in ExportQuery
        *lines, rest = out.getvalue().decode("utf-8").split("\r\n")
        assert rest == ""
        assert not any("\n" in line for line in lines)
        return lines

    return export
