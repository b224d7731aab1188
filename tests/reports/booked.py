"""Entries as they are read from the books, made up for tests; dollars and days as text."""

from datetime import date
from decimal import Decimal

from neoequity.reports.sold import ADJUSTMENT, REVERSAL, SALE, Booked, Figures
from neoequity.reports.spans import Span


def figures(
    shares: int, gross: str = "0.00", commission: str = "0.00", deductions: str = "0.00"
) -> Figures:
    """Figures with the net that follows from them."""
    came, went, off = Decimal(gross), Decimal(commission), Decimal(deductions)
    return Figures(shares, came, went, off, came - went - off)


def day(text: str | None) -> date | None:
    """A day, where there is one."""
    return date.fromisoformat(text) if text else None


def span(since: str, until: str) -> Span:
    """Days from one to another."""
    return Span(date.fromisoformat(since), date.fromisoformat(until))


def sale(
    traded: str,
    said: Figures,
    *,
    delivered: str | None = None,
    reversed_on: str | None = None,
    method: str = "negotiated",
) -> Booked:
    """A sale, the day of its delivery, and that on which it was reversed."""
    return Booked(SALE, method, date.fromisoformat(traded), day(delivered), day(reversed_on), said)


def reversal(on: str, said: Figures) -> Booked:
    """The reversal of a sale; `said` are the figures of the sale."""
    return Booked(REVERSAL, "negotiated", date.fromisoformat(on), None, None, Figures().less(said))


def adjustment(on: str, commission: str, *, paid: str | None = None) -> Booked:
    """An adjustment of commission."""
    return Booked(
        ADJUSTMENT,
        "negotiated",
        date.fromisoformat(on),
        day(paid),
        None,
        figures(0, commission=commission),
    )
