"""What the books hold for the checks before a sale: read by pages, and by actions under locks."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.books.money import ZERO
from neoequity.company.models.figure import Figure
from neoequity.company.models.holders import holders_against
from neoequity.company.models.lock_ups import LockUps, lock_ups
from neoequity.company.models.market import MarketPrice
from neoequity.company.models.register import Counting
from neoequity.company.models.share_ledger import share_books
from neoequity.company.models.standing import figures_on, standing
from neoequity.company.terms.compensation import CompensationTerms, at_maximum
from neoequity.company.terms.held import (
    AgreementHeld,
    Held,
    SharesHeld,
    ShelfHeld,
    Threshold,
    TwentyHeld,
)
from neoequity.company.terms.minimum_bid import watch
from neoequity.company.terms.twenty_percent import Use, most_without_approval
from neoequity.company.terms.volume import average_volume
from neoequity.company.terms.warrant_value import WITH_FLOOR, Inputs
from placements.models import Agreement, Placement, SaleAggregate, Split
from placements.models.counted import Counted, counted
from placements.terms.lifecycle import RESERVING
from placements.terms.split import StockSplit, shares_on
from warrants.models import Series

_BIDS = 60  # days with a price that are read: enough for the bids and the volume
_VOLUME_DAYS = 20


def held_on(agreement: Agreement, on: date, placement: Placement | None = None) -> Held:
    """What the books hold for a sale under the agreement on a day; a constant number of queries.

    Dollars and shares sold are those of now, whatever the day, as all sales together must fit. The
    `placement` that is asked about is left out of what is offered already.
    """
    issuer = agreement.issuer
    figures = figures_on(issuer, on)
    splits = Split.by_issuer(issuers=[issuer.pk])[issuer.pk]
    still_open = _open(issuer, placement)
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
    prices = _prices(issuer, on)
    bids = {row.day: row.bid for row in prices if row.bid is not None}
    minimum_bid = figures.get("minimum_bid")
    volume, volume_page = _volume(figures, prices, on, splits)
    series = Series.objects.filter(issuer=issuer).order_by("pk").first()
    locked = lock_ups(agreement, on, placement)
    return Held(
        agreement=held_agreement,
        shelf=_shelf(agreement, still_open),
        shares=_shares(issuer, on, still_open),
        twenty=_twenty(figures, issuer, placement, still_open, on, splits),
        clashes=tuple(locked.refusals),
        told=tuple(locked.told),
        lock_up=locked.sentence,
        lock_up_page=pages.get("lock_up_days_before", ""),
        minimum_bid=_value(minimum_bid),
        minimum_bid_page=_page(minimum_bid),
        bids=None
        if minimum_bid is None
        else watch(bids, on, minimum_bid.value, ExceptionalDay.calendar()),
        thresholds=_thresholds(figures, issuer, on),
        compensation=_compensation(agreement),
        compensation_limit=agreement.compensation_limit_rate,
        volume=volume,
        volume_page=volume_page,
        participation=_value(figures.get("participation_rate")),
        class_b_floor=None if series is None else series.floor,
        class_b_page="" if series is None else series.page,
    )
