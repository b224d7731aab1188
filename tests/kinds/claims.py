"""Expense claims as the tests make them."""

from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.books.models import Approval
from neoequity.people.models import User
from placements.models import Agreement
from tests.claims.actions import ask_claim
from tests.factories import TODAY

INCURRED_ON = date(2001, 11, 5)


def asked_for(
    agreement: Agreement, amount: str = "40000.00", *, by: User, **facts: Any
) -> Approval:
    """A claim of travel expenses that is awaiting a CFO's decision."""
    told = {"incurred_on": INCURRED_ON, "purpose": "Travel", "today": TODAY, **facts}
    return ask_claim(agreement, amount=Decimal(amount), by=by, **told)
