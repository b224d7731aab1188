"""The market prices of a day and before: closes, the minimum bid, volumes and missing days."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from neoequity.books import calendar
from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.company.models import Figure, MarketPrice
from neoequity.company.models.standing import figures_on, standing
from neoequity.company.terms.minimum_bid import BidWatch, watch
from neoequity.company.terms.volume import Average, average_volume
from placements.models import Split

#: Trading days that are read, for the chart, the missing days and the bids: about a year.
SHOWN_DAYS = 252
#: Days of which the average volume is taken: about a month.
AVERAGED_DAYS = 21


class Prices(NamedTuple):
    """Prices as of a day; `rows` selects all, the latest first, `closes` are the last year's.

    `last` is the latest row; `watch` is None if the minimum bid is not available, `average` if
    there is no volume. `missing` are trading days among the last year's without any price.
    """

    rows: QuerySet[MarketPrice]
    last: MarketPrice | None
    closes: Sequence[tuple[date, Decimal]]
    minimum: Figure | None
    watch: BidWatch | None
    average: Average | None
    stated_average: Figure | None
    missing: Sequence[date]
    not_trading: Sequence[date]


def prices_on(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> Prices:
    """The prices of an issuer on a day; four queries, which read the last year.

    Bids and closes stay as they were quoted; volumes are restated for splits. A bid that has been
    below the minimum for longer is told as "at least" so many days.
    """
    rows = standing(MarketPrice, issuer, as_of, known_at).order_by("-day", "-pk")
    last_year = list(rows[:SHOWN_DAYS])
    figures = figures_on(issuer, as_of, known_at)
    minimum = figures.get("minimum_bid")
    exceptions = ExceptionalDay.exceptions()
    splits = Split.by_issuer(as_of, known_at, [issuer.pk]).get(issuer.pk, ())
    bids = {row.day: row.bid for row in last_year if row.bid is not None}
    return Prices(
        rows=rows,
        last=last_year[0] if last_year else None,
        closes=[(row.day, row.close) for row in reversed(last_year) if row.close is not None],
        minimum=minimum,
        watch=None if minimum is None else watch(bids, as_of, minimum.value, exceptions),
        average=average_volume(
            [(row.day, row.volume) for row in last_year], as_of, AVERAGED_DAYS, splits
        ),
        stated_average=figures.get("average_daily_volume"),
        missing=list(_missing(last_year, as_of, exceptions)),
        not_trading=[
            row.day for row in last_year if not calendar.is_trading_day(row.day, exceptions)
        ],
    )


def _missing(
    rows: Sequence[MarketPrice], as_of: date, exceptions: calendar.Exceptions
) -> Iterator[date]:
    """Trading days from the first of these prices until the day before `as_of` without a price."""
    if not rows:
        return
    known = {row.day for row in rows}
    day = rows[-1].day
    while (day := calendar.trading_days_after(day, 1, exceptions)) < as_of:
        if day not in known:
            yield day
