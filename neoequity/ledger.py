"""The proof of all the books: the ledger, the register, and the chain that seals them both."""

from placements.models.sealing import SEALED as OF_PLACEMENTS
from placements.selectors.ledger import Proof, prove_ledger, together
from placements.selectors.ledger.chain import prove_chain
from placements.selectors.snapshot import one_snapshot
from warrants.models.sealing import SEALED as OF_WARRANTS
from warrants.selectors.ledger import prove_register


def prove_books() -> Proof:
    """Everything counted again, every guard looked for, every chain walked, in one snapshot."""
    with one_snapshot():
        proofs = [prove_ledger(), prove_register(), prove_chain((*OF_PLACEMENTS, *OF_WARRANTS))]
        return together(proofs)
