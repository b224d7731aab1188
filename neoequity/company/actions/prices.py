"""Recording the market prices of many days at once, as a file gives them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.days import written
from neoequity.books.models import Issuer
from neoequity.books.money import exact_dollars
from neoequity.books.periods.locks import lock_periods, locks_on
from neoequity.books.periods.rules import Lock, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.company.models import MarketPrice
from neoequity.company.terms.price_day import PriceDay


class Recorded(NamedTuple):
    """The days recorded, and those that the books had with the same figures, which were skipped."""

    days: list[date]
    skipped: list[date]


@action(needs="company.add_marketprice", told="Recorded market prices")
def record_prices(issuer: Issuer, days: Sequence[PriceDay], *, by: User, today: date) -> Recorded:
    """Record the prices of many days, all or none; one lock and one INSERT.

    A day that the books have with the same figures is skipped. Raises Refused with every reason
    and the place of its day: other figures than in the books, a closed or future day, and what
    `against_price` has against one of them.
    """
    lock_periods([issuer.pk])
    on_the_books = _standing(issuer, days)
    new = [row for row, each in enumerate(days) if on_the_books.get(each.day) != each.figures]
    locks = locks_on([issuer.pk], {days[row].day for row in new})[issuer.pk]
    refuse_if_any(
        reason._replace(row=row)
        for row in new
        for reason in _against(days[row], on_the_books, locks, today)
    )
    MarketPrice.objects.bulk_create(
        MarketPrice(
            issuer=issuer,
            day=each.day,
            close=each.close,
            bid=each.bid,
            volume=each.volume,
            document=each.source,
            recorded_by=by,
        )
        for each in (days[row] for row in new)
    )
    recorded = {days[row].day for row in new}
    skipped = [each.day for each in days if each.day not in recorded]
    return Recorded(sorted(recorded), sorted(skipped))


_Figures = Mapping[date, tuple[Decimal | None, Decimal | None, int | None]]


def _standing(issuer: Issuer, days: Sequence[PriceDay]) -> _Figures:
    """The figures in force of these days; one query."""
    rows = MarketPrice.objects.filter(
        issuer=issuer, replaced_by=None, day__in=[each.day for each in days]
    )
    stated = rows.values_list("day", "close", "bid", "volume")
    return {day: (close, bid, volume) for day, close, bid, volume in stated}


def _against(
    each: PriceDay, on_the_books: _Figures, locks: Sequence[Lock], today: date
) -> Iterator[Reason]:
    if each.day > today:
        yield Reason(f"{written(each.day)} is in the future; today is {written(today)}.", "day")
    yield from reasons_against_days(locks, [each.day], "day")
    if all(figure is None for figure in each.figures):
        yield Reason("Enter a closing price, a closing bid or a volume.", "close")
    if not each.source:
        yield Reason("Enter the source of the price.", "document")
    if each.day in on_the_books:
        yield Reason(
            f"{written(each.day)} has a market price already, with other figures "
            f"({in_words(*on_the_books[each.day])}): correct that record instead.",
            "day",
        )


def in_words(close: Decimal | None, bid: Decimal | None, volume: int | None) -> str:
    """The figures of a day: close $4.04, no bid, no volume."""
    prices = [
        f"{name} {exact_dollars(price)}" if price is not None else f"no {name}"
        for name, price in (("close", close), ("bid", bid))
    ]
    return ", ".join([*prices, "no volume" if volume is None else f"volume {volume:,}"])
