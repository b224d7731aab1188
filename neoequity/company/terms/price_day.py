"""One trading day of the stock as a source gives it."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class PriceDay(NamedTuple):
    """Closing price and bid in dollars per share, and shares traded; None is not given."""

    day: date
    close: Decimal | None
    bid: Decimal | None
    volume: int | None
    source: str

    @property
    def figures(self) -> tuple[Decimal | None, Decimal | None, int | None]:
        """What tells it from another reading of the same day."""
        return self.close, self.bid, self.volume
