"""What both sides have in common when they are compared: an entry with its dollars and shares."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO, cents, dollars, of_shares
from neoequity.statements.terms.line import Line


@dataclass(frozen=True, slots=True)
class Quantity:
    """Dollars and shares: more than zero comes in (a bank) or is sold or delivered (the others)."""

    amount: Decimal = ZERO
    shares: int = 0

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.amount + other.amount, self.shares + other.shares)

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.amount - other.amount, self.shares - other.shares)

    def __neg__(self) -> "Quantity":
        return Quantity(-self.amount, -self.shares)

    def __bool__(self) -> bool:
        return bool(self.amount or self.shares)

    def is_part_of(self, whole: "Quantity") -> bool:
        """Whether dollars and shares each lie between zero and those of the whole."""
        return _between(self.amount, whole.amount) and _between(self.shares, whole.shares)

    def __str__(self) -> str:
        """As a sentence names it: $12.00, 100 shares, or $12.00 and 100 shares."""
        shares = of_shares(abs(self.shares))
        if self.shares < 0:
            shares = f"({shares})"
        if not self.shares:
            return dollars(self.amount)
        return f"{dollars(self.amount)} and {shares}" if self.amount else shares


NOTHING = Quantity()


def total(quantities: Iterable[Quantity]) -> Quantity:
    """Quantities added up."""
    amount, shares = ZERO, 0
    for quantity in quantities:
        amount += quantity.amount
        shares += quantity.shares
    return Quantity(amount, shares)


class Entry(NamedTuple):
    """A line of a statement, or what we expect to find there, as far as it is still open.

    `key` is unique on its side; `name` is how a sentence names the entry, `kind` what it is:
    "sale", "adjustment", "wire". `agreement` and `reference` are empty where the sender says
    nothing. `nettable` are entries without an agreed day, which any wire may include.
    """

    key: str
    name: str
    kind: str
    day: date
    quantity: Quantity
    agreement: str = ""
    reference: str = ""
    price: Decimal | None = None
    nettable: bool = False


def entry_of(line: Line, *, key: str, name: str, agreement: str = "") -> Entry:
    """A line as it is compared with our side: a bank by cash, a transfer agent by shares.

    A statement gives the figures of a cancel above zero; here they take back what they cancel, and
    carry its reference. Amounts are to the cent, half-up, however many decimals the sender prints.
    Raises ValueError for a balance, which is no entry.
    """
    if line.kind == "balance":
        raise ValueError(f"Line {line.number} states a balance: there is nothing to match.")
    return Entry(
        key=key,
        name=name,
        kind=line.kind,
        day=line.day,
        quantity=_QUANTITIES[line.side](line),
        agreement=agreement,
        reference=(line.cancels if line.kind == "cancel" else None) or line.reference or "",
        price=line.price if line.side == "agent" else None,
    )


def _of_agent(line: Line) -> Quantity:
    sign = _sign_of(line)
    return Quantity(sign * cents(_net_of(line)), sign * (line.shares or 0))


def _of_transfer_agent(line: Line) -> Quantity:
    return Quantity(shares=_sign_of(line) * (line.shares or 0))


def _of_bank(line: Line) -> Quantity:
    return Quantity(cents(line.amount or ZERO))


_QUANTITIES: Mapping[str, Callable[[Line], Quantity]] = {
    "agent": _of_agent,
    "transfer_agent": _of_transfer_agent,
    "bank": _of_bank,
}


def _sign_of(line: Line) -> int:
    return -1 if line.kind == "cancel" else 1


def _net_of(line: Line) -> Decimal:
    """The net as stated, or what the other figures make of it."""
    if line.net is not None:
        return line.net
    if line.gross is not None:
        return line.gross - (line.commission or ZERO) - (line.fees or ZERO)
    return line.amount or ZERO


def _between(part: Decimal | int, whole: Decimal | int) -> bool:
    return 0 <= part <= whole or whole <= part <= 0
