"""What a sale would come to, and where each limit begins to bind: for page, command and export."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple, cast

from django.db.models import Model
from django.urls import reverse

from neoequity.books import calendar
from neoequity.books.held import Link
from neoequity.company.models.sell_books import Seller, held_on, seller
from neoequity.company.selectors.compensation import all_in_cost
from neoequity.company.selectors.readings import SaleCost
from neoequity.company.terms.before_you_sell import Answer, answer, limits
from neoequity.company.terms.binding import Binding, Break, breaks, table
from neoequity.company.terms.held import Held, Question
from neoequity.company.terms.overhang import dilution
from placements.models import Agreement, Placement

_CENT = Decimal("0.01")
_STEPS = 12  # prices above the one that is asked about, and half as many below


class Result(NamedTuple):
    """What the sale would come to.

    `dilution` is what the shares outstanding lose to the new ones and their warrants, None without
    a count; `settles_on` the settlement date of a sale on the day, None for no trading day.
    """

    cost: SaleCost
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
    by = seller(agreement)
    held = held_on(by, question.on, today)
    given = answer(question, held)
    bounds = limits(held, given.checks)
    turns = breaks(bounds)
    prices = [] if question.price is None else _around(question.price, turns)
    return Asked(given, _result(by, question, held, today), table(bounds, prices), turns)


def links(placement: Model) -> list[Link]:
    """The link from the page of a placement that was proposed to the checks kept with it."""
    row = cast(Placement, placement)  # see settings.LINKED_TO
    if row.proposed_on is None:
        return []
    address = reverse("company:checks", args=[row.agreement.slug, row.number])
    return [Link("Checks before the proposal", address)]


def _result(by: Seller, question: Question, held: Held, today: date) -> Result | None:
    price, shares = question.price, question.shares
    if price is None or shares is None or not question.gross:
        return None
    cost = all_in_cost(by.agreement, shares, price, max(question.on, today))
    outstanding = held.shares.headroom.outstanding
    return Result(
        cost,
        None if not outstanding else dilution(outstanding, shares + (cost.warrants or 0)),
        _settles_on(by, question.on),
    )


def _settles_on(by: Seller, on: date) -> date | None:
    if not calendar.is_trading_day(on, by.exceptions):
        return None
    days = by.agreement.versions_by(on)[-1].settlement_days
    return calendar.settlement_date(on, days, by.exceptions)


def _around(price: Decimal, turns: Sequence[Break]) -> list[Decimal]:
    """Prices from half to twice the one asked about, with those at which the limits change."""
    step = max((price / _STEPS).quantize(_CENT, ROUND_HALF_UP), _CENT)
    around = {price + step * n for n in range(-_STEPS // 2, _STEPS + 1)}
    turning = {each.price for each in turns if price / 2 <= each.price <= 2 * price}
    return sorted(each for each in around | turning if each > 0)
