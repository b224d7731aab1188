"""Who records, and the sales that are paid: 949,710 shares, and 20,000 traded with them."""

from decimal import Decimal

from neoequity.people.models import User
from placements.models import Agreement, Placement, Sale
from tests.factories import AgreementFactory, PlacementFactory, UserFactory, sell
from tests.worlds import built_once


@built_once
def treasurer(db: None) -> User:
    """Whoever enters what happened."""
    person: User = UserFactory(username="treasurer")
    return person


@built_once
def agreement(db: None) -> Agreement:
    """The Sales Agreement."""
    signed: Agreement = AgreementFactory()
    return signed


@built_once
def placement(agreement: Agreement, treasurer: User) -> Placement:
    """Its placement 1, accepted on October 1, 2001."""
    accepted: Placement = PlacementFactory(
        agreement=agreement, accepted=True, by=treasurer, shares_offered=4_000_000
    )
    return accepted


@built_once
def sale(placement: Placement, treasurer: User) -> Sale:
    """949,710 shares for $3,822,967.00, net $3,670,048.32, settling on Nov 15, 2001."""
    return sell(placement, 949_710, "4.03", gross=Decimal("3822967.00"), by=treasurer)


@built_once
def second(sale: Sale, treasurer: User) -> Sale:
    """1,000 shares at $4.00 of the same day: net $3,840.00."""
    return sell(sale.placement, by=treasurer)
