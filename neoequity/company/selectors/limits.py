"""Every limit around the programme on a day: what it allows, what is used, what is left."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.books.money import ZERO
from neoequity.company.models import Counting, Figure, MarketPrice
from neoequity.company.models.holders import HolderReading, holders_on, thresholds_on
from neoequity.company.models.share_ledger import ShareBooks, share_books
from neoequity.company.models.standing import standing
from neoequity.company.selectors.compensation import compensations
from neoequity.company.terms.headroom import ToSell, run_out_below
from neoequity.company.terms.minimum_bid import watch
from neoequity.company.terms.twenty_percent import Use, most_without_approval
from neoequity.company.terms.volume import average_volume
from placements.selectors.placements import placements_as_of
from placements.selectors.positions import Position, positions
from placements.terms.lifecycle import RESERVING
from placements.terms.split import shares_on

_RATE_STEP = Decimal("0.000001")
_PRICES = 60
_VOLUME_DAYS = 20
_THRESHOLDS = {"dgcl_203_rate": "dgcl_203", "rights_plan_rate": "rights_plan"}

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
    agreement: str
    unit: str
    allowed: Amount
    used: Amount
    left: Amount
    binds_below: Decimal | None
    page: str
    steps: tuple[Step, ...] = ()
    name: str = ""

    @property
    def kept(self) -> bool:
        """Whether the office keeps the limit: it is an agreement's or shelf's, or was stated."""
        return self.limit in ("agreement", "shelf") or self.allowed is not None or bool(self.page)

    @property
    def counts(self) -> bool:
        """Whether anything is used and left of it; not of a day, nor of a volume."""
        return self.limit not in ("term", "volume")


def limits_on(
    issuer: Issuer, as_of: date, known_at: datetime | None = None, agreement: str | None = None
) -> list[LimitRow]:
    """The limits of an issuer's agreements, or of one, and those of the issuer, on a day.

    A constant number of queries, however many sales there are.
    """
    shown = [each for each in positions(as_of, known_at) if each.agreement.issuer_id == issuer.pk]
    prefetch_related_objects([each.agreement for each in shown], "term_citations")
    chosen = [each for each in shown if agreement in (None, each.agreement.slug)]
    books = share_books(issuer, as_of, known_at)
    prices = standing(MarketPrice, issuer, as_of, known_at).order_by("-day", "-pk")[:_PRICES]
    return [
        *map(_agreement, chosen),
        *(shelf(each, shown) for each in chosen),
        _authorized(books),
        nasdaq_20(books, shown, known_at),
        _minimum_bid(books, list(prices)),
        *_thresholds(books, holders_on(books, known_at)),
        *_compensation(chosen, as_of, known_at),
        _volume(books, list(prices)),
        *map(_term, chosen),
    ]


def _agreement(position: Position) -> LimitRow:
    capacity = position.capacity
    return LimitRow(
        "agreement",
        position.agreement.slug,
        "dollars",
        capacity.limit,
        capacity.sold,
        capacity.remaining,
        None,
        position.pages.get("capacity", ""),
        (
            Step("Capacity", capacity.limit, position.pages.get("capacity", "")),
            Step("Sold", -capacity.sold),
            Step("Left", capacity.remaining),
            Step("Of that, reserved for open placements", capacity.reserved),
        ),
        position.in_force.terms.name,
    )


def shelf(position: Position, shown: Sequence[Position]) -> LimitRow:
    """The shelf from which an agreement is sold, with what all its agreements used."""
    registration = position.in_force.terms.shelf
    drawn = [each for each in shown if each.in_force.terms.shelf == registration]
    sold = sum((each.capacity.sold for each in drawn), ZERO)
    used = None if registration.sold_before_gross is None else registration.sold_before_gross + sold
    left = None if registration.amount is None or used is None else registration.amount - used
    page = registration.sold_before_page or registration.page
    return LimitRow(
        "shelf",
        position.agreement.slug,
        "dollars",
        registration.amount,
        used,
        left,
        None,
        page,
        (
            Step("Amount registered", registration.amount, registration.page),
            Step("Sold before the agreements", registration.sold_before_gross, page),
            *(Step(f"Sold under the {each.in_force.terms.name}", each.capacity.sold)
              for each in drawn),
            Step("Left", left),
        ),
        str(registration),
    )  # fmt: skip


def _authorized(books: ShareBooks) -> LimitRow:
    headroom, page = books.headroom, _page(books.figures.get("authorized_shares"))
    left = headroom.left
    used = None if left is None or headroom.authorized is None else headroom.authorized - left
    return LimitRow(
        "authorised",
        "",
        "shares",
        headroom.authorized,
        used,
        left,
        books.runs_out_below,
        page,
        (
            Step("Authorized", headroom.authorized, page),
            Step("Outstanding", headroom.outstanding),
            Step("Options and warrants outstanding", headroom.overhang),
            Step("Sold and not delivered", headroom.unsettled),
            Step("Warrants earned and not issued", headroom.earned),
            Step("Left", left),
        ),
    )


def nasdaq_20(books: ShareBooks, shown: Sequence[Position], known_at: datetime | None) -> LimitRow:
    """The 20% of the last count that the company stated, and what placements that count use."""
    rate, base = books.figures.get("nasdaq_limit_rate"), books.figures.get("shares_outstanding")
    decisions = standing(Counting, books.issuer, books.as_of, known_at).filter(counts=False)
    outside = set(decisions.values_list("placement_id", flat=True))
    rows = placements_as_of(books.as_of, known_at).filter(
        agreement__in=[each.agreement.pk for each in shown]
    )
    sold = sum(each.shares for each in shown)
    if outside:
        sold -= sum(row.shares_then for row in rows.filter(pgh_obj__in=outside))
    still_open = rows.filter(status__in=RESERVING).exclude(pgh_obj__in=outside)
    unsold = sum(row.unsold_then for row in still_open)
    count = None if base is None else shares_on(
        books.as_of, [(base.day, int(base.value))], books.splits
    )  # fmt: skip
    allowed = None
    if count is not None and rate is not None:
        allowed = most_without_approval(count, rate.value)
    use = Use(allowed, sold, unsold)
    dollars = [ToSell(each.gross) for each in books.to_sell.values()]
    return LimitRow(
        "nasdaq_20",
        "",
        "shares",
        use.allowed,
        use.used,
        use.left,
        run_out_below(dollars, use.left),
        _page(rate),
        (
            Step("Outstanding before, as the company stated", count, _page(base)),
            Step("Allowed without approval: the last below the rule's part", allowed, _page(rate)),
            Step("Sold under placements that count", sold),
            Step("Offered by placements that count", unsold),
            Step("Left", use.left),
        ),
    )


def _minimum_bid(books: ShareBooks, prices: Sequence[MarketPrice]) -> LimitRow:
    minimum = books.figures.get("minimum_bid")
    bids = {row.day: row.bid for row in prices if row.bid is not None}
    bid = None
    if minimum is not None:
        bid = watch(bids, books.as_of, minimum.value, ExceptionalDay.exceptions()).last_bid
    least = _value(minimum)
    left = None if bid is None or least is None else bid - least
    return LimitRow(
        "minimum_bid",
        "",
        "price",
        least,
        bid,
        left,
        None,
        _page(minimum),
        (Step("Minimum", least, _page(minimum)), Step("Last closing bid", bid)),
    )


def _thresholds(books: ShareBooks, readings: Sequence[HolderReading]) -> Iterator[LimitRow]:
    rates = thresholds_on(books)
    for name, limit in _THRESHOLDS.items():
        figure = rates.get(name)
        held = [
            (each.position.holder, each.now.standings[name].held_rate)
            for each in readings
            if name in each.now.standings
        ]
        known = [rate for _, rate in held if rate is not None]
        largest, allowed = max(known, default=None), _value(figure)
        left = None if largest is None or allowed is None else allowed - largest
        steps = [Step(f"Held by {holder}", rate) for holder, rate in held]
        yield LimitRow(
            limit, "", "rate", allowed, largest, left, None, _page(figure),
            (Step("Threshold", allowed, _page(figure)), *steps),
        )  # fmt: skip


def _compensation(
    chosen: Sequence[Position], as_of: date, known_at: datetime | None
) -> Iterator[LimitRow]:
    slugs = [each.agreement.slug for each in chosen]
    for each in compensations(as_of, known_at, slugs):
        terms = each.position.in_force.terms
        meter = each.at_maximum.meter
        used = None if meter is None else (meter.total / meter.gross).quantize(_RATE_STEP)
        allowed = terms.compensation_limit_rate
        page = each.position.pages.get("compensation_limit_rate", "")
        yield LimitRow(
            "compensation",
            each.agreement.slug,
            "rate",
            allowed,
            used,
            None if used is None or allowed is None else allowed - used,
            None,
            page,
            (Step("Limit", allowed, page), Step("At full use", used)),
            each.name,
        )


def _volume(books: ShareBooks, prices: Sequence[MarketPrice]) -> LimitRow:
    traded = ((row.day, row.volume) for row in prices)
    average = average_volume(traded, books.as_of, _VOLUME_DAYS, books.splits)
    stated = books.figures.get("average_daily_volume")
    page, shares = _page(stated), None
    if average is not None:
        shares, page = average.shares, ""
    elif stated is not None:
        shares = shares_on(books.as_of, [(stated.day, int(stated.value))], books.splits)
    steps = (Step("Average daily volume", shares, page),)
    return LimitRow("volume", "", "shares", shares, None, None, None, page, steps)


def _term(position: Position) -> LimitRow:
    day = position.in_force.terms.termination_from
    page = position.pages.get("termination_from", "")
    return LimitRow(
        "term", position.agreement.slug, "date", day, None, None, None, page,
        (Step("Terminable by either party from", day, page),), position.in_force.terms.name,
    )  # fmt: skip


def _value(figure: Figure | None) -> Decimal | None:
    return None if figure is None else figure.value


def _page(figure: Figure | None) -> str:
    return "" if figure is None else figure.page
