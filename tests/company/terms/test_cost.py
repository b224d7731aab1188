"""What raising the money costs all in, and what of the agent's expenses is paid back (p. S-12)."""

from decimal import Decimal

import pytest

from neoequity.company.terms.compensation import at_maximum
from neoequity.company.terms.cost import (
    Deposit,
    OfferingExpenses,
    of_placement,
    of_programme,
    reasons_against_claim,
)
from neoequity.company.terms.warrant_value import FORMULA, WITH_FLOOR, Method
from tests.company.terms.agreements import SALES, TEN_PERCENT_AT_130

CAP = Decimal("60000.00")


@pytest.mark.parametrize(
    ("method", "total", "percent"),
    [
        (WITH_FLOOR, "229378.02", "6.00"),  # 152,918.68 + 76,459.34
        (FORMULA, "219820.60", "5.75"),  # 152,918.68 + 66,901.92
    ],
)
def test_the_published_placement_cost_six_percent_of_its_gross_with_its_warrants(
    method: Method, total: str, percent: str
) -> None:
    cost = of_placement(
        Decimal("3822967.00"),
        Decimal("152918.68"),
        Decimal("0.00"),
        method,
        TEN_PERCENT_AT_130,
    )
    assert (cost.total, cost.percent) == (Decimal(total), Decimal(percent))
    assert cost.proceeds == Decimal("3670048.32")


def test_the_programme_in_full_costs_7_29_percent_with_its_offering_expenses() -> None:
    """1,522,500 + 300,000 = 1,822,500 of 25,000,000; the warrants' 500,000 are not cash."""
    cost = of_programme(at_maximum(SALES, WITH_FLOOR), Decimal("300000.00"))
    assert (cost.total, cost.percent) == (Decimal("1822500.00"), Decimal("7.29"))
    assert cost.proceeds == Decimal("23677500.00")


@pytest.mark.parametrize(
    ("spent", "left", "percent", "expected"),
    [
        ("120000.00", "180000.00", "40.00", "300000.00"),
        ("310000.00", "-10000.00", "103.33", "310000.00"),
    ],
)
def test_offering_expenses_are_compared_with_their_estimate(
    spent: str, left: str, percent: str, expected: str
) -> None:
    expenses = OfferingExpenses(Decimal("300000.00"), Decimal(spent))
    assert (expenses.left, expenses.percent) == (Decimal(left), Decimal(percent))
    assert expenses.expected == Decimal(expected)


def test_a_claim_may_use_the_cap_to_the_cent() -> None:
    claim = reasons_against_claim(
        Decimal("20000.00"), Decimal("40000.00"), CAP, "Sales Agreement", "p. S-12"
    )
    assert list(claim) == []


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        (
            "20000.01",
            (
                "$20,000.01 is more than the $20,000.00 left of the expense cap of $60,000.00 "
                "under the Sales Agreement (p. S-12)."
            ),
        ),
        ("0.00", "Enter an amount of more than $0.00."),
    ],
)
def test_a_claim_beyond_the_cap_or_for_nothing_is_refused(amount: str, sentence: str) -> None:
    reasons = reasons_against_claim(
        Decimal(amount), Decimal("40000.00"), CAP, "Sales Agreement", "p. S-12"
    )
    assert [each.sentence for each in reasons] == [sentence]


@pytest.mark.parametrize(
    ("expenses", "left", "beyond"),
    [("12000.00", "38000.00", "0.00"), ("50000.00", "0.00", "0.00"), ("61000.00", "0", "11000.00")],
)
def test_advisory_expenses_draw_the_deposit_down_before_more_is_reimbursed(
    expenses: str, left: str, beyond: str
) -> None:
    deposit = Deposit(Decimal("50000.00"), Decimal(expenses))
    assert (deposit.left, deposit.beyond) == (Decimal(left), Decimal(beyond))
