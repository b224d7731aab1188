"""Whatever shows, exports or reports an agreement does so for one without fee tiers, too."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from neoequity.datasets import DATASETS
from neoequity.reports.all import REPORTS
from placements.models import Placement
from placements.terms.programme import TierFacts
from tests.amendments.changing import amended
from tests.clients import logged_in
from tests.factories import TODAY, PlacementFactory, UserFactory, sell
from tests.fees.conftest import SECOND, stated_agreement
from tests.pages.plain_text import words
from tests.reports.reporting import report
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/?as_of=2001-11-01",
    "/agreements/sales-agreement/",
    "/agreements/sales-agreement/?known_at=2030-01-01T00:00:00Z",
    "/before-you-sell/",
    "/company/",
    "/company/limits/",
    "/company/compensation/",
    "/company/money/",
    "/company/today/",
    "/sales/",
    "/placements/",
    "/settlements/",
    "/reports/",
    "/sales/new/",
    "/sales/import/",
]


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def sold(db: None) -> Placement:
    """A stated sale with a second fee, under an agreement that states all of its compensation."""
    agreement = stated_agreement(
        second_fee_rate=SECOND,
        expense_cap=Decimal("60000.00"),
        advisory_share=Decimal("62500.00"),
        compensation_limit_rate=Decimal("0.08"),
        warrant_coverage_rate=Decimal("0.1"),
        warrant_strike_rate=Decimal("1.3"),
    )
    placement: Placement = PlacementFactory(agreement=agreement, accepted=True)
    sell(placement, 100_000, commission=Decimal("5160.00"))
    return placement


@built_once
def writer(db: None) -> Client:
    """Somebody who enters sales."""
    return logged_in(UserFactory(username="writer"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_opens_under_a_maximum(writer: Client, sold: Placement, address: str) -> None:
    assert writer.get(address).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_opens_after_a_change_to_fee_tiers(
    writer: Client, sold: Placement, address: str
) -> None:
    tiers = [TierFacts(Decimal(0), Decimal("0.04"), "p. 1")]
    amended(sold.agreement, commission_maximum_rate=None, fee_tiers=tiers)
    assert writer.get(address).status_code == 200


def test_what_a_further_sale_costs_is_told_at_the_maximum(writer: Client, sold: Placement) -> None:
    page = writer.get(
        "/before-you-sell/?agreement=sales-agreement&shares=1000&price=5.00&on=2001-11-15"
    )
    assert page.status_code == 200
    assert "$200.00" in words(page)  # 3% and 1% of $5,000.00


def test_compensation_to_date_counts_both_fees_and_at_maximum_expects_them(
    writer: Client, sold: Placement
) -> None:
    said = words(writer.get("/company/compensation/"))
    assert "Each sale states its commission, at most 3.00% of its gross p. 5" in said
    assert "$9,160.00" in said
    assert "$1,000,000.00" in said  # 3% and 1% of the capacity


@pytest.mark.parametrize("dataset", sorted(DATASETS))
def test_a_dataset_is_exported_under_a_maximum(sold: Placement, dataset: str) -> None:
    asked = {"agreement": "sales-agreement", "as_of": TODAY.isoformat()}
    out = StringIO()
    call_command("export", dataset, stdout=out, **(asked if dataset == "reconciliation" else {}))
    assert out.getvalue().count(",")


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_is_made_under_a_maximum(sold: Placement, name: str) -> None:
    asked = {"agreement": "sales-agreement"} if name == "reconciliation" else {}
    made = report(name, "2001-10-01", str(TODAY), **asked)
    assert made.count(",")
