"""What raising the money costs the issuer, all in, and the expenses around it (p. S-12)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO, dollars
from neoequity.books.refusal import Reason, cite
from neoequity.company.terms.compensation import Meter, percent_of
from neoequity.company.terms.warrant_value import Inputs, Method


class Cost(NamedTuple):
    """Costs by name in dollars, and the gross they were incurred for."""

    gross: Decimal
    items: dict[str, Decimal]

    @property
    def total(self) -> Decimal:
        """All of them, in dollars."""
        return sum(self.items.values(), ZERO)

    @property
    def percent(self) -> Decimal | None:
        """The total in percent of the gross, two decimals half-up; None when nothing was sold."""
        return percent_of(self.total, self.gross)

    @property
    def proceeds(self) -> Decimal:
        """The gross less everything that is paid in cash: all but the warrants, in dollars."""
        return self.gross - self.total + self.items.get("warrants", ZERO)


def of_placement(
    gross: Decimal, commission: Decimal, deductions: Decimal, method: Method, warrants: Inputs
) -> Cost:
    """What a placement itself causes: commission, deductions and the value of its warrants.

    What is paid once for all placements (advisory money, expenses) is a cost of the programme.
    """
    value = method.value(gross, warrants)
    items = {"commission": commission, "deductions": deductions, "warrants": value}
    return Cost(gross, items)


def of_programme(meter: Meter, offering_expenses: Decimal, deductions: Decimal = ZERO) -> Cost:
    """A reading of the meter and the issuer's own offering expenses, estimated or actual."""
    items = {line.item: line.amount for line in meter.items}
    items |= {"deductions": deductions, "offering expenses": offering_expenses}
    return Cost(meter.gross, items)


class OfferingExpenses(NamedTuple):
    """The issuer's own expenses of an offering in dollars, against its estimate ($300,000)."""

    estimate: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        """The estimate less what was spent; negative once it is exceeded."""
        return self.estimate - self.spent

    @property
    def percent(self) -> Decimal | None:
        """What was spent in percent of the estimate, two decimals half-up; None of none."""
        return percent_of(self.spent, self.estimate)

    @property
    def expected(self) -> Decimal:
        """What they will come to as far as is known: the greater of estimate and spent."""
        return max(self.estimate, self.spent)


def reasons_against_claim(
    amount: Decimal, claimed: Decimal, cap: Decimal, agreement: str, page: str
) -> Iterator[Reason]:
    """Reasons against reimbursing `amount` of the agent's expenses after `claimed` before."""
    if amount <= 0:
        yield Reason("Enter an amount of more than $0.00.", "amount")
    left = max(cap - claimed, ZERO)
    if amount > left:
        yield Reason(
            f"{dollars(amount)} is more than the {dollars(left)} left of the expense cap of "
            f"{dollars(cap)} under the {agreement}{cite(page)}.",
            "amount",
        )


class Deposit(NamedTuple):
    """The $50,000 deposit against advisory expenses, drawn down by them; it is not refunded."""

    paid: Decimal
    expenses: Decimal

    @property
    def left(self) -> Decimal:
        """What further expenses may still draw on, in dollars."""
        return max(self.paid - self.expenses, ZERO)

    @property
    def beyond(self) -> Decimal:
        """Expenses beyond the deposit, which the issuer reimburses in addition, in dollars."""
        return max(self.expenses - self.paid, ZERO)
