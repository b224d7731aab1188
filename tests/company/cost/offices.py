"""The two agreements with all terms of compensation, and records made through their actions."""

from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.books.models import Approval
from neoequity.company.actions.record import ask_expense, ask_figure
from neoequity.company.models import Expense, Figure
from neoequity.people.models import User
from placements.models import Agreement, Sale
from tests.factories import TODAY, AgreementFactory, PlacementFactory, approved, sell, usual

#: What pp. S-11 and S-12 say of the compensation under both agreements.
TERMS: dict[str, Any] = {
    "expense_cap": Decimal("60000.00"),
    "expense_refundable": True,
    "advisory_share": Decimal("62500.00"),
    "compensation_limit_rate": Decimal("0.08"),
    "warrant_coverage_rate": Decimal("0.10"),
    "warrant_strike_rate": Decimal("1.30"),
    "warrant_limit_rate": Decimal("0.10"),
    "warrant_due_days": 7,
    "warrant_life_years": 5,
    "warrant_cashless_years": 1,
    "warrant_transfer_years": 1,
    "warrant_nasd_transfer_years": 1,
    "warrant_registration_years": 1,
    "offering_effective_on": date(2001, 11, 1),
}
PAGES = {
    **dict.fromkeys(["capacity", "warrant_coverage_rate", "warrant_strike_rate"], "p. S-11"),
    **dict.fromkeys(
        ["expense_cap", "expense_refundable", "advisory_share", "compensation_limit_rate"],
        "p. S-12",
    ),
}


def sales_agreement(**changes: Any) -> Agreement:
    """The Sales Agreement; `changes` to its terms, None for one that is not stated."""
    agreement: Agreement = AgreementFactory(**{**TERMS, "pages": PAGES, **changes})
    return agreement


def other_agreement(**changes: Any) -> Agreement:
    """The Other Agreement, whose expenses are not refundable."""
    terms = {**TERMS, "expense_refundable": False, "pages": PAGES, **changes}
    agreement: Agreement = AgreementFactory(other=True, **terms)
    return agreement


def sold(agreement: Agreement, shares: int, price: str = "4.00", **said: Any) -> Sale:
    """One sale of all shares of a placement of its own."""
    placement = PlacementFactory(
        agreement=agreement,
        shares_offered=shares,
        minimum_price=Decimal("0.01"),
        accepted=True,
    )
    return sell(placement, shares, price, **said)


def claim(
    agreement: Agreement,
    amount: str,
    category: str = "reimbursement",
    *,
    by: User | None = None,
    **said: Any,
) -> Approval:
    """A request to record an expense."""
    facts = {"day": date(2001, 11, 9), "purpose": "Counsel", "page": "p. S-12", **said}
    return ask_expense(
        issuer=agreement.issuer,
        agreement=agreement,
        category=category,
        amount=Decimal(amount),
        **facts,
        by=by or usual(),
        today=TODAY,
    )


def spend(
    agreement: Agreement, amount: str, category: str = "reimbursement", **said: Any
) -> Expense:
    """An expense, requested and approved."""
    return Expense.objects.get(approval=approved(claim(agreement, amount, category, **said)))


def state(agreement: Agreement, name: str, value: str, *, own: bool = False, **said: Any) -> Figure:
    """A figure of the company, or of the agreement if it is its `own`."""
    facts = {"day": date(2001, 11, 1), "page": "p. S-12", **said}
    request = ask_figure(
        issuer=agreement.issuer,
        agreement=agreement if own else None,
        name=name,
        value=Decimal(value),
        **facts,
        by=usual(),
        today=TODAY,
    )
    return Figure.objects.get(approval=approved(request))
