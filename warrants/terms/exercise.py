"""Exercise for cash or cashless: what is paid, what is received, and reasons against."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO, cents, of_shares, per_share
from neoequity.books.refusal import Reason, cite


class Outcome(NamedTuple):
    """`shares_issued` to the holder, `cash` in dollars to the issuer."""

    shares_issued: int
    cash: Decimal


def for_cash(shares: int, exercise_price: Decimal) -> Outcome:
    """The holder pays shares x price, half-up to the cent, and receives all the shares."""
    return Outcome(shares, cents(shares * exercise_price))


def cashless(shares: int, exercise_price: Decimal, market_price: Decimal) -> Outcome:
    """The holder pays nothing and receives floor(N x (M - X) / M) shares (p. S-12).

    Nothing is received when the market price does not exceed the exercise price.
    """
    gain = max(market_price - exercise_price, Decimal(0))
    return Outcome(int(shares * gain // market_price), ZERO)


def reasons_against_exercise(
    *,
    shares: int,
    held: int,
    on: date,
    issued_on: date,
    expires_on: date | None,
    page: str,
) -> Iterator[Reason]:
    """Reasons against exercising these shares on this day, for cash or cashless."""
    if shares <= 0:
        yield Reason("An exercise is for at least one share.", "shares")
    if shares > held:
        yield Reason(f"{shares:,} shares are more than the {held:,} that the holder has.", "shares")
    if on < issued_on:
        yield Reason(f"The warrant was issued on {issued_on}, after {on}.", "on")
    if expires_on is not None and on > expires_on:
        yield Reason(f"The warrant could be exercised until {expires_on}{cite(page)}.", "on")


def reasons_against_cashless(
    *,
    shares: int,
    on: date,
    cashless_from: date | None,
    exercise_price: Decimal,
    market_price: Decimal | None,
    page: str,
) -> Iterator[Reason]:
    """Further reasons against a cashless exercise."""
    if cashless_from is None:
        yield Reason(f"This warrant can be exercised for cash only{cite(page)}.", "")
    elif on < cashless_from:
        yield Reason(
            f"Cashless exercise is possible from {cashless_from} on{cite(page)}; this one is "
            f"dated {on}.",
            "on",
        )
    if market_price is None or market_price <= 0:
        yield Reason("A cashless exercise needs the market price.", "market_price")
    elif market_price <= exercise_price:
        yield Reason(
            f"The market price of {per_share(market_price)} is not above the exercise price of "
            f"{per_share(exercise_price)}: a cashless exercise would give no shares{cite(page)}.",
            "market_price",
        )
    elif shares > 0 and not cashless(shares, exercise_price, market_price).shares_issued:
        yield Reason(
            f"A cashless exercise of {of_shares(shares)} at {per_share(exercise_price)} with the "
            f"market price at {per_share(market_price)} would give no shares: {shares:,} × "
            f"({per_share(market_price)} − {per_share(exercise_price)}) ÷ "
            f"{per_share(market_price)} is less than one{cite(page)}.",
            "shares",
        )
