"""Who acts, and two sales that wait for their delivery on Nov 15, 2001."""

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
    """The Sales Agreement, which is silent on the notice."""
    signed: Agreement = AgreementFactory()
    return signed


@built_once
def strict(treasurer: User) -> Placement:
    """A placement under an agreement that needs the agent's notice before delivery."""
    made: Placement = PlacementFactory(
        agreement=AgreementFactory(other=True, notice_needed="before_delivery"),
        accepted=True,
        by=treasurer,
    )
    return made


@built_once
def placement(agreement: Agreement, treasurer: User) -> Placement:
    """One million shares from $4.00."""
    accepted: Placement = PlacementFactory(agreement=agreement, accepted=True, by=treasurer)
    return accepted


@built_once
def sale(placement: Placement) -> Sale:
    """A thousand shares at $4.00: gross $4,000.00, commission $160.00, net $3,840.00."""
    return sell(placement)


@built_once
def second(sale: Sale) -> Sale:
    """Another, the next of the agreement."""
    return sell(sale.placement, 500, "4.10")
