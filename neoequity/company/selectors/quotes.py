"""Market prices and volumes as they stand on a day, in the shares of that day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from neoequity.books.models import Issuer
from neoequity.company.models import MarketPrice
from neoequity.company.models.standing import standing
from placements.terms.split import StockSplit, price_on

#: How far back prices are read for a calculation, in days; 30 trading days fit into 60.
_DAYS = 60


class Quote(NamedTuple):
    """A price in dollars per share, in the shares of the as-of day, and its own day and source."""

    price: Decimal
    day: date
    document: str
    page: str

    @property
    def cited(self) -> str:
        """Its document and page."""
        return ", ".join(part for part in (self.document, self.page) if part)


def last_close(issuer: Issuer, as_of: date, splits: Sequence[StockSplit]) -> Quote | None:
    """The last closing price recorded by the day; None if there is none. One query."""
    return _last("close", issuer, as_of, splits)


def last_bid(issuer: Issuer, as_of: date, splits: Sequence[StockSplit]) -> Quote | None:
    """The last closing bid; the same."""
    return _last("bid", issuer, as_of, splits)


def quotes_before(
    days: Sequence[date], issuer: Issuer, as_of: date
) -> list[tuple[date, Decimal | None, Decimal | None]]:
    """Day, closing price and closing bid of the weeks before each of these days; one query."""
    near = Q()
    for day in days:
        near |= Q(day__lt=day, day__gte=day - timedelta(days=_DAYS))
    rows = standing(MarketPrice, issuer, as_of).filter(near).order_by("day")
    return list(rows.values_list("day", "close", "bid"))


def restated(
    values: Mapping[date, Decimal], day: date, splits: Sequence[StockSplit]
) -> dict[date, Decimal]:
    """Prices by their days, in the shares of a day."""
    return {on: price_on(day, price, on, splits) for on, price in values.items()}


def volumes(issuer: Issuer, as_of: date, most: int) -> list[tuple[date, int | None]]:
    """The latest days with a volume, at most so many; one query."""
    rows = standing(MarketPrice, issuer, as_of).filter(volume__isnull=False).order_by("-day")
    return list(rows.values_list("day", "volume")[:most])


def _last(column: str, issuer: Issuer, as_of: date, splits: Sequence[StockSplit]) -> Quote | None:
    rows = standing(MarketPrice, issuer, as_of).filter(**{f"{column}__isnull": False})
    row = rows.order_by("-day", "-pk").first()
    if row is None:
        return None
    price = price_on(as_of, getattr(row, column), row.day, splits)
    return Quote(price, row.day, row.document, row.page)
