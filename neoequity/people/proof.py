"""Proof that accounts stand as their history left them, and that their guards are in place."""

from neoequity.books.proof.proving import Proof, prove
from neoequity.models import Account


def prove_people() -> Proof:
    """No account, group or second factor was changed past the triggers that keep its history."""
    return prove("neoequity", (), (Account,))
