"""Proof that accounts stand as their history left them, and that their guards are in place."""

from neoequity.models import Account
from placements.selectors.ledger import Proof, prove


def prove_people() -> Proof:
    """No account, group or second factor was changed past the triggers that keep its history."""
    return prove("neoequity", (), (Account,))
