"""What happened, as rows guarded by the database."""

from placements.models.agreement import Agreement, AgreementEvent, FeeTier
from placements.models.attachment import Attachment
from placements.models.cash_total import CashTotal
from placements.models.closing_total import ClosingTotal, TotalledClosing
from placements.models.day_total import DayTotal
from placements.models.loaded_event import LoadedEvent
from placements.models.placement import Placement, PlacementEvent
from placements.models.proposal import DraftProposal
from placements.models.receipt import Receipt, ReceiptPart
from placements.models.remembered_column import RememberedColumn
from placements.models.sale import Delivery, Sale
from placements.models.sale_aggregate import SaleAggregate
from placements.models.shelf import Shelf
from placements.models.split import Split
from placements.models.term_citation import TermCitation
from placements.models.version import TermVersion

__all__ = [
    "Agreement",
    "AgreementEvent",
    "Attachment",
    "CashTotal",
    "ClosingTotal",
    "DayTotal",
    "Delivery",
    "DraftProposal",
    "FeeTier",
    "LoadedEvent",
    "Placement",
    "PlacementEvent",
    "Receipt",
    "ReceiptPart",
    "RememberedColumn",
    "Sale",
    "SaleAggregate",
    "Shelf",
    "Split",
    "TermCitation",
    "TermVersion",
    "TotalledClosing",
]
