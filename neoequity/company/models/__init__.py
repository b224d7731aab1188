"""What the office keeps of its own company: dated, sourced, and posted once."""

from neoequity.company.models.access_review import AccessReview
from neoequity.company.models.account import Account
from neoequity.company.models.blackout import Blackout
from neoequity.company.models.check import ProposalCheck
from neoequity.company.models.closed import ClosedPlacement, ClosedSale
from neoequity.company.models.feed import CalendarFeed
from neoequity.company.models.figure import Figure, ShareEvent
from neoequity.company.models.lock_up import Consent, Offering
from neoequity.company.models.market import MarketPrice, Position
from neoequity.company.models.money import Expense, Funding
from neoequity.company.models.record import ApprovedRecord, CompanyRecord
from neoequity.company.models.register import Counting, Filing, RegisterEntry
from neoequity.company.models.representation import RepresentationDate

__all__ = [
    "AccessReview",
    "Account",
    "ApprovedRecord",
    "Blackout",
    "CalendarFeed",
    "ClosedPlacement",
    "ClosedSale",
    "CompanyRecord",
    "Consent",
    "Counting",
    "Expense",
    "Figure",
    "Filing",
    "Funding",
    "MarketPrice",
    "Offering",
    "Position",
    "ProposalCheck",
    "RegisterEntry",
    "RepresentationDate",
    "ShareEvent",
]
