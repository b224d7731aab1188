"""Every limit around the programme on a day: what it allows, what is used, what is left."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.books.money import ZERO
from neoequity.company.models import MarketPrice, limits
from neoequity.company.models.holders import holders_on
from neoequity.company.models.limits import Offered
from neoequity.company.models.share_ledger import ShareBooks, share_books
from neoequity.company.terms.headroom import ToSell, run_out_below
from neoequity.company.terms.held import SharesHeld, ShelfHeld, Threshold, TwentyHeld
from placements.models import Split
from placements.selectors.counted import Splits
from placements.selectors.placements import placements_as_of
from placements.selectors.positions import Position, positions
from placements.terms.capacity import reservation
from placements.terms.lifecycle import RESERVING

Amount = Decimal | int | date | None


class Step(NamedTuple):
    """A line of a limit's calculation: what it is, and its figure in the limit's unit."""

    what: str
    amount: Amount
    page: str = ""


class LimitRow(NamedTuple):
    """A limit: `agreement` is empty for one of the issuer's; what is not available is None.

    `unit` is dollars, shares, price, rate or date. `binds_below` is the average price in dollars
    per share below which it is reached before the dollars that the agreements may still sell.
    """

    limit: str
    unit: str
    allowed: Amount
    used: Amount
    left: Amount
    page: str
    steps: tuple[Step, ...]
    agreement: str = ""
    name: str = ""
    binds_below: Decimal | None = None

    @property
    def kept(self) -> bool:
        """Whether the office keeps the limit: it is an agreement's or shelf's, or was stated."""
        return self.limit in ("agreement", "shelf") or self.allowed is not None or bool(self.page)

    @property
    def counts(self) -> bool:
        """Whether anything is used and left of it; not of a day, nor of a volume."""
        return self.limit not in ("term", "volume")


class Programme(NamedTuple):
    """An issuer's agreements on a day with its share ledger, and the limits that need both."""

    shown: Sequence[Position]
    books: ShareBooks
    shares: SharesHeld
    twenty: TwentyHeld

    def on_its_shelf(self, position: Position) -> list[Position]:
        """The agreements on the shelf from which an agreement is sold, itself among them."""
        shelf = position.in_force.terms.shelf
        return [each for each in self.shown if each.in_force.terms.shelf == shelf]

    def shelf_of(self, position: Position) -> ShelfHeld:
        """That shelf, with what all its agreements have sold and reserved."""
        drawn = [each.capacity for each in self.on_its_shelf(position)]
        sold = sum((each.sold for each in drawn), ZERO)
        reserved = sum((each.reserved for each in drawn), ZERO)
        return limits.shelf_held(position.in_force.terms.shelf, sold, reserved)


