"""Agreements whose sales state their commission, alone or with a second fee beside it."""

from decimal import Decimal
from typing import Any

from placements.models import Agreement, Placement
from tests.factories import TERM_PAGES, AgreementFactory, PlacementFactory
from tests.programme.conftest import load_events  # noqa: F401  # a fixture
from tests.worlds import built_once

MAXIMUM = Decimal("0.03")
SECOND = Decimal("0.01")
PAGES = {**TERM_PAGES, "commission_maximum_rate": "p. 5", "second_fee_rate": "p. 6"}


def stated_agreement(**terms: Any) -> Agreement:
    """The Sales Agreement, with a maximum of 3% instead of fee tiers."""
    said: dict[str, Any] = {
        "tiers": [],
        "largest_commission": None,
        "commission_maximum_rate": MAXIMUM,
        "pages": PAGES,
    }
    agreement: Agreement = AgreementFactory(**{**said, **terms})
    return agreement


@built_once
def stated(db: None) -> Placement:
    """A placement of a million shares from $4.00, under an agreement with a maximum of 3%."""
    placement: Placement = PlacementFactory(agreement=stated_agreement(), accepted=True)
    return placement


@built_once
def with_second_fee(db: None) -> Placement:
    """The same, with a second fee of 1%."""
    agreement = stated_agreement(second_fee_rate=SECOND)
    placement: Placement = PlacementFactory(agreement=agreement, accepted=True)
    return placement


@built_once
def tiered(db: None) -> Placement:
    """A placement under an agreement with one fee tier of 8%, and a second fee of 1%."""
    terms: dict[str, Any] = {"tiers": [("0", "0.08")], "largest_commission": None, "pages": PAGES}
    agreement: Agreement = AgreementFactory(**terms, second_fee_rate=SECOND)
    placement: Placement = PlacementFactory(agreement=agreement, accepted=True)
    return placement
