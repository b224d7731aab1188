"""The kernel's models: issuers, approvals, documents, periods, market days and the chain."""

from neoequity.books.approvals.models import Approval, DecisionSeen
from neoequity.books.approvals.office import SecondPerson
from neoequity.books.chain.log import ChangeLog, LoggedChange
from neoequity.books.chain.models import ChainHead, Seal
from neoequity.books.chain.proofs import LedgerProof
from neoequity.books.documents.models import Document, RecordAttachment
from neoequity.books.issuers import Issuer
from neoequity.books.market import ExceptionalDay, MarketClosure
from neoequity.books.periods.models import Closing, Reopening

__all__ = [
    "Approval",
    "ChainHead",
    "ChangeLog",
    "Closing",
    "DecisionSeen",
    "Document",
    "ExceptionalDay",
    "Issuer",
    "LedgerProof",
    "LoggedChange",
    "MarketClosure",
    "RecordAttachment",
    "Reopening",
    "Seal",
    "SecondPerson",
]