def programme_on(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> Programme:
    """The programme as of a day, as known at a moment; a constant number of queries."""
    splits = Split.by_issuer(as_of, known_at)
    every = positions(as_of, known_at, splits=splits)
    shown = [each for each in every if each.agreement.issuer_id == issuer.pk]
    agreements = [each.agreement for each in shown]
    prefetch_related_objects(agreements, "term_citations")
    # Of an earlier moment, the positions leave out the agreements that were not recorded yet.
    all_of_them = agreements if known_at is None else None
    books = share_books(issuer, as_of, known_at, agreements=all_of_them)
    offered = _offered(shown, as_of, known_at, splits)
    outside = limits.left_out(issuer, as_of, known_at)
    return Programme(
        shown,
        books,
        limits.shares_held(books, offered),
        limits.twenty_held(books, books.sold, offered, outside),
    )


def limits_on(
    issuer: Issuer, as_of: date, known_at: datetime | None = None, agreement: str | None = None
) -> list[LimitRow]:
    """The limits of an issuer's agreements, or of one, and those of the issuer, on a day.

    A constant number of queries, however many sales there are.
    """
    programme = programme_on(issuer, as_of, known_at)
    books = programme.books
    chosen = [each for each in programme.shown if agreement in (None, each.agreement.slug)]
    prices = limits.last_prices(issuer, as_of, known_at)
    return [
        *map(_agreement, chosen),
        *(_shelf(each, programme) for each in chosen),
        _authorized(books),
        _nasdaq_20(books, programme.twenty),
        _minimum_bid(books, prices),
        *map(_threshold, limits.thresholds_held(books, holders_on(books, known_at))),
        *map(_compensation, chosen),
        _volume(books, prices),
        *map(_term, chosen),
    ]


def _offered(
    shown: Sequence[Position], as_of: date, known_at: datetime | None, splits: Splits
) -> list[Offered]:
    """What open placements offered on the day under these agreements; one query."""
    # Open placements end with their agreement.
    terms = {each.agreement.pk: each.in_force.terms for each in shown if not each.terminated_on}
    rows = placements_as_of(as_of, known_at, splits).filter(
        agreement__in=terms, status__in=RESERVING
    )
    return [
        Offered(
            row.pgh_obj_id,
            row.agreement_id,
            row.unsold_then,
            reservation(row.unsold_then, row.minimum_then, row.expected_then),
            terms[row.agreement_id].warrant_coverage_rate or ZERO,
        )
        for row in rows
    ]


def _of(position: Position, row: LimitRow) -> LimitRow:
    """The row as one of an agreement."""
    return row._replace(agreement=position.agreement.slug, name=position.in_force.terms.name)


def _agreement(position: Position) -> LimitRow:
    capacity, page = position.capacity, position.pages.get("capacity", "")
    limit, sold, left = capacity.limit, capacity.sold, capacity.remaining
    ended = position.pages.get("terminated_on", "")
    steps = (
        Step("Capacity", limit, page),
        Step("Sold", -sold),
        *([Step("Lapsed at the end of the agreement", -capacity.lapsed, ended)] if ended else ()),
        Step("Left", left),
        Step("Of that, reserved for open placements", capacity.reserved),
    )
    return _of(position, LimitRow("agreement", "dollars", limit, sold, left, page, steps))


def _shelf(position: Position, programme: Programme) -> LimitRow:
    held, page = programme.shelf_of(position), position.in_force.terms.shelf.page
    amount, used, left = held.amount, held.used, held.unused
    steps = (
        Step("Amount registered", amount, page),
        Step("Sold before the agreements", held.sold_before, held.page),
        *(
            Step(f"Sold under the {each.in_force.terms.name}", each.capacity.sold)
            for each in programme.on_its_shelf(position)
        ),
        Step("Left", left),
    )
    row = LimitRow("shelf", "dollars", amount, used, left, held.page, steps)
    return _of(position, row)._replace(name=held.name)


def _authorized(books: ShareBooks) -> LimitRow:
    headroom, page = books.headroom, books.page("authorized_shares")
    allowed, left = headroom.authorized, headroom.left
    used = None if left is None or allowed is None else allowed - left
    steps = (
        Step("Authorized", allowed, page),
        Step("Outstanding", headroom.outstanding),
        Step("Options and warrants outstanding", headroom.overhang),
        Step("Sold and not delivered", headroom.unsettled),
        Step("Warrants earned and not issued", headroom.earned),
        Step("Left", left),
    )
    row = LimitRow("authorised", "shares", allowed, used, left, page, steps)
    return row._replace(binds_below=books.runs_out_below)


def _nasdaq_20(books: ShareBooks, held: TwentyHeld) -> LimitRow:
    use, page = held.use, held.page
    steps = (
        Step("Outstanding before, as the company stated", held.base, held.base_page),
        Step("Allowed without approval: the last below the rule's part", use.allowed, page),
        Step("Sold under placements that count", use.sold),
        Step("Offered by placements that count", use.unsold),
        Step("Left", use.left),
    )
    row = LimitRow("nasdaq_20", "shares", use.allowed, use.used, use.left, page, steps)
    dollars = [ToSell(each.gross) for each in books.to_sell.values()]
    return row._replace(binds_below=run_out_below(dollars, use.left))


def _minimum_bid(books: ShareBooks, prices: Sequence[MarketPrice]) -> LimitRow:
    least, page = books.value("minimum_bid"), books.page("minimum_bid")
    bids = limits.bids_held(books, prices, ExceptionalDay.exceptions())
    bid = None if bids is None else bids.last_bid
    left = None if bid is None or least is None else bid - least
    steps = (Step("Minimum", least, page), Step("Last closing bid", bid))
    return LimitRow("minimum_bid", "price", least, bid, left, page, steps)


def _threshold(held: Threshold) -> LimitRow:
    rate, largest = held.rate, held.largest
    left = None if largest is None or rate is None else rate - largest
    steps = (
        Step("Threshold", rate, held.page),
        *(Step(f"Held by {holder}", each.held_rate) for holder, each in held.standings),
    )
    return LimitRow(held.name, "rate", rate, largest, left, held.page, steps)


def _compensation(position: Position) -> LimitRow:
    terms, page = position.in_force.terms, position.pages.get("compensation_limit_rate", "")
    used, allowed = limits.at_full_use(terms, position.fees), terms.compensation_limit_rate
    left = None if used is None or allowed is None else allowed - used
    steps = (Step("Limit", allowed, page), Step("At full use", used))
    return _of(position, LimitRow("compensation", "rate", allowed, used, left, page, steps))


def _volume(books: ShareBooks, prices: Sequence[MarketPrice]) -> LimitRow:
    shares, _, page = limits.volume_held(books, prices)
    steps = (Step("Average daily volume", shares, page),)
    return LimitRow("volume", "shares", shares, None, None, page, steps)


def _term(position: Position) -> LimitRow:
    day = position.in_force.terms.termination_from
    page = position.pages.get("termination_from", "")
    ends_on = position.in_force.terms.terminated_on
    ended = Step("Terminated on", ends_on, position.pages.get("terminated_on", ""))
    steps = (
        Step("Terminable by either party from", day, page),
        *(() if ends_on is None else (ended,)),
    )
    return _of(position, LimitRow("term", "date", day, None, None, page, steps))
