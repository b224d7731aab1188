"""The agent's compensation under an agreement against its limit of 8%, in two readings (p. S-12).

To date: on what has been sold and claimed. At maximum: as if all of the capacity were sold and the
expenses reached their cap. Amounts in dollars, half-up to the cent; percentages of the gross.
"""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from neoequity.books.money import CENT, ZERO, cents
from neoequity.company.terms.warrant_value import Inputs, Method
from placements.terms.fees import FeeSchedule

TO_DATE, AT_MAXIMUM = READINGS = ("to_date", "at_maximum")
_HUNDREDTH = Decimal("0.01")


class CompensationTerms(NamedTuple):
    """What an agreement says of compensation; every one of them is needed, none is guessed.

    `capacity`, `expense_cap` and `advisory` in dollars, `limit_rate` a fraction. `retainer` is the
    part of the advisory money against which cash fees are credited by the amended letter; 0, the
    default, credits nothing, for the prospectus supplement does not mention it and governs.
    """

    fees: FeeSchedule
    capacity: Decimal
    expense_cap: Decimal
    expense_refundable: bool
    advisory: Decimal
    limit_rate: Decimal
    warrants: Inputs
    retainer: Decimal = ZERO


class Line(NamedTuple):
    """An item of the meter; `method` says how the warrants were valued, and is empty elsewhere."""

    reading: str
    item: str
    amount: Decimal
    percent: Decimal | None
    method: str = ""


class Meter(NamedTuple):
    """One reading: the items, their total, the limit, and what may have to be refunded.

    `over` is what the total exceeds the limit by; `refundable` the part of it, at most the
    expenses, that the agent may have to pay back, and nothing if they are not refundable.
    """

    reading: str
    gross: Decimal
    items: tuple[Line, ...]
    total: Decimal
    limit: Decimal
    over: Decimal
    refundable: Decimal

    @property
    def percent(self) -> Decimal | None:
        """The total in percent of the gross, two decimals half-up; None when nothing was sold."""
        return percent_of(self.total, self.gross)

    @property
    def value_of_warrants(self) -> Decimal:
        """The item of the warrants, in dollars."""
        return sum((line.amount for line in self.items if line.item == "warrants"), ZERO)

    @property
    def lines(self) -> list[Line]:
        """The items, then total, limit, over and refundable, as the report lists them."""
        sums = ("total", "limit", "over", "refundable")
        return [*self.items, *(self._line(name, getattr(self, name)) for name in sums)]

    def _line(self, item: str, amount: Decimal) -> Line:
        return Line(self.reading, item, amount, percent_of(amount, self.gross))


def percent_of(amount: Decimal, gross: Decimal) -> Decimal | None:
    """An amount in percent of the gross, two decimals half-up: 6.09; None of no gross."""
    return (100 * amount / gross).quantize(_HUNDREDTH, ROUND_HALF_UP) if gross else None


def to_date(
    terms: CompensationTerms,
    method: Method,
    gross: Decimal,
    expenses: Decimal,
    commission: Decimal | None = None,
) -> Meter:
    """The meter on `gross` sold and `expenses` claimed so far.

    `commission` is what the books posted; None takes the fee schedule on the gross.
    """
    paid = terms.fees.commission(gross) if commission is None else commission
    return _meter(TO_DATE, terms, method, gross=gross, expenses=expenses, commission=paid)


def at_maximum(terms: CompensationTerms, method: Method) -> Meter:
    """The meter with the capacity sold in full and the expenses at their cap."""
    return _meter(
        AT_MAXIMUM,
        terms,
        method,
        gross=terms.capacity,
        expenses=terms.expense_cap,
        commission=terms.fees.commission(terms.capacity),
    )


def _meter(
    reading: str,
    terms: CompensationTerms,
    method: Method,
    *,
    gross: Decimal,
    expenses: Decimal,
    commission: Decimal,
) -> Meter:
    amounts = {
        "commission": commission,
        "expenses": expenses,
        "advisory": terms.advisory,
        "credit": -min(commission, terms.retainer),
        "warrants": method.value(gross, terms.warrants),
    }
    items = tuple(
        Line(
            reading,
            item,
            amount,
            percent_of(amount, gross),
            str(method) if item == "warrants" else "",
        )
        for item, amount in amounts.items()
        if item != "credit" or terms.retainer
    )
    total = sum(amounts.values(), ZERO)
    limit = cents(terms.limit_rate * gross)
    over = max(total - limit, ZERO)
    refundable = min(over, expenses) if terms.expense_refundable else ZERO
    return Meter(reading, gross, items, total, limit, over, refundable)


def first_met(terms: CompensationTerms, method: Method, expenses: Decimal) -> Decimal | None:
    """The least gross, in whole cents, at which compensation is within the limit.

    With `expenses` claimed, before any amount is rounded, and without credits. None if the limit
    is met nowhere up to the capacity. At $60,000 of expenses the Sales Agreement meets 8% at
    $5,444,444.45 by the formula alone and at $6,125,000.00 with its floor.
    """
    fixed = expenses + terms.advisory
    room = terms.limit_rate - method.share(terms.warrants)
    ends = [*(tier.above for tier in terms.fees.tiers[1:]), terms.capacity]
    for tier, ends_at in zip(terms.fees.tiers, ends, strict=True):
        short = fixed + terms.fees.exact(tier.above) - room * tier.above
        if short <= 0:
            return tier.above
        if room > tier.rate:
            gross = (tier.above + short / (room - tier.rate)).quantize(CENT, ROUND_CEILING)
            if gross <= min(ends_at, terms.capacity):
                return gross
    return None
