"""Who acts, and the placement acted upon."""

from decimal import Decimal

from neoequity.people.models import User
from placements.models import Agreement, Placement
from tests.factories import AgreementFactory, PlacementFactory, UserFactory
from tests.worlds import built_once


@built_once
def treasurer(db: None) -> User:
    """Whoever enters what happened."""
    person: User = UserFactory(username="treasurer")
    return person


@built_once
def agreement(db: None) -> Agreement:
    """The Sales Agreement: $25,000,000, of which nothing is sold."""
    signed: Agreement = AgreementFactory()
    return signed


@built_once
def placement(agreement: Agreement, treasurer: User) -> Placement:
    """Its placement 1: one million shares from $4.00, accepted on October 1, 2001."""
    accepted: Placement = PlacementFactory(agreement=agreement, accepted=True, by=treasurer)
    return accepted


@built_once
def other(treasurer: User) -> Placement:
    """A placement of the Other Agreement, where at-the-market sales are allowed."""
    accepted: Placement = PlacementFactory(
        agreement=AgreementFactory(other=True),
        accepted=True,
        by=treasurer,
        minimum_price=Decimal("3.00"),
    )
    return accepted
