"""The limits around the programme on a day: one reading, for what decides and for what is shown.

An action hands in what stands now, read under locks; a page what stood on its day, as it was known.
What a limit makes of that is the same. All shares are those of the day of the share ledger.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from neoequity.books.calendar import Exceptions
from neoequity.books.models import Issuer
from neoequity.books.money import ZERO
from neoequity.company.models.holders import CHECKS, HolderReading, thresholds_on
from neoequity.company.models.market import MarketPrice
from neoequity.company.models.register import Counting
from neoequity.company.models.share_changes import Sold
from neoequity.company.models.share_ledger import ShareBooks
from neoequity.company.models.standing import standing
from neoequity.company.terms.compensation import CompensationTerms, at_maximum
from neoequity.company.terms.held import SharesHeld, ShelfHeld, Threshold, TwentyHeld
from neoequity.company.terms.minimum_bid import BidWatch, watch
from neoequity.company.terms.twenty_percent import use
from neoequity.company.terms.volume import average_volume
from neoequity.company.terms.warrant_value import WITH_FLOOR, Inputs
from placements.models import AgreementEvent, Shelf
from placements.models.terms import Terms
from placements.terms.fees import FeeSchedule
from placements.terms.split import shares_on

_PRICES = 60  # days with a price that are read: enough for the bids and the volume
_VOLUME_DAYS = 20
_RATE_STEP = Decimal("0.000001")

#: Terms of an agreement: its own, those of a version, or as they were known at a moment.
AnyTerms = Terms | AgreementEvent


class Offered(NamedTuple):
    """What an open placement still offers: its unsold shares, and the dollars they reserve."""

    placement: int
    agreement: int
    shares: int
    dollars: Decimal
    coverage: Decimal

    @property
    def with_warrants(self) -> int:
        """The shares and the warrants that they would earn, rounded up: none is short."""
        return self.shares + ceil(self.shares * self.coverage)


class Volume(NamedTuple):
    """Average daily volume in shares: of so many recorded days or, of none, as a page states it."""

    shares: int | None
    days: int
    page: str


def reserved(offered: Iterable[Offered], agreements: Collection[int]) -> Decimal:
    """The dollars that open placements under these agreements reserve."""
    return sum((each.dollars for each in offered if each.agreement in agreements), ZERO)


def shelf_held(shelf: Shelf, sold: Decimal, in_reserve: Decimal) -> ShelfHeld:
    """A shelf with the dollars that all agreements on it have sold and reserved."""
    return ShelfHeld(
        name=str(shelf),
        amount=shelf.amount,
        sold_before=shelf.sold_before_gross,
        sold=sold,
        reserved=in_reserve,
        page=shelf.sold_before_page or shelf.page,
        expires_on=shelf.expires_on,
    )


def shares_held(books: ShareBooks, offered: Iterable[Offered]) -> SharesHeld:
    """The claims on authorized shares, and what open placements may add to them."""
    promised = sum(each.with_warrants for each in offered)
    return SharesHeld(books.headroom, promised, books.page("authorized_shares"))


def left_out(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> set[int]:
    """The placements that do not count toward the 20%, as was decided; one query."""
    decisions = standing(Counting, issuer, as_of, known_at).filter(counts=False)
    return set(decisions.values_list("placement_id", flat=True))


def twenty_held(
    books: ShareBooks,
    sold: Iterable[Sold],
    offered: Iterable[Offered],
    outside: Collection[int],
    *,
    counts: bool = True,
) -> TwentyHeld:
    """The 20% of the last count that the company stated, and what placements that count use of it.

    What was sold after the day counts in full, as all sales together must fit.
    """
    rate, base = books.value("nasdaq_limit_rate"), books.figures.get("shares_outstanding")
    count = None
    if base is not None:
        count = shares_on(books.as_of, [(base.day, int(base.value))], books.splits)
    standing_sales = [
        (min(each.traded_on, books.as_of), each.shares)
        for each in sold
        if each.reversed_on is None and each.placement not in outside
    ]
    return TwentyHeld(
        use(
            count,
            rate,
            shares_on(books.as_of, standing_sales, books.splits),
            sum(each.shares for each in offered if each.placement not in outside),
        ),
        rate,
        count,
        None if base is None else base.day,
        counts,
        books.page("nasdaq_limit_rate"),
        books.page("shares_outstanding"),
    )


def last_prices(
    issuer: Issuer, as_of: date, known_at: datetime | None = None
) -> Sequence[MarketPrice]:
    """The last prices by a day, the latest first: as many as bids and volume need; one query."""
    return list(standing(MarketPrice, issuer, as_of, known_at).order_by("-day", "-pk")[:_PRICES])


def bids_held(
    books: ShareBooks, prices: Iterable[MarketPrice], exceptions: Exceptions
) -> BidWatch | None:
    """The closing bids against the minimum; None if no minimum is stated."""
    minimum = books.value("minimum_bid")
    if minimum is None:
        return None
    bids = {row.day: row.bid for row in prices if row.bid is not None}
    return watch(bids, books.as_of, minimum, exceptions)


def volume_held(books: ShareBooks, prices: Iterable[MarketPrice]) -> Volume:
    """The average of the recorded days or, without any, the one that was stated last."""
    traded = ((row.day, row.volume) for row in prices)
    average = average_volume(traded, books.as_of, _VOLUME_DAYS, books.splits)
    if average is not None:
        return Volume(average.shares, average.days, "")
    stated = books.figures.get("average_daily_volume")
    if stated is None:
        return Volume(None, 0, "")
    shares = shares_on(books.as_of, [(stated.day, int(stated.value))], books.splits)
    return Volume(shares, 0, stated.page)


def thresholds_held(books: ShareBooks, holders: Iterable[HolderReading]) -> tuple[Threshold, ...]:
    """Each threshold, and where the holders stand who can be held against it."""
    readings, rates = list(holders), thresholds_on(books)
    return tuple(
        Threshold(
            check,
            rates[name].value if name in rates else None,
            tuple(
                (each.position.holder, each.now.standings[name])
                for each in readings
                if name in each.now.standings
            ),
            rates[name].page if name in rates else "",
        )
        for name, check in CHECKS.items()
    )


def compensation_terms(
    terms: AnyTerms, fees: FeeSchedule, warrants: Inputs | None = None
) -> CompensationTerms | None:
    """What an agreement says of compensation; None if a term for the reading to date lacks.

    The cap on expenses, which that reading does not use, is 0 where it is not stated.
    """
    rates = warrants or warrant_rates(terms)
    if rates is None or terms.advisory_share is None or terms.compensation_limit_rate is None:
        return None
    return CompensationTerms(
        fees=fees,
        capacity=terms.capacity,
        expense_cap=terms.expense_cap or ZERO,
        expense_refundable=terms.expense_refundable,
        advisory=terms.advisory_share,
        limit_rate=terms.compensation_limit_rate,
        warrants=rates,
    )


def warrant_rates(terms: AnyTerms) -> Inputs | None:
    """The rates by which an agreement's warrants are valued; None if one is not stated."""
    if terms.warrant_strike_rate is None or terms.warrant_coverage_rate is None:
        return None
    return Inputs(terms.warrant_strike_rate, terms.warrant_coverage_rate)


def at_full_use(terms: AnyTerms, fees: FeeSchedule) -> Decimal | None:
    """The agent's compensation at full use, as a fraction of the proceeds; None if not available.

    The warrants are valued with the floor, the dearer of the two methods.
    """
    found = compensation_terms(terms, fees)
    if found is None or terms.expense_cap is None:
        return None
    meter = at_maximum(found, WITH_FLOOR)
    return (meter.total / meter.gross).quantize(_RATE_STEP)
