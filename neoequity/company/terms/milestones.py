"""An initial payment and milestones under one ceiling (Pfizer, Form 8-K of Mar 19, 2001)."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO, cents, dollars
from neoequity.books.refusal import Reason, cite


class Milestone(NamedTuple):
    """One payment: the initial one, or one that a trigger brings. `amount` in dollars.

    `key` names it within the issuer; `probability` is a fraction from 0 to 1. `received_on` is
    None until the payment has come, with the amount that was agreed.
    """

    key: str
    payer: str
    trigger: str
    amount: Decimal
    expected_on: date | None
    probability: Decimal
    received_on: date | None = None

    def is_received(self, by: date) -> bool:
        """Whether it had been received by the end of this day."""
        return self.received_on is not None and self.received_on <= by

    @property
    def weighted(self) -> Decimal:
        """Amount x probability in dollars, half-up to the cent."""
        return cents(self.amount * self.probability)


class Summary(NamedTuple):
    """Dollars under the ceiling as of a day.

    `expected` is not yet received, at its full amount, and `weighted` by its probabilities.
    `left` is what may still be received under the ceiling, `unassigned` the part of it that no
    payment is recorded for.
    """

    ceiling: Decimal
    received: Decimal
    expected: Decimal
    weighted: Decimal

    @property
    def left(self) -> Decimal:
        """The ceiling less what has been received."""
        return self.ceiling - self.received

    @property
    def unassigned(self) -> Decimal:
        """The ceiling less what has been received and what is expected."""
        return self.left - self.expected


def summary(payments: Iterable[Milestone], ceiling: Decimal, by: date) -> Summary:
    """What was received by the end of a day, and what is still expected then."""
    payments = list(payments)
    coming = [each for each in payments if not each.is_received(by)]
    return Summary(
        ceiling=ceiling,
        received=sum((each.amount for each in payments if each.is_received(by)), ZERO),
        expected=sum((each.amount for each in coming), ZERO),
        weighted=sum((each.weighted for each in coming), ZERO),
    )


def reasons_against(
    payment: Milestone, others: Iterable[Milestone], ceiling: Decimal, page: str
) -> Iterator[Reason]:
    """Reasons against recording a payment beside the others of its agreement.

    All payments together, received or not, stay within the ceiling, to the cent.
    """
    if payment.amount <= 0:
        yield Reason("Enter an amount of more than $0.00.", "amount")
    if not 0 <= payment.probability <= 1:
        yield Reason("Enter a probability from 0% to 100%.", "probability")
    left = ceiling - sum((each.amount for each in others), ZERO)
    if payment.amount > left:
        yield Reason(
            f"{dollars(payment.amount)} is more than the {dollars(max(left, ZERO))} left of the "
            f"{dollars(ceiling)} that the initial payment and all milestones may come to "
            f"together{cite(page)}.",
            "amount",
        )
