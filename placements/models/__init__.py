"""What happened, as rows that the database guards."""

from placements.models.agreement import Agreement, AgreementEvent, FeeTier
from placements.models.approval import Approval
from placements.models.attachment import Attachment, Document
from placements.models.day_total import DayTotal
from placements.models.issuer import ExceptionalDay, Issuer, Shelf
from placements.models.loaded_event import LoadedEvent
from placements.models.lot import Lot
from placements.models.market_day import MarketClosure
from placements.models.period import Closing, ClosingTotal, Reopening
from placements.models.placement import Placement, PlacementEvent
from placements.models.sale import Delivery, Sale
from placements.models.seal import ChainHead, Seal
from placements.models.split import Split
from placements.models.term_page import TermPage
from placements.models.version import TermVersion

__all__ = [
    "Agreement",
    "AgreementEvent",
    "Approval",
    "Attachment",
    "ChainHead",
    "Closing",
    "ClosingTotal",
    "DayTotal",
    "Delivery",
    "Document",
    "ExceptionalDay",
    "FeeTier",
    "Issuer",
    "LoadedEvent",
    "Lot",
    "MarketClosure",
    "Placement",
    "PlacementEvent",
    "Reopening",
    "Sale",
    "Seal",
    "Shelf",
    "Split",
    "TermPage",
    "TermVersion",
]
