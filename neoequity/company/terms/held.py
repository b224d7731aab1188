"""What is asked before a sale, and what the books hold of it: plain values.

Everything is in dollars, shares of the day, and fractions; None stands for what is not available.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO, gross_of
from neoequity.books.refusal import cite
from neoequity.company.terms.blackout import Window
from neoequity.company.terms.headroom import Headroom
from neoequity.company.terms.minimum_bid import BidWatch
from neoequity.company.terms.representation import Missing
from neoequity.company.terms.thresholds import Standing
from neoequity.company.terms.twenty_percent import Use


class Question(NamedTuple):
    """Shares at a price on a day; `minimum` is the placement's, `method` empty if open."""

    shares: int | None
    price: Decimal | None
    on: date
    minimum: Decimal | None = None
    method: str = ""

    @property
    def gross(self) -> Decimal | None:
        """Dollars that the sale would bring, half-up to the cent."""
        if self.shares is None or self.price is None:
            return None
        return gross_of(self.shares, self.price)


class AgreementHeld(NamedTuple):
    """An agreement as it stands: dollars sold and reserved, and the terms that checks need.

    `terminated_on` is the day of its end once that day has come, on the day of the question.
    """

    name: str
    capacity: Decimal
    sold: Decimal
    reserved: Decimal
    methods: tuple[str, ...]
    signed_on: date
    terminable_from: date | None
    coverage: Decimal
    pages: Mapping[str, str]
    terminated_on: date | None = None

    @property
    def free(self) -> Decimal:
        """Capacity that is neither sold nor reserved; none after the end."""
        return ZERO if self.terminated_on else self.capacity - self.sold - self.reserved

    def cited(self, term: str) -> str:
        """The page of a term, as it ends a sentence."""
        return cite(self.pages.get(term, ""))


class ShelfHeld(NamedTuple):
    """A shelf: its amount, None if not stated, and what all agreements on it used, in dollars."""

    name: str
    amount: Decimal | None
    sold_before: Decimal | None
    sold: Decimal
    reserved: Decimal
    page: str
    expires_on: date | None = None

    @property
    def used(self) -> Decimal | None:
        """Everything sold from it; None if what was sold before is not available."""
        return None if self.sold_before is None else self.sold_before + self.sold

    @property
    def unused(self) -> Decimal | None:
        """Amount less everything sold; None if one of them is not available."""
        return None if self.amount is None or self.used is None else self.amount - self.used

    @property
    def left(self) -> Decimal | None:
        """The same less what is reserved."""
        return None if self.unused is None else self.unused - self.reserved


class SharesHeld(NamedTuple):
    """The claims on authorized shares; `promised` are unsold shares of open placements."""

    headroom: Headroom
    promised: int
    page: str

    @property
    def left(self) -> int | None:
        """Authorized shares that neither a claim nor an open placement takes."""
        return None if self.headroom.left is None else self.headroom.left - self.promised


class TwentyHeld(NamedTuple):
    """The 20% rule: its use, the count it is taken of, and the day of that count."""

    use: Use
    rate: Decimal | None
    base: int | None
    base_on: date | None
    counts: bool
    page: str
    base_page: str


class Threshold(NamedTuple):
    """A threshold for holders, and where each known holder or group stands."""

    name: str
    rate: Decimal | None
    standings: tuple[tuple[str, Standing], ...]
    page: str

    @property
    def largest(self) -> Decimal | None:
        """The largest known part of the shares that one of them holds."""
        known = (each.held_rate for _, each in self.standings if each.held_rate is not None)
        return max(known, default=None)


class CallableSeries(NamedTuple):
    """A series of warrants that the issuer can call, and the price below which it may not."""

    name: str
    floor: Decimal
    page: str


class Held(NamedTuple):
    """Everything the checks need, as the books hold it on a day.

    `clashes` are the refusals of the lock-up, `told` what it only tells; `lock_up` its days.
    `compensation` is the agent's at full use as a fraction of the proceeds, with its limit.
    """

    agreement: AgreementHeld
    shelf: ShelfHeld
    shares: SharesHeld
    twenty: TwentyHeld
    clashes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    lock_up: str = ""
    lock_up_page: str = ""
    minimum_bid: Decimal | None = None
    minimum_bid_page: str = ""
    bids: BidWatch | None = None
    thresholds: tuple[Threshold, ...] = ()
    compensation: Decimal | None = None
    compensation_limit: Decimal | None = None
    volume: int | None = None
    volume_page: str = ""
    participation: Decimal | None = None
    series: tuple[CallableSeries, ...] = ()
    blackouts: Sequence[Window] = ()
    papers_missing: Sequence[Missing] = ()
