"""The conversion price from prices on record: 30 bids with ties, worked by hand (p. S-7)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from neoequity.books.models import Issuer
from neoequity.company.actions.record import record_price
from neoequity.company.selectors.debentures import Conversion, conversion
from neoequity.company.terms.conversion import ConversionPrice, Converted, NotAvailable
from placements.terms.split import Ratio, StockSplit
from tests.company.terms.test_conversion import BEFORE_ISSUE, CLOSING, CONVERTED, ISSUED
from tests.factories import IssuerFactory, usual
from tests.worlds import built_once

_PRINCIPAL = Decimal("8000000.00")
_GONE = date(2002, 2, 12)


def recorded(issuer: Issuer, day: date, **prices: Decimal) -> None:
    record_price(
        issuer=issuer, day=day, document="The exchange", **prices, by=usual(), today=CONVERTED
    )


@built_once
def issuer(db: None) -> Issuer:
    """Five closing prices before issue and 29 of the 30 bids before conversion."""
    found: Issuer = IssuerFactory()
    for day, close in BEFORE_ISSUE.items():
        recorded(found, day, close=close)
    for day, bid in CLOSING.items():
        if day != _GONE:
            recorded(found, day, bid=bid)
    return found


@built_once
def complete(issuer: Issuer) -> Issuer:
    """All 30 of them."""
    recorded(issuer, _GONE, bid=CLOSING[_GONE])
    return issuer


def converted(
    issuer: Issuer,
    on: date | None = CONVERTED,
    *,
    as_of: date = CONVERTED,
    splits: Sequence[StockSplit] = (),
) -> Conversion:
    return conversion(issuer, ISSUED, on, _PRINCIPAL, as_of=as_of, splits=splits)


def test_before_90_days_it_is_120_percent_of_the_five_days_average(complete: Issuer) -> None:
    """4.024 x 1.20."""
    found = converted(complete, date(2002, 2, 12))
    assert found.initial_price is not None
    assert found.initial_price.average == Decimal("4.024")
    assert found.price == ConversionPrice(Decimal("4.8288"), Decimal("4.8288"), None)


def test_from_90_days_on_it_is_101_percent_of_the_ten_lowest_of_30_bids(complete: Issuer) -> None:
    """Three at 3.10, four at 3.15 and three of five at 3.20: 3.15 x 1.01 = 3.1815."""
    found = converted(complete)
    price = found.conversion_price
    assert price is not None
    assert (price.price, price.initial) == (Decimal("3.1815"), Decimal("4.8288"))
    assert [str(bid) for bid in price.lowest] == [
        *["3.100000"] * 3,
        *["3.150000"] * 4,
        *["3.200000"] * 3,
    ]
    assert found.converted == Converted(2_514_537, Decimal("0.53"))


def test_a_missing_bid_leaves_no_price_and_says_which(issuer: Issuer) -> None:
    found = converted(issuer)
    assert (found.conversion_price, found.converted) == (None, None)
    assert found.missing == [
        (
            "The closing bid of Feb 12, 2002 is missing: the conversion price takes those of the "
            "30 trading days before Mar 4, 2002 (p. S-7)."
        )
    ]


def test_a_missing_closing_price_leaves_no_initial_price(db: None) -> None:
    found = converted(IssuerFactory(), None)
    assert isinstance(found.initial, NotAvailable)
    assert found.missing == [
        (
            "5 market values are missing, from Nov 8, 2001 to Nov 14, 2001: the conversion price "
            "takes those of the 5 trading days before Nov 15, 2001 (p. S-7)."
        )
    ]


def test_prices_of_coming_days_are_not_known_on_an_earlier_one(complete: Issuer) -> None:
    found = converted(complete, as_of=date(2002, 2, 28))
    assert found.missing == [
        (
            "The closing bid of Mar 1, 2002 is missing: the conversion price takes those of the "
            "30 trading days before Mar 4, 2002 (p. S-7)."
        )
    ]


def test_prices_before_a_split_are_restated_to_the_day_of_conversion(complete: Issuer) -> None:
    """1 new for 2 old on Feb 1: January's bids are twice as high, and 3.20 of Jan 31 is 6.40."""
    halved = StockSplit(date(2002, 2, 1), Ratio(1, 2))
    price = converted(complete, splits=[halved]).conversion_price
    assert price is not None
    assert (price.initial, price.price) == (Decimal("9.657600"), Decimal("3.1815"))
