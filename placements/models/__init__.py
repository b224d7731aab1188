"""What happened, as rows that the database guards."""

from placements.models.agreement import Agreement, AgreementEvent, FeeTier, TermPage
from placements.models.approval import Approval
from placements.models.day_total import DayTotal
from placements.models.issuer import ExceptionalDay, Issuer, Shelf
from placements.models.placement import Placement, PlacementEvent
from placements.models.sale import Delivery, Sale
from placements.models.version import TermVersion

__all__ = [
    "Agreement",
    "AgreementEvent",
    "Approval",
    "DayTotal",
    "Delivery",
    "ExceptionalDay",
    "FeeTier",
    "Issuer",
    "Placement",
    "PlacementEvent",
    "Sale",
    "Shelf",
    "TermPage",
    "TermVersion",
]
