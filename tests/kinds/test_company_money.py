"""Expenses under an agreement and other money: their own rules, and their `CASES`."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.refusal import Refused
from neoequity.company.actions.record import ask_expense, record_funding
from neoequity.company.models import Expense, Funding
from neoequity.people.models import User
from placements.models import Agreement
from tests.books import refused
from tests.factories import TODAY, approved
from tests.kinds.company import DAY, Kind, agreement_with_cap, issuer

EXPENSES = Kind(
    Expense,
    ask_expense,
    {
        "agreement": agreement_with_cap,
        "category": "reimbursement",
        "amount": Decimal("40000.00"),
        "purpose": "Counsel of the agent",
    },
    "expenses",
)
FUNDINGS = Kind(
    Funding,
    record_funding,
    {
        "source": "April 2001 agreement",
        "kind": "debenture",
        "state": "expected",
        "amount": Decimal("8000000.00"),
        "expected_on": date(2001, 11, 30),
        "probability": Decimal("0.5"),
    },
    "records of other money",
)
pytestmark = pytest.mark.usefixtures("company")
CASES = (
    EXPENSES.cases(
        **{
            "The agent's expenses under an agreement stay within its cap.": [
                EXPENSES.raw(amount=Decimal("60000.01"))
            ],
            "an_expense_is_one_of_the_list": [EXPENSES.raw(category="dinner")],
            "an_expense_is_above_zero": [EXPENSES.raw(amount=Decimal(0))],
        }
    ),
    FUNDINGS.cases(
        other_money_is_one_of_the_list=[FUNDINGS.raw(kind="gift"), FUNDINGS.raw(state="hoped")],
        money_that_came_or_went_has_its_amount=[
            FUNDINGS.raw(state="received"),
            FUNDINGS.raw(settled_amount=Decimal(1)),
        ],
        other_money_is_above_zero=[
            *(FUNDINGS.raw(amount=0), FUNDINGS.raw(shares=0), FUNDINGS.raw(price=0)),
            FUNDINGS.raw(probability=Decimal("1.01")),
            FUNDINGS.raw(state="received", settled_amount=0),
        ],
    ),
)


@pytest.fixture
def agreement(db: None) -> Agreement:
    return agreement_with_cap()


def spent(agreement: Agreement, amount: str, *, by: User, **facts: Any) -> Expense:
    row: Expense = EXPENSES.post(by, agreement=agreement, amount=Decimal(amount), **facts)
    return row


def test_reimbursements_stay_within_the_cap(agreement: Agreement, treasurer: User) -> None:
    spent(agreement, "40000.00", by=treasurer)
    with refused(
        "$20,000.01 is more than the $20,000.00 left of the $60,000.00 that the "
        f"{agreement.name} reimburses."
    ):
        spent(agreement, "20000.01", by=treasurer)


def test_a_refund_gives_the_cap_back(agreement: Agreement, treasurer: User) -> None:
    spent(agreement, "60000.00", by=treasurer)
    spent(agreement, "15000.00", by=treasurer, category="refund")
    assert spent(agreement, "15000.00", by=treasurer).amount == Decimal("15000.00")


def test_other_costs_use_nothing_of_the_cap(agreement: Agreement, treasurer: User) -> None:
    spent(agreement, "300000.00", by=treasurer, category="offering")
    assert spent(agreement, "60000.00", by=treasurer).amount == Decimal("60000.00")


def test_what_is_not_refundable_is_not_refunded(agreement: Agreement, treasurer: User) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(expense_refundable=False)
    agreement.refresh_from_db()
    with refused(f"Expenses under the {agreement.name} are not refundable."):
        spent(agreement, "1000.00", by=treasurer, category="refund")


def test_the_cap_is_asked_again_when_the_expense_is_approved(
    agreement: Agreement, treasurer: User
) -> None:
    facts = {"issuer": issuer(), "day": DAY, "agreement": agreement, "purpose": "Travel"}
    told = {**facts, "category": "reimbursement", "by": treasurer, "today": TODAY}
    first, second = (ask_expense(**told, amount=Decimal("40000.00")) for _ in range(2))
    approved(first)
    with pytest.raises(Refused, match=r"more than the \$20,000.00 left"):
        approved(second)


def test_a_correction_is_held_against_the_cap_without_what_it_corrects(
    agreement: Agreement, treasurer: User
) -> None:
    wrong = spent(agreement, "60000.00", by=treasurer)
    right = spent(agreement, "50000.00", by=treasurer, replaces=wrong, remark="Mistyped")
    assert right.replaces == wrong


def test_money_that_was_paid_may_differ_from_what_was_expected(treasurer: User) -> None:
    facts = {"kind": "penalty", "state": "paid", "settled_amount": Decimal("405000.00")}
    row = FUNDINGS.post(treasurer, **facts, amount=Decimal("1000000.00"))
    assert str(row) == "April 2001 agreement: penalty, paid"
