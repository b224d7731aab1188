"""The contents of a programme file as immutable values, and its contradictions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from neoequity.books.money import dollars
from placements.terms.fees import Tier, expected_fees
from placements.terms.lifecycle import DONE, MOVES, Status, in_words
from placements.terms.limits import TIER_LIMITS, reasons_against_limits
from placements.terms.notice import SaleNotice
from placements.terms.reference import reference_key


class StatedTerm(NamedTuple):
    """A term's value, the page that states it, and a remark."""

    value: Any
    page: str
    remark: str


class IssuerFacts(NamedTuple):
    """The company whose shares are sold."""

    slug: str
    name: str
    ticker: str
    market: str
    page: str


class ShelfFacts(NamedTuple):
    """A shelf registration; days and amounts are None where they are not known."""

    file_number: str
    form: str
    prospectus_date: date | None
    page: str
    effective_on: date | None = None
    expires_on: date | None = None
    amount: Decimal | None = None
    sold_before_gross: Decimal | None = None
    sold_before_shares: int | None = None
    sold_before_warrants: int | None = None
    sold_before_warrant_price: Decimal | None = None
    sold_before_as_of: date | None = None
    sold_before_page: str = ""


class ExceptionalDayFacts(NamedTuple):
    """A day on which the market departed from the calendar.

    `sales_stay` says why sales already posted keep their settlement date.
    """

    day: date
    is_trading_day: bool
    is_settlement_day: bool
    source: str
    sales_stay: str


class TierFacts(NamedTuple):
    """A fee tier: `rate` (a fraction) on the gross above `above` dollars."""

    above: Decimal
    rate: Decimal
    page: str


class AgreementFacts(NamedTuple):
    """An agreement; `terms` has what the file states, by the name of the term.

    `code` is empty where the file leaves it to the initials of the name.
    """

    slug: str
    name: str
    terms: Mapping[str, StatedTerm]
    fee_tiers: tuple[TierFacts, ...]
    code: str = ""

    def value(self, term: str) -> Any:
        """The value of a term, or None where the file is silent; a name has no page."""
        if term == "name":
            return self.name
        return self.terms[term].value if term in self.terms else None


class MoveFacts(NamedTuple):
    """One move of a placement."""

    verb: str
    on: date
    note: str


class PlacementFacts(NamedTuple):
    """A placement with the moves that led to its status."""

    agreement: str
    number: int
    shares_offered: int
    minimum_price: Decimal | None
    expected_price: Decimal | None
    remark: str
    moves: tuple[MoveFacts, ...]


class SaleFacts(NamedTuple):
    """A sale, and its delivery where there was one."""

    notice: SaleNotice
    delivered_on: date | None
    delivery_remark: str


class Programme(NamedTuple):
    """The contents of a programme file, apart from its events."""

    issuer: IssuerFacts
    shelves: tuple[ShelfFacts, ...]
    exceptional_days: tuple[ExceptionalDayFacts, ...]
    agreements: tuple[AgreementFacts, ...]
    placements: tuple[PlacementFacts, ...]
    sales: tuple[SaleFacts, ...]


def contradictions(programme: Programme) -> Iterator[str]:
    """A sentence for each contradiction in the file; a file with any is refused."""
    if not programme.agreements:
        yield "The file has no agreement."
    slugs = [agreement.slug for agreement in programme.agreements]
    numbers = [shelf.file_number for shelf in programme.shelves]
    days = [str(row.day) for row in programme.exceptional_days]
    first_written: dict[tuple[str, str], str] = {}
    references = [
        first_written.setdefault(
            (notice.agreement, reference_key(notice.agent_reference)),
            f"{notice.agreement}, {notice.agent_reference}",
        )
        for notice in (sale.notice for sale in programme.sales)
    ]
    for what, names in (
        ("agreement", slugs),
        ("shelf", numbers),
        ("exceptional day", days),
        ("agent's reference", references),
    ):
        yield from (f"The {what} “{name}” stands in the file twice." for name in _twice(names))
    for agreement in programme.agreements:
        yield from _against_agreement(agreement, numbers)
    placed: Counter[str] = Counter()
    for placement in programme.placements:
        placed[placement.agreement] += 1
        if placement.agreement not in slugs:
            yield f"The history names the agreement “{placement.agreement}”; the file has none."
        elif placement.number != placed[placement.agreement]:
            yield (
                f"The history has placement {placement.number} of “{placement.agreement}” in the "
                f"place of {placed[placement.agreement]}: they are numbered 1, 2, 3 in their order."
            )
    for position, placement in enumerate(programme.placements, 1):
        yield from _against_moves(placement, f"History, placement {position}")
    for position, sale in enumerate(programme.sales, 1):
        yield from _against_sale(sale, placed, f"History, sale {position}")


def _against_moves(placement: PlacementFacts, name: str) -> Iterator[str]:
    """The first move that its status does not allow, or that is dated before the one before it."""
    status, day = Status.DRAFT, date.min
    for position, stated in enumerate(placement.moves, 1):
        move, where = MOVES[stated.verb], f"{name}, move {position}"
        if status not in move.sources:
            yield f"{where}: the placement is {in_words(status)} and cannot be {DONE[move.verb]}."
            return
        if stated.on < day:
            yield f"{where} is dated {stated.on}, before the move on {day}."
            return
        status, day = move.target, stated.on


def _against_sale(sale: SaleFacts, placed: Mapping[str, int], name: str) -> Iterator[str]:
    notice = sale.notice
    if notice.placement > placed.get(notice.agreement, 0):
        yield (
            f"The sale “{notice.agent_reference}” is made under placement {notice.placement} "
            f"of “{notice.agreement}”, which the file does not have."
        )
    if sale.delivered_on is not None and sale.delivered_on < notice.trade_date:
        yield (
            f"{name} is delivered on {sale.delivered_on}, before it was made on "
            f"{notice.trade_date}."
        )


def _against_agreement(agreement: AgreementFacts, shelves: list[str]) -> Iterator[str]:
    name = f"Agreement “{agreement.slug}”"
    if agreement.value("shelf") not in shelves:
        yield f"{name} is drawn on the shelf “{agreement.value('shelf')}”; the file has none."
    beyond = list(reasons_against_limits(agreement.value))
    for tier in agreement.fee_tiers:
        beyond += reasons_against_limits(tier._asdict().get, TIER_LIMITS)
    yield from dict.fromkeys(f"{name}: {reason.sentence}" for reason in beyond)
    maximum = agreement.value("commission_maximum_rate")
    if maximum is not None and agreement.fee_tiers:
        yield f"{name} has fee tiers and a maximum commission; state one of the two."
        return
    tiers = [Tier(tier.above, tier.rate) for tier in agreement.fee_tiers]
    try:
        fees = expected_fees(tiers, maximum, None)
    except ValueError as fault:
        yield f"{name}: {fault}"
        return
    printed, capacity = agreement.value("largest_commission"), agreement.value("capacity")
    if printed is not None and printed != fees.commission(capacity):
        yield (
            f"{name} states a largest commission of {dollars(printed)}, but its "
            f"{'fee tiers give' if maximum is None else 'maximum gives'} "
            f"{dollars(fees.commission(capacity))} on {dollars(capacity)}."
        )


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
