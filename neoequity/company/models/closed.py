"""What the company closes to sales and acceptances: by the action, and in the database."""

from neoequity.company.models import blackout, representation
from neoequity.company.triggers.placement import PLACEMENT_TRIGGERS
from neoequity.company.triggers.sale import SALE_TRIGGERS
from placements.models import Placement, Sale


class ClosedSale(Sale):
    """A proxy for the company's triggers on sales: no table and no permissions of its own."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = SALE_TRIGGERS


class ClosedPlacement(Placement):  # type: ignore[django-manager-missing]  # its events
    """A proxy for the company's triggers on placements, as above."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = PLACEMENT_TRIGGERS


#: What sales are asked for: see `settings.CLOSED_TO_SALES`.
CLOSED_TO_SALES = (blackout.CLOSED, representation.CLOSED)
