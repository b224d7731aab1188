"""The agent's notice of a sale, and every reason under the agreement against booking it."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books import calendar
from neoequity.books.money import (
    PRICE_STEP,
    ZERO,
    cents,
    decimals_of,
    dollars,
    exact_dollars,
    fits,
    gross_of,
    of_shares,
    per_share,
    tolerance,
)
from neoequity.books.refusal import Reason, cite
from placements.terms.ending import reasons_against_ended
from placements.terms.fees import FeeSchedule
from placements.terms.lifecycle import SOLD_UNDER, PlacementState, Status, in_words
from placements.terms.reference import Booked, as_written, is_reference, reference_key
from placements.terms.stated import reasons_against_stated

METHODS = {
    "negotiated": "Privately negotiated",
    "nasdaq": "Into Nasdaq",
    "market_maker": "Through a market maker",
    "ecn": "Through an electronic communications network",
    "other": "Another lawful way",
}
_DECIMALS = (
    *("the dollar", "one decimal", "two decimals", "three decimals"),
    *("four decimals", "five decimals", "six decimals"),
)


class SaleNotice(NamedTuple):
    """The agent's notice of one sale; without `gross`, shares x price is used.

    `commission` in dollars, without a second fee: needed where the agreement has a maximum; where
    it has fee tiers, it may be left out, and must be what they give.

    `price` keeps the decimals it was written with, which show how far it was rounded.
    """

    agreement: str
    placement: int
    trade_date: date
    shares: int
    price: Decimal
    method: str
    agent_reference: str
    gross: Decimal | None = None
    settlement_date: date | None = None
    settlement_reason: str = ""
    deductions: Decimal = ZERO
    remark: str = ""
    commission: Decimal | None = None

    @property
    def gross_amount(self) -> Decimal:
        """The stated gross governs; otherwise shares x price, half-up to the cent."""
        return gross_of(self.shares, self.price) if self.gross is None else self.gross


class AgreementTerms(NamedTuple):
    """The terms that a sale must meet; `pages` by the name of the term."""

    name: str
    capacity: Decimal
    methods: tuple[str, ...]
    settlement_days: int | None
    fees: FeeSchedule
    pages: Mapping[str, str]
    commission_maximum_rate: Decimal | None = None
    second_fee_rate: Decimal | None = None
    terminated_on: date | None = None

    def cited(self, term: str) -> str:
        """The page of a term, as it ends a sentence."""
        return cite(self.pages.get(term, ""))


def settles_on(notice: SaleNotice, terms: AgreementTerms, exceptions: calendar.Exceptions) -> date:
    """The settlement date stated in the notice, or the rule's (p. S-11)."""
    return notice.settlement_date or calendar.settlement_date(
        notice.trade_date, terms.settlement_days, exceptions
    )


def reasons_against(
    notice: SaleNotice,
    *,
    terms: AgreementTerms,
    placement: PlacementState,
    sold: Decimal,
    booked_references: Mapping[str, Booked],
    today: date,
    exceptions: calendar.Exceptions = calendar.NO_EXCEPTIONS,
) -> list[Reason]:
    """Every reason against this sale under the terms; none if the list is empty.

    `sold` is the agreement's gross before the sale in dollars; `booked_references` are the
    references already used, by their `reference_key` (p. S-11 and S-12).
    """
    figures = list(_against_figures(notice))
    return [
        *(figures or _against_amounts(notice, terms, placement, sold)),
        *_against_method(notice, terms),
        *reasons_against_ended(terms, notice.trade_date, "a sale cannot be recorded", "trade_date"),
        *_against_trade_date(notice, terms, placement, today, exceptions),
        *_against_settlement(notice, terms, exceptions),
        *_against_reference(notice, terms, booked_references),
    ]


def _against_figures(notice: SaleNotice) -> Iterator[Reason]:
    """Reasons against figures that no sale can have, under any agreement."""
    if notice.shares <= 0:
        yield Reason(f"A sale is of one share or more; {notice.shares:,} is not.", "shares")
    if notice.price <= 0:
        yield Reason("The price must be more than $0.", "price")
    elif notice.price % PRICE_STEP:
        yield Reason(f"The price of ${notice.price:,} has more than six decimals.", "price")
    if notice.gross_amount <= 0:
        yield Reason("The gross must be at least one cent.", "gross")
    elif notice.gross_amount != cents(notice.gross_amount):
        yield Reason(f"The gross of ${notice.gross_amount:,} has more than two decimals.", "gross")


def _against_amounts(
    notice: SaleNotice, terms: AgreementTerms, placement: PlacementState, sold: Decimal
) -> Iterator[Reason]:
    gross, left = notice.gross_amount, terms.capacity - sold
    if gross > left:
        yield Reason(
            f"The sale's gross of {dollars(gross)} is more than the {dollars(left)} that the "
            f"{terms.name} has left of {dollars(terms.capacity)}{terms.cited('capacity')}.",
            "shares",
        )
    if notice.shares > placement.shares_left:
        yield Reason(
            f"{of_shares(notice.shares)} would be more than the {placement.shares_left:,} that "
            f"placement {placement.number} has left of {placement.shares_offered:,}"
            f"{terms.cited('placement')}.",
            "shares",
        )
    yield from _against_minimum(notice, terms, placement)
    maximum, page = terms.commission_maximum_rate, terms.cited("commission_maximum_rate")
    yield from reasons_against_stated(notice.commission, gross, maximum, terms.name, page)
    if notice.gross is not None and not fits(gross, notice.shares, notice.price):
        product = cents(notice.shares * notice.price)
        allowed = exact_dollars(tolerance(notice.shares, notice.price))
        yield Reason(
            f"The gross of {dollars(gross)} does not fit {of_shares(notice.shares)} at "
            f"{per_share(notice.price)}, which is {dollars(product)}: with a price written to "
            f"{_DECIMALS[decimals_of(notice.price)]} they may differ by {allowed}.",
            "gross",
        )


