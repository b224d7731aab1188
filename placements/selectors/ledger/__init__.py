"""Proof of the placements: the stored totals recalculated from the rows."""

from neoequity.books.kinds import checks_of
from neoequity.books.proof.difference import BooksUntil
from neoequity.books.proof.proving import Proof, prove, prove_checks
from placements.models import Agreement, Attachment, Delivery, Placement, Sale
from placements.selectors.ledger.documents import documents_check
from placements.selectors.ledger.footing import FOOTING
from placements.selectors.ledger.rows import CHECKS


def prove_ledger(asked: BooksUntil | None = None) -> Proof:
    """Recalculate everything in the database, within one snapshot of the books."""
    # Each check once, in the order of the report; those that kinds add come last.
    checks = dict.fromkeys((*CHECKS, documents_check(), *checks_of("placements")))
    models = (Agreement, Placement, Sale, Delivery, Attachment)
    return prove("placements", checks, models, asked=asked)


def prove_footing() -> Proof:
    """Whether the stored totals agree with one another; takes as long for many sales as for few."""
    return prove_checks(FOOTING)
