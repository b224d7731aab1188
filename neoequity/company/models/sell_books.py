"""What the books hold for the checks before a sale: read by pages, and by actions under locks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum

from neoequity.books.calendar import FIRST_DAY, Exceptions, trading_days_before
from neoequity.books.days import written
from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.books.money import ZERO
from neoequity.books.refusal import cite
from neoequity.company.models.figure import Figure
from neoequity.company.models.holders import holders_on, thresholds_on
from neoequity.company.models.lock_ups import clashes_of_placement
from neoequity.company.models.market import MarketPrice
from neoequity.company.models.register import Counting
from neoequity.company.models.share_ledger import ShareBooks, share_books
from neoequity.company.models.standing import figures_on, standing
from neoequity.company.terms.compensation import CompensationTerms, at_maximum
from neoequity.company.terms.headroom import Headroom
from neoequity.company.terms.held import (
    AgreementHeld,
    Held,
    SharesHeld,
    ShelfHeld,
    Threshold,
    TwentyHeld,
)
from neoequity.company.terms.lock_up import Clash, reasons_against, told
from neoequity.company.terms.minimum_bid import watch
from neoequity.company.terms.twenty_percent import Use, most_without_approval
from neoequity.company.terms.volume import average_volume
from neoequity.company.terms.warrant_value import WITH_FLOOR, Inputs
from placements.models import Agreement, Placement, SaleAggregate, Split
from placements.models.counted import Counted, counted
from placements.terms.lifecycle import RESERVING
from placements.terms.split import StockSplit, shares_on
from warrants.models import Series

_THRESHOLDS = {"dgcl_203_rate": "dgcl_203", "rights_plan_rate": "rights_plan"}
_RATE_STEP = Decimal("0.000001")
_BIDS = 60  # days with a price that are read: enough for the bids and the volume
_VOLUME_DAYS = 20
#: Lock-ups look back from a day, and the calendar must cover what they see.
_EARLIEST = FIRST_DAY + timedelta(days=365)


def held_on(
    agreement: Agreement, on: date, today: date, placement: Placement | None = None
) -> Held:
    """What the books hold for a sale under the agreement on a day; a constant number of queries.

    Dollars and shares sold are those of now, whatever the day, as all sales together must fit. The
    `placement` that is asked about is left out of what is offered already. A day before the
    signing, which the check of the term refuses, is read as that of the signing.
    """
    on = max(on, agreement.signed_on, _EARLIEST)
    issuer = agreement.issuer
    figures = figures_on(issuer, on)
    splits = Split.by_issuer(issuers=[issuer.pk])[issuer.pk]
    still_open = _open(issuer, placement)
    books = share_books(issuer, on) if figures else None
    pages = agreement.cited()
    held_agreement = AgreementHeld(
        name=agreement.name,
        agent=agreement.agent,
        capacity=agreement.capacity,
        sold=agreement.gross_sold,
        reserved=_reserved(still_open, {agreement.pk}),
        methods=tuple(agreement.methods),
        signed_on=agreement.signed_on,
        terminable_from=agreement.termination_from,
        coverage=agreement.warrant_coverage_rate or ZERO,
        pages=pages,
    )
    outside = _outside(issuer, on)
    prices = _prices(issuer, on)
    bids = {row.day: row.bid for row in prices if row.bid is not None}
    minimum_bid = figures.get("minimum_bid")
    volume, volume_page = _volume(figures, prices, on, splits)
    series = Series.objects.filter(issuer=issuer).order_by("pk").first()
    exceptions = ExceptionalDay.exceptions()
    number = placement.number if placement else 0
    clashes = clashes_of_placement(agreement, number, on, max(on, today))
    return Held(
        agreement=held_agreement,
        shelf=_shelf(agreement, still_open),
        shares=_shares(books, still_open),
        twenty=_twenty(
            figures,
            on,
            splits,
            sold=_sold(issuer, outside, on, splits),
            unsold=sum(each.left() for each in still_open if each.placement.pk not in outside),
            counts=placement is None or placement.pk not in outside,
        ),
        clashes=tuple(reason.sentence for reason in reasons_against(clashes)),
        told=tuple(told(_own(clashes, agreement, number))),
        lock_up=_lock_up(agreement, on, pages, exceptions),
        lock_up_page=pages.get("lock_up_days_before", ""),
        minimum_bid=_value(minimum_bid),
        minimum_bid_page=_page(minimum_bid),
        bids=None if minimum_bid is None else watch(bids, on, minimum_bid.value, exceptions),
        thresholds=_thresholds(books),
        compensation=_compensation(agreement),
        compensation_limit=agreement.compensation_limit_rate,
        volume=volume,
        volume_page=volume_page,
        participation=_value(figures.get("participation_rate")),
        class_b_floor=None if series is None else series.floor,
        class_b_page="" if series is None else series.page,
    )


def _own(clashes: Iterable[Clash], agreement: Agreement, number: int) -> list[Clash]:
    """The clashes in which the placement itself is the act: each pair is told once."""
    key = (agreement.slug, number)
    return [clash for clash in clashes if (clash.act.slug, clash.act.placement) == key]


def _lock_up(
    agreement: Agreement, on: date, pages: Mapping[str, str], exceptions: Exceptions
) -> str:
    """The lock-up that terms agreed on the day begin, as a sentence; empty without one."""
    before, after = agreement.lock_up_days_before, agreement.lock_up_days_after
    if before is None or after is None:
        return ""
    since = trading_days_before(on, before, exceptions)
    return (
        f"Nothing offered meanwhile meets the lock-up. With terms agreed on {written(on)} it runs "
        f"from {written(since)}, {before} trading days before, until {after} trading days after "
        f"the settlement of the final sale{cite(pages.get('lock_up_days_before', ''))}."
    )


def _value(figure: Figure | None) -> Decimal | None:
    return None if figure is None else figure.value


def _page(figure: Figure | None) -> str:
    return "" if figure is None else figure.page


def _open(issuer: Issuer, placement: Placement | None) -> list[Counted]:
    """The placements whose unsold shares are promised, but for the one asked about."""
    rows = Placement.objects.filter(agreement__issuer=issuer, status__in=RESERVING)
    if placement is not None:
        rows = rows.exclude(pk=placement.pk)
    return list(counted(rows.select_related("agreement")).values())


def _reserved(still_open: Iterable[Counted], agreements: set[int]) -> Decimal:
    mine = (each for each in still_open if each.placement.agreement_id in agreements)
    return sum((each.reserves() for each in mine), ZERO)


def _shelf(agreement: Agreement, still_open: Iterable[Counted]) -> ShelfHeld:
    shelf = agreement.shelf
    drawn = dict(Agreement.objects.filter(shelf=shelf).values_list("pk", "gross_sold"))
    return ShelfHeld(
        name=str(shelf),
        amount=shelf.amount,
        sold_before=shelf.sold_before_gross,
        sold=sum(drawn.values(), ZERO),
        reserved=_reserved(still_open, set(drawn)),
        page=shelf.sold_before_page or shelf.page,
        expires_on=shelf.expires_on,
    )


def _shares(books: ShareBooks | None, still_open: Iterable[Counted]) -> SharesHeld:
    if books is None:
        return SharesHeld(Headroom(None, None, None), 0, "")
    promised = sum(_with_warrants(each) for each in still_open)
    return SharesHeld(books.headroom, promised, _page(books.figures.get("authorized_shares")))


def _thresholds(books: ShareBooks | None) -> tuple[Threshold, ...]:
    if books is None:
        return ()
    readings, rates = holders_on(books), thresholds_on(books)
    return tuple(
        Threshold(
            check,
            _value(rates.get(name)),
            tuple(
                (each.position.holder, each.now.standings[name])
                for each in readings
                if name in each.now.standings
            ),
            _page(rates.get(name)),
        )
        for name, check in _THRESHOLDS.items()
    )


def _with_warrants(each: Counted) -> int:
    """Its unsold shares and the warrants that they would earn, rounded up: none is short."""
    left = each.left()
    rate = each.placement.agreement.warrant_coverage_rate or ZERO
    return left + int(-(-left * rate // 1))


def _outside(issuer: Issuer, on: date) -> set[int]:
    """The placements that do not count toward the 20%, as was decided."""
    decisions = standing(Counting, issuer, on).filter(counts=False)
    return set(decisions.values_list("placement_id", flat=True))


def _twenty(
    figures: Mapping[str, Figure],
    on: date,
    splits: Sequence[StockSplit],
    *,
    sold: int,
    unsold: int,
    counts: bool,
) -> TwentyHeld:
    """The 20% of the last count that the company stated, and what the placements use of it."""
    rate, base = figures.get("nasdaq_limit_rate"), figures.get("shares_outstanding")
    count = None
    if base is not None:
        count = shares_on(on, [(base.day, int(base.value))], splits)
    allowed = None
    if count is not None and rate is not None:
        allowed = most_without_approval(count, rate.value)
    return TwentyHeld(
        Use(allowed, sold, unsold),
        _value(rate),
        count,
        None if base is None else base.day,
        counts,
        _page(rate),
    )


def _sold(issuer: Issuer, outside: set[int], on: date, splits: Sequence[StockSplit]) -> int:
    """Shares sold under the placements that count, in the shares of the day; one query."""
    if not splits:
        rows = Placement.objects.filter(agreement__issuer=issuer).exclude(pk__in=outside)
        return int(rows.aggregate(sold=Sum("shares_sold", default=0))["sold"])
    aggregates = SaleAggregate.objects.filter(
        agreement__issuer=issuer, settlement_date__isnull=False, reversed_on=None
    ).exclude(placement__in=outside)
    by_day = aggregates.order_by().values_list("trade_date").annotate(total=Sum("shares"))
    return shares_on(on, list(by_day), splits)


def _prices(issuer: Issuer, on: date) -> list[MarketPrice]:
    return list(standing(MarketPrice, issuer, on).order_by("-day", "-pk")[:_BIDS])


def _volume(
    figures: Mapping[str, Figure],
    prices: Iterable[MarketPrice],
    on: date,
    splits: Sequence[StockSplit],
) -> tuple[int | None, str]:
    """Average daily volume and its source: of the recorded days or, without any, as stated."""
    average = average_volume(((row.day, row.volume) for row in prices), on, _VOLUME_DAYS, splits)
    if average is not None:
        return average.shares, f"prices of {average.days} days"
    stated = figures.get("average_daily_volume")
    if stated is None:
        return None, ""
    return shares_on(on, [(stated.day, int(stated.value))], splits), stated.page


def _compensation(agreement: Agreement) -> Decimal | None:
    """The agent's compensation at full use, as a fraction of the proceeds; None if not available.

    The warrants are valued with the floor, the dearer of the two methods.
    """
    strike, coverage = agreement.warrant_strike_rate, agreement.warrant_coverage_rate
    cap, advisory = agreement.expense_cap, agreement.advisory_share
    limit = agreement.compensation_limit_rate
    if strike is None or coverage is None or cap is None or advisory is None or limit is None:
        return None
    terms = CompensationTerms(
        fees=agreement.fee_schedule(),
        capacity=agreement.capacity,
        expense_cap=cap,
        expense_refundable=agreement.expense_refundable,
        advisory=advisory,
        limit_rate=limit,
        warrants=Inputs(strike, coverage),
    )
    meter = at_maximum(terms, WITH_FLOOR)
    return (meter.total / meter.gross).quantize(_RATE_STEP)