def _against_minimum(
    notice: SaleNotice, terms: AgreementTerms, placement: PlacementState
) -> Iterator[Reason]:
    minimum, gross = placement.minimum_price, notice.gross_amount
    if minimum is None:
        return
    if notice.price < minimum:
        yield Reason(
            f"The price of {per_share(notice.price)} is below the minimum of "
            f"{per_share(minimum)} agreed for placement {placement.number}"
            f"{terms.cited('placement')}.",
            "price",
        )
    elif gross < (least := gross_of(notice.shares, minimum)):
        yield Reason(
            f"The gross of {dollars(gross)} is below the {dollars(least)} of "
            f"{of_shares(notice.shares)} at the minimum of {per_share(minimum)} "
            f"agreed for placement {placement.number}{terms.cited('placement')}.",
            "gross",
        )


def _against_method(notice: SaleNotice, terms: AgreementTerms) -> Iterator[Reason]:
    if notice.method not in METHODS:
        known = ", ".join(METHODS)
        yield Reason(f"The method “{notice.method}” is not one of {known}.", "method")
    elif notice.method not in terms.methods:
        allowed = " and ".join(f"“{METHODS[method]}”" for method in terms.methods)
        yield Reason(
            f"The {terms.name} does not allow the method “{METHODS[notice.method]}”; it allows "
            f"{allowed}{terms.cited('methods')}.",
            "method",
        )


def _against_trade_date(
    notice: SaleNotice,
    terms: AgreementTerms,
    placement: PlacementState,
    today: date,
    exceptions: calendar.Exceptions,
) -> Iterator[Reason]:
    day = notice.trade_date
    page = terms.cited("placement")
    if placement.accepted_on is None or placement.status not in SOLD_UNDER:
        yield Reason(
            f"Placement {placement.number} is {in_words(placement.status)}: nothing may be sold "
            f"under a placement that the agent has not accepted{page}.",
            "placement",
        )
    elif day < placement.accepted_on:
        yield Reason(
            f"The trade date {day} is before {placement.accepted_on}, the day on which placement "
            f"{placement.number} was accepted{page}.",
            "trade_date",
        )
    if placement.closed_on is not None and day > placement.closed_on:
        yield Reason(
            f"The trade date {day} is after {placement.closed_on}, the day on which placement "
            f"{placement.number} was closed{page}.",
            "trade_date",
        )
    yield from _against_suspensions(placement, day, page)
    if day > today:
        yield Reason(f"The trade date {day} is in the future; today is {today}.", "trade_date")
    elif not (kind := calendar.day_kind(day, exceptions)).trading:
        yield Reason(f"{day} is not a trading day ({kind.source}).", "trade_date")


def _against_suspensions(placement: PlacementState, day: date, page: str) -> Iterator[Reason]:
    suspensions = []
    if placement.status == Status.SUSPENDED and day >= placement.status_on:
        suspensions.append(f"has been suspended since {placement.status_on}")
    for since, until in placement.suspensions:
        if since <= day and (until is None or day < until):
            suspensions.append(f"was suspended from {since} until {until or 'it was closed'}")
    for suspended in suspensions:
        yield Reason(
            f"Placement {placement.number} {suspended}: a sale of {day} cannot be booked under "
            f"it{page}.",
            "trade_date",
        )


def _against_settlement(
    notice: SaleNotice, terms: AgreementTerms, exceptions: calendar.Exceptions
) -> Iterator[Reason]:
    day = notice.settlement_date
    if day is None or not calendar.covers(notice.trade_date):
        return
    page = terms.cited("settlement_days")
    if day <= notice.trade_date:
        yield Reason(
            f"The settlement date {day} is not after the trade date {notice.trade_date}.",
            "settlement_date",
        )
    elif not (kind := calendar.day_kind(day, exceptions)).settlement:
        yield Reason(f"{day} is not a settlement day ({kind.source}).", "settlement_date")
    rule = calendar.settlement_date(notice.trade_date, terms.settlement_days, exceptions)
    if day != rule and not notice.settlement_reason.strip():
        yield Reason(
            f"The settlement date {day} is not the rule's {rule}: say why the parties agreed on "
            f"another{page}.",
            "settlement_reason",
        )


def _against_reference(
    notice: SaleNotice, terms: AgreementTerms, booked: Mapping[str, Booked]
) -> Iterator[Reason]:
    reference = notice.agent_reference
    if not is_reference(reference):
        yield Reason(
            "The agent's reference must open with a letter or digit and hold up to 64 letters, "
            "digits, spaces or . _ / # : ( ) - signs.",
            "agent_reference",
        )
    elif taken := booked.get(reference_key(reference)):
        yield Reason(
            f"The agent's reference “{reference}” is already booked as sale {taken.number} of "
            f"the {terms.name}{as_written(reference, taken.reference)}.",
            "agent_reference",
        )
