"""Proof of the placements: what the ledger stores, counted again from its rows."""

from neoequity.books.kinds import checks_of
from neoequity.books.proof.difference import BooksUntil
from neoequity.books.proof.proving import Proof, prove
from placements.models import Agreement, Attachment, Delivery, Placement, Sale
from placements.selectors.ledger.documents import documents_check
from placements.selectors.ledger.rows import CHECKS


def prove_ledger(asked: BooksUntil | None = None) -> Proof:
    """Count everything again, in one snapshot of the books; the database does the counting."""
    # Each once, in the order of their telling; what a kind declares beside them comes last.
    checks = dict.fromkeys((*CHECKS, documents_check(), *checks_of("placements")))
    models = (Agreement, Placement, Sale, Delivery, Attachment)
    return prove("placements", checks, models, asked=asked)
