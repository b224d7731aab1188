"""Both readings of an agreement's compensation, and what a further sale costs (p. S-12).

Plain calculation on what `compensation` has read: a page or command asks once and tries as many
prices as it likes.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO, cents, gross_of
from neoequity.company.models import Figure
from neoequity.company.models.limits import AnyTerms, compensation_terms, warrant_rates
from neoequity.company.selectors.expenses import Advisory, Spent
from neoequity.company.selectors.grants import Issued, Valued, as_issued, by_the_terms
from neoequity.company.terms import compensation as rules
from neoequity.company.terms.compensation import (
    AT_MAXIMUM,
    TO_DATE,
    CompensationTerms,
    Meter,
    percent_of,
)
from neoequity.company.terms.cost import Cost, OfferingExpenses, of_programme
from neoequity.company.terms.warrant_value import METHODS, WITH_FLOOR, Inputs, Method
from placements.models import Agreement
from placements.selectors.positions import Position
from placements.terms.fees import FeeSchedule
from warrants.terms.grant import covered, to_exercise_step

#: The terms that each reading needs, in words.
NEEDED: Mapping[str, str] = {
    "advisory_share": "share of the advisory money",
    "compensation_limit_rate": "limit on all compensation",
    "warrant_coverage_rate": "warrant coverage",
    "warrant_strike_rate": "exercise price of the warrants",
    "expense_cap": "cap on expense reimbursements",
}
_TO_DATE = tuple(name for name in NEEDED if name != "expense_cap")


class Reading(NamedTuple):
    """A reading of the meter by each method of valuing warrants; `missing` says why there is none.

    `valued` tells the inputs of the warrants. Without the terms both are empty.
    """

    name: str
    meters: Mapping[Method, Meter]
    valued: Valued | None
    missing: str = ""

    @property
    def meter(self) -> Meter | None:
        """The meter by the method with the floor, which counts most."""
        return self.meters.get(WITH_FLOOR)


class SaleCost(NamedTuple):
    """What a further sale costs the issuer, all in; `items` in dollars, None where not available.

    Expenses, advisory money and offering expenses are spread evenly over the capacity: a sale
    bears the part that its gross is of the capacity. `warrants` is the number of warrants that it
    earns, `strike` their exercise price if it is a placement of its own.
    """

    gross: Decimal
    commission: Decimal
    warrants: int | None
    strike: Decimal | None
    items: Mapping[str, Decimal | None]
    method: Method

    @property
    def net(self) -> Decimal:
        """Gross less commission, in dollars."""
        return self.gross - self.commission

    @property
    def expenses(self) -> Decimal | None:
        """Its part of expenses, advisory money and offering expenses; None if one is missing."""
        parts = [self.items[name] for name in ("expenses", "advisory", "offering expenses")]
        return None if None in parts else sum((part for part in parts if part), ZERO)

    @property
    def warrant_value(self) -> Decimal | None:
        """The value of the warrants in dollars, by `method`."""
        return self.items["warrants"]

    @property
    def missing(self) -> list[str]:
        """The names of the items that are not available."""
        return [name for name, amount in self.items.items() if amount is None]

    @property
    def stated(self) -> Decimal:
        """The items that are available, together; less than the cost if some are missing."""
        return sum((amount for amount in self.items.values() if amount is not None), ZERO)

    @property
    def total(self) -> Decimal | None:
        """All items together in dollars; None if one is missing."""
        return None if self.missing else self.stated

    @property
    def percent(self) -> Decimal | None:
        """The total in percent of the gross, two decimals half-up."""
        return None if self.total is None else percent_of(self.total, self.gross)


def sale_cost(
    shares: int,
    price: Decimal,
    *,
    sold: Decimal,
    terms: AnyTerms,
    fees: FeeSchedule,
    offering: OfferingExpenses | None,
    method: Method = WITH_FLOOR,
) -> SaleCost:
    """What selling these shares at this price per share costs, after `sold` dollars."""
    gross, rates = gross_of(shares, price), warrant_rates(terms)
    whole = {
        "expenses": terms.expense_cap,
        "advisory": terms.advisory_share,
        "offering expenses": None if offering is None else offering.expected,
    }
    commission = fees.commission_between(sold, sold + gross)
    items: dict[str, Decimal | None] = {
        "commission": commission,
        "warrants": None if rates is None else method.value(gross, rates),
    }
    items |= {
        name: None if amount is None else cents(amount * gross / terms.capacity)
        for name, amount in whole.items()
    }
    return SaleCost(
        gross=gross,
        commission=commission,
        warrants=None if rates is None else covered(shares, rates.coverage_rate),
        strike=None if rates is None else to_exercise_step(rates.strike_rate * price),
        items=items,
        method=method,
    )


class Compensation(NamedTuple):
    """An agreement's compensation on a day, with everything that it is calculated from."""

    position: Position
    spent: Spent
    offering: OfferingExpenses | None
    offering_figure: Figure | None
    advisory: Advisory
    grants: Sequence[Issued]
    missing: tuple[str, ...]

    @property
    def agreement(self) -> Agreement:
        """The agreement; its terms on the day are the position's."""
        return self.position.agreement

    @property
    def name(self) -> str:
        """Its name on the day."""
        return self.position.in_force.terms.name

    @property
    def rates(self) -> Inputs | None:
        """The rates of the terms by which warrants are valued; None if one is not stated."""
        return warrant_rates(self.position.in_force.terms)

    @property
    def covers_all(self) -> bool:
        """Whether warrants were issued for all that is sold, so that X is known as issued."""
        rates, count = self.rates, sum(grant.shares for grant in self.grants)
        # Each placement's warrant is rounded down to whole shares.
        spare = len(self.grants)
        return bool(count) and (
            rates is not None
            and covered(self.position.shares, rates.coverage_rate) - spare <= count
        )

    @property
    def valued(self) -> Valued | None:
        """How the warrants on what is sold are valued; None if a rate is missing."""
        if self.rates is None:
            return None
        price = self.position.average_price
        if self.covers_all:
            return as_issued(price, self.position.shares, self.grants, self.rates)
        return by_the_terms(price, self.rates)

    @property
    def to_date(self) -> Reading:
        """On what is sold, posted and claimed."""
        position = self.position
        return self._to_date(position.capacity.sold, position.commission, self.valued)

    @property
    def at_maximum(self) -> Reading:
        """As if all of the capacity were sold and the expenses reached their cap."""
        missing = _sentence(self.name, self.missing)
        terms = self.terms()
        if missing or terms is None:
            return Reading(AT_MAXIMUM, {}, None, missing)
        meters = {method: rules.at_maximum(terms, method) for method in METHODS.values()}
        return Reading(AT_MAXIMUM, meters, by_the_terms(None, terms.warrants))

    @property
    def left_of_cap(self) -> Decimal | None:
        """What may still be claimed of expenses, in dollars; None if no cap is stated."""
        cap = self.position.in_force.terms.expense_cap
        return None if cap is None else cap - self.spent.claimed

    @property
    def deposit_allocated(self) -> Decimal | None:
        """The part of the advisory deposit in this agreement's share of the advisory money."""
        return self.advisory.allocated(self.position.in_force.terms.advisory_share)

    @property
    def readings(self) -> tuple[Reading, Reading]:
        """Both of them."""
        return self.to_date, self.at_maximum

    def after(self, shares: int, price: Decimal) -> Reading:
        """The reading to date as if these shares were sold at this price per share.

        The commission is the posted one and that of the next dollars; warrants are valued by the
        terms, as those of the sale are still to be issued.
        """
        sold, gross = self.position.capacity.sold, gross_of(shares, price)
        commission = self.position.fees.commission_between(sold, sold + gross)
        valued = None
        if self.rates is not None:
            count = self.position.shares + shares
            average = (sold + gross) / count if count else None
            valued = by_the_terms(average, self.rates)
        return self._to_date(sold + gross, self.position.commission + commission, valued)

    def programme_cost(self, reading: Reading) -> Cost | None:
        """The all-in cost of the programme by a reading; None if anything of it is missing."""
        if reading.meter is None or self.offering is None:
            return None
        return of_programme(reading.meter, self.offering.expected, self.position.deductions)

    def first_met(self, method: Method) -> Decimal | None:
        """The least gross at which compensation is within the limit, on the expenses claimed."""
        terms = self.terms()
        return None if terms is None else rules.first_met(terms, method, self.spent.claimed)

    def terms(self, warrants: Inputs | None = None) -> CompensationTerms | None:
        """What the agreement says of compensation; see `compensation_terms`."""
        return compensation_terms(self.position.in_force.terms, self.position.fees, warrants)

    def _to_date(self, gross: Decimal, commission: Decimal, valued: Valued | None) -> Reading:
        missing = _sentence(self.name, [name for name in self.missing if name in _TO_DATE])
        terms = self.terms(valued.inputs if valued else None)
        if missing or terms is None:
            return Reading(TO_DATE, {}, valued, missing)
        claimed = self.spent.claimed
        meters = {
            method: rules.to_date(terms, method, gross, claimed, commission)
            for method in METHODS.values()
        }
        return Reading(TO_DATE, meters, valued)


def _sentence(name: str, missing: Sequence[str]) -> str:
    if not missing:
        return ""
    words = [NEEDED[term] for term in missing]
    stated = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"The terms of the {name} do not state its {stated}: this reading is not available."
