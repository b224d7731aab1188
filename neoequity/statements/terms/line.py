"""What a statement says, whatever the file it came in: its lines, account, period and balances."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import cents, dollars, exact_dollars

SIDES = {
    "agent": "Agent",
    "transfer_agent": "Transfer agent",
    "bank": "Bank",
}
KINDS = {
    "sale": "Sale",
    "cancel": "Cancel",
    "delivery": "Delivery of shares",
    "payment": "Payment",
    "balance": "Balance",
    "other": "Other",
}
MOST_OF_A_REFERENCE, MOST_OF_A_TEXT = 255, 1_000


def as_stated(amount: Decimal) -> str:
    """Dollars as sentences write them, with all decimals where cents would hide some."""
    if amount == cents(amount):
        return dollars(amount)
    text = exact_dollars(abs(amount))
    return f"({text})" if amount < 0 else text


class Line(NamedTuple):
    """One line of a statement; None is what its sender does not say.

    `number` counts the lines of the file from 1. `amount` is cash as the office sees it: positive
    in, negative out. `shares`, `gross`, `commission`, `fees` and `net` are as stated, those of a
    cancel above zero like those of the sale it cancels. `cancels` is the reference of the line
    that a cancel takes back. `text` is the sender's description of the line, or all its cells. On
    a line of the kind `balance` the amount, or the shares, are the balance.
    """

    side: str
    number: int
    day: date
    kind: str
    text: str
    reference: str | None = None
    shares: int | None = None
    price: Decimal | None = None
    gross: Decimal | None = None
    commission: Decimal | None = None
    fees: Decimal | None = None
    net: Decimal | None = None
    amount: Decimal | None = None
    settles_on: date | None = None
    cancels: str | None = None


class Statement(NamedTuple):
    """All lines of one file; `sha256` is the file's, in hexadecimal digits.

    `account` is the account as the sender names it, empty where the file does not. `first_day` and
    `last_day` are the period that the statement covers: as stated, else from its first line to its
    last, and None without lines. Balances are cash for a bank and shares for a transfer agent.
    """

    side: str
    account: str
    first_day: date | None
    last_day: date | None
    opening: Decimal | None
    closing: Decimal | None
    lines: tuple[Line, ...]
    sha256: str
