"""A sale's stated commission and deductions, held against a maximum, fee tiers and its gross."""

from collections.abc import Iterator
from decimal import Decimal

from neoequity.books.money import ZERO, cents, dollars, exact_dollars, percent
from neoequity.books.refusal import Reason
from placements.terms.fees import most_commission, second_fee


def reasons_against_stated(
    stated: Decimal | None, gross: Decimal, maximum: Decimal | None, agreement: str, page: str
) -> Iterator[Reason]:
    """Where an agreement has a maximum, a sale states its commission, and no more than it.

    `maximum` is a fraction of the gross, None where fee tiers give the commission; `page` ends a
    sentence.
    """
    if maximum is None:
        return
    most = most_commission(gross, maximum)
    of_gross = f"{percent(maximum)} of the gross of {dollars(gross)}"
    if stated is None:
        yield Reason(
            f"Enter the commission that the agent’s notice states: the {agreement} has no fee "
            f"tiers, only a maximum of {of_gross}, which is {dollars(most)}{page}.",
            "commission",
        )
    elif stated < 0 or stated != cents(stated):
        yield Reason(
            f"The commission of ${stated:,} must be whole cents, $0 or more.", "commission"
        )
    elif stated > most:
        yield Reason(
            f"The commission of {dollars(stated)} is more than the {dollars(most)} that "
            f"{of_gross} comes to, the maximum under the {agreement}{page}.",
            "commission",
        )


def reasons_against_calculated(
    stated: Decimal | None, calculated: Decimal, agreement: str
) -> Iterator[Reason]:
    """A commission that a notice states must be what the fee tiers give, without a second fee."""
    if stated is not None and stated != calculated:
        yield Reason(
            f"The commission by the terms of the {agreement} is {dollars(calculated)}; the sale "
            f"states {exact_dollars(stated)}.",
            "commission",
        )


def apart(
    stated: Decimal | None, gross: Decimal, maximum: Decimal | None, second_rate: Decimal | None
) -> dict[str, Decimal | None]:
    """The parts of a sale's commission that no fee tiers give, by the columns that keep them."""
    return {
        "commission_stated": None if maximum is None else stated or ZERO,
        "second_fee": second_fee(gross, second_rate),
    }


def reasons_against_deductions(
    deductions: Decimal, gross: Decimal, commission: Decimal
) -> Iterator[Reason]:
    """Further deductions must be whole cents, and at most the gross less the commission."""
    rest = gross - commission
    if not 0 <= deductions <= rest or deductions != cents(deductions):
        yield Reason(
            f"Further deductions of ${deductions:,} must be whole cents between $0 and "
            f"{dollars(rest)}, the gross less the commission.",
            "deductions",
        )
