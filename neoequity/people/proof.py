"""Proof that accounts stand as their history left them, and that their guards are in place."""

from neoequity.books.proof.proving import Proof, prove, together
from neoequity.people.models import User


def prove_people() -> Proof:
    """No account, group or second factor was changed past the triggers that keep its history."""
    number = User.objects.count()
    accounts = f"{number:,} {'account' if number == 1 else 'accounts'}"
    return together([prove("people", (), ())._replace(rows=accounts), prove("neoequity", (), ())])
