"""Market prices and holders' positions: their own rules, and their `CASES`."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.company.actions.record import record_position, record_price
from neoequity.company.models import MarketPrice, Position
from neoequity.company.models.standing import standing
from neoequity.people.models import User
from tests.books import refused
from tests.kinds.company import DAY, Kind, issuer

PRICES = Kind(
    MarketPrice,
    record_price,
    {
        "close": Decimal("4.04"),
        "bid": Decimal("4.01"),
        "volume": 100_000,
        "document": "Nasdaq closing report",
    },
    "market prices",
)
POSITIONS = Kind(
    Position,
    record_position,
    {
        "holder": "Montrose, Strong River and Societe Generale",
        "held": 579_098,
        "acquirable": 4_498_145,
        "within_60_days": 173_320,
    },
    "positions of holders",
)
pytestmark = pytest.mark.usefixtures("company")
CASES = (
    PRICES.cases(
        a_day_has_one_market_price_and_corrections=[PRICES.raw(replaces_id=None)],
        prices_are_above_zero=[
            *(PRICES.raw(close=0), PRICES.raw(bid=0), PRICES.raw(volume=-1)),
        ],
        a_market_price_says_something=[PRICES.raw(close=None, bid=None, volume=None)],
    ),
    POSITIONS.cases(
        a_position_has_shares_or_a_stated_percentage=[POSITIONS.raw(held=None)],
        a_position_is_not_negative=[
            POSITIONS.raw(acquirable=-1),
            POSITIONS.raw(within_60_days=-1),
            POSITIONS.raw(stated_rate=Decimal("1.01")),
        ],
    ),
)


def test_a_price_is_recorded_at_once(treasurer: User) -> None:
    row = PRICES.post(treasurer)
    assert (row.close, row.bid, row.volume) == (Decimal("4.04"), Decimal("4.01"), 100_000)


def test_what_a_source_does_not_give_is_empty_and_never_0(treasurer: User) -> None:
    row = PRICES.post(treasurer, bid=None, volume=None)
    assert (row.bid, row.volume) == (None, None)


def test_a_price_has_a_figure(treasurer: User) -> None:
    with refused("Enter a closing price, a closing bid or a volume."):
        PRICES.post(treasurer, close=None, bid=None, volume=None)


def test_a_price_has_its_source(treasurer: User) -> None:
    with refused("Enter the source of the price."):
        PRICES.post(treasurer, document="")


def test_a_day_has_one_price(treasurer: User) -> None:
    PRICES.post(treasurer)
    with refused("Nov 1, 2001 has a market price already: correct it instead."):
        PRICES.post(treasurer, close=Decimal("4.05"))


def test_a_price_is_corrected_by_one_of_the_same_day(treasurer: User) -> None:
    wrong = PRICES.post(treasurer)
    with refused("The price that it corrects is of Nov 1, 2001."):
        PRICES.post(treasurer, day=date(2001, 11, 2), replaces=wrong, remark="Mistyped")


def test_a_corrected_price_is_the_one_that_stands(treasurer: User) -> None:
    wrong = PRICES.post(treasurer)
    right = PRICES.post(treasurer, close=Decimal("4.05"), replaces=wrong, remark="Mistyped")
    assert list(standing(MarketPrice, issuer(), DAY)) == [right]


def test_a_position_may_be_a_percentage_that_a_document_states(treasurer: User) -> None:
    facts = {"holder": "Directors and executive officers", "stated_rate": Decimal("0.116")}
    row = POSITIONS.post(treasurer, **facts, held=None, acquirable=None, within_60_days=None)
    assert (row.held, row.stated_rate) == (None, Decimal("0.116"))
