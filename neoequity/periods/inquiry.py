"""What a closing wants to know beyond its own rows, from all apps."""

from placements.actions.closing import Findings
from placements.models import Issuer
from placements.selectors.ledger import prove_ledger, together
from placements.terms.periods import Period
from warrants.selectors.ledger import prove_register


def inquire(issuer: Issuer, period: Period) -> Findings:  # noqa: ARG001  # asked of every inquiry
    """Prove the whole ledger, every chain included."""
    proof = together([prove_ledger(), prove_register()])
    return Findings(proof.differences, proof.looked_at)
