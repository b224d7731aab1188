"""The figures of a company that documents state, each with its unit: a closed list."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from neoequity.books.money import exact_dollars


class Unit(StrEnum):
    """What a figure counts."""

    SHARES = "shares"
    DOLLARS = "dollars"
    PRICE = "dollars per share"
    RATE = "a fraction"
    COUNT = "a number"


class Stated(NamedTuple):
    """A figure by its title and unit."""

    title: str
    unit: Unit


#: Every figure by the name that files use.
FIGURES: Mapping[str, Stated] = {
    "authorized_shares": Stated("Authorized shares", Unit.SHARES),
    "par_value": Stated("Par value per share", Unit.PRICE),
    "shares_outstanding": Stated("Shares outstanding, stated by the company", Unit.SHARES),
    "transfer_agent_count": Stated("Shares outstanding, stated by the transfer agent", Unit.SHARES),
    "holders_of_record": Stated("Stockholders of record", Unit.COUNT),
    "options_and_warrants": Stated("Options and warrants outstanding", Unit.SHARES),
    "in_the_register": Stated("Of these, in the warrant register", Unit.SHARES),
    "exercisable_now": Stated("Of these, exercisable by the holder now", Unit.SHARES),
    "book_value_per_share": Stated("Book value per share", Unit.PRICE),
    "highest_price": Stated("Highest price of the last year", Unit.PRICE),
    "lowest_price": Stated("Lowest price of the last year", Unit.PRICE),
    "highest_daily_volume": Stated("Highest daily trading volume", Unit.SHARES),
    "lowest_daily_volume": Stated("Lowest daily trading volume", Unit.SHARES),
    "average_daily_volume": Stated("Average daily trading volume", Unit.SHARES),
    "nasdaq_limit_rate": Stated("Nasdaq: issuance that needs stockholder approval", Unit.RATE),
    "minimum_bid": Stated("Nasdaq: minimum bid price", Unit.PRICE),
    "dgcl_203_rate": Stated("Delaware section 203: interested stockholder", Unit.RATE),
    "rights_plan_rate": Stated("Stockholder rights plan: acquiring person", Unit.RATE),
    "participation_rate": Stated("Share of the daily volume that may be sold", Unit.RATE),
    "offering_expenses": Stated("Offering expenses, estimated", Unit.DOLLARS),
    "advisory_retainer": Stated("Advisory agreement: annual retainer", Unit.DOLLARS),
    "advisory_deposit": Stated("Advisory agreement: deposit against expenses", Unit.DOLLARS),
    "monthly_burn": Stated("Cash spent per month", Unit.DOLLARS),
    "cash": Stated("Cash and marketable securities", Unit.DOLLARS),
}

_WHOLE = (Unit.SHARES, Unit.COUNT)


def fault_in(name: str, value: Decimal) -> str:
    """What is wrong with this value of a figure, as a sentence; empty if nothing."""
    title, unit = FIGURES[name]
    if value < 0:
        return f"{title}: a figure is not negative."
    if unit in _WHOLE and value != int(value):
        return f"{title}: enter a whole number."
    if unit is Unit.RATE and value > 1:
        return f"{title}: enter at most 100%, such as 20%."
    if unit is Unit.DOLLARS and value != value.quantize(Decimal("0.01")):
        return f"{title}: dollars have at most two decimals."
    return ""


def in_words(name: str, value: Decimal) -> str:
    """The value as pages write it: 50,000,000 shares, $0.001, 20%, $300,000.00."""
    unit = FIGURES[name].unit
    if unit in _WHOLE:
        return f"{int(value):,}"
    if unit is Unit.RATE:
        return f"{(value * 100).normalize():f}%"
    return exact_dollars(value)
