"""What happened, as rows that the database guards."""

from placements.models.agreement import Agreement, AgreementEvent, DayTotal, FeeTier, TermPage
from placements.models.issuer import ExceptionalDay, Issuer, Shelf
from placements.models.period import Closing, ClosingTotal, Reopening
from placements.models.placement import Placement, PlacementEvent
from placements.models.sale import Delivery, Sale
from placements.models.seal import ChainHead, Seal

__all__ = [
    "Agreement",
    "AgreementEvent",
    "ChainHead",
    "Closing",
    "ClosingTotal",
    "DayTotal",
    "Delivery",
    "ExceptionalDay",
    "FeeTier",
    "Issuer",
    "Placement",
    "PlacementEvent",
    "Reopening",
    "Sale",
    "Seal",
    "Shelf",
    "TermPage",
]
