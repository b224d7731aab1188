"""What a sale would come to, and where each limit begins to bind: for page, command and export."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Model
from django.urls import reverse

from neoequity.books import calendar
from neoequity.books.held import Link
from neoequity.books.models import ExceptionalDay
from neoequity.company.models import ProposalCheck
from neoequity.company.models.sell_books import held_on
from neoequity.company.terms.before_you_sell import Answer, answer, limits
from neoequity.company.terms.binding import Binding, Break, breaks, table
from neoequity.company.terms.held import Held, Question
from neoequity.company.terms.overhang import dilution
from neoequity.company.terms.warrant_value import WITH_FLOOR, Inputs
from placements.models import Agreement, Placement
from warrants.terms.grant import grant

_CENT = Decimal("0.01")
_STEPS = 12  # prices below and above the one that is asked about


class Result(NamedTuple):
    """What the sale would bring: dollars, warrants and their exercise price, days.

    `all_in` is what the sale costs in dollars (commission, and the value of the warrants by the
    named method), `all_in_rate` the same as a fraction of the gross. `dilution` is what the shares
    outstanding lose to the new ones, None without a count.
    """

    gross: Decimal
    commission: Decimal
    net: Decimal
    warrants: int | None
    exercise_price: Decimal | None
    warrant_value: Decimal | None
    all_in: Decimal
    all_in_rate: Decimal
    method: str
    dilution: Decimal | None
    settles_on: date | None


class Asked(NamedTuple):
    """The answer to a question, what the sale would come to, and the same at other prices."""

    answer: Answer
    result: Result | None
    prices: Sequence[Binding]
    breaks: Sequence[Break]


def before_you_sell(agreement: Agreement, question: Question, today: date) -> Asked:
    """Every check, the result and the range of prices; a constant number of queries."""
    held = held_on(agreement, question.on, today)
    given = answer(question, held)
    bounds = limits(held, given.checks)
    prices = [] if question.price is None else _around(question.price)
    return Asked(given, _result(agreement, question, held), table(bounds, prices), breaks(bounds))


def links(placement: Model) -> list[Link]:
    """The link from a placement's page to the checks that were kept with it."""
    assert isinstance(placement, Placement)  # noqa: S101  # see settings.LINKED_TO
    if not ProposalCheck.objects.filter(placement=placement).exists():
        return []
    address = reverse("company:checks", args=[placement.agreement.slug, placement.number])
    return [Link("Checks before the proposal", address)]


def _result(agreement: Agreement, question: Question, held: Held) -> Result | None:
    gross, price, shares = question.gross, question.price, question.shares
    if gross is None or price is None or shares is None or not gross:
        return None
    sold = held.agreement.sold
    commission = agreement.fee_schedule(question.on).commission_between(sold, sold + gross)
    coverage, strike = agreement.warrant_coverage_rate, agreement.warrant_strike_rate
    warrants = exercise_price = value = None
    if coverage is not None and strike is not None:
        warrants, exercise_price = grant(shares, gross, coverage, strike)
        value = WITH_FLOOR.value(gross, Inputs(strike, coverage))
    all_in = commission + (value or Decimal(0))
    outstanding = held.shares.headroom.outstanding
    return Result(
        gross=gross,
        commission=commission,
        net=gross - commission,
        warrants=warrants,
        exercise_price=exercise_price,
        warrant_value=value,
        all_in=all_in,
        all_in_rate=all_in / gross,
        method=str(WITH_FLOOR),
        dilution=None if not outstanding else dilution(outstanding, shares + (warrants or 0)),
        settles_on=_settles_on(agreement, question.on),
    )


def _settles_on(agreement: Agreement, on: date) -> date | None:
    exceptions = ExceptionalDay.exceptions()
    if not calendar.is_trading_day(on, exceptions):
        return None
    days = agreement.terms(on).settlement_days
    return calendar.settlement_date(on, days, exceptions)


def _around(price: Decimal) -> list[Decimal]:
    """Prices from a quarter to three times the one asked about, which is among them."""
    step = max((price / 16).quantize(_CENT, ROUND_HALF_UP), _CENT)
    around = {price + step * n for n in range(-_STEPS, 2 * _STEPS + 1)}
    return sorted(each for each in around if each > 0)
