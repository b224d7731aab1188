"""A statement while it is read: its lines, and whether opening balance and lines give closing."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.statements.terms.faults import Faults, printable, shown
from neoequity.statements.terms.line import (
    MOST_OF_A_REFERENCE,
    MOST_OF_A_TEXT,
    Line,
    Statement,
    as_stated,
)

_ZERO = Decimal(0)


class Stated(NamedTuple):
    """A balance as stated, and the line where it is."""

    line: int
    balance: Decimal


class Draft:
    """What has been read of one file. `moved` is what its lines add to the opening balance."""

    def __init__(self, side: str, faults: Faults) -> None:
        self.side = side
        self.faults = faults
        self.account = ""
        self.first_day: date | None = None
        self.last_day: date | None = None
        self.lines: list[Line] = []
        self.opening: Decimal | None = None
        self.closing: Decimal | None = None
        self._from: Decimal | None = None
        self._moved = _ZERO

    def name_account(self, line: int, account: str) -> None:
        """Keep the account; a file is of one account."""
        if self.account and account != self.account:
            self.faults.add(
                line,
                f"is of the account {shown(account)}, but the file began with "
                f"{shown(self.account)}: upload one account at a time.",
            )
        self.account = self.account or account
        self._refuse_odd(line, account)

    def add(self, line: Line) -> None:
        """Keep a line and count what it moves."""
        self.lines.append(line._replace(text=printable(line.text[:MOST_OF_A_TEXT])))
        self._moved += _moves(line)
        for reference in filter(None, (line.reference, line.cancels)):
            self._refuse_odd(line.number, reference)

    def _refuse_odd(self, line: int, name: str) -> None:
        """Refuse a reference or account that nobody could find again by what they see."""
        if not name.isprintable():
            self.faults.add(line, f"{shown(name)} has characters that cannot be printed.")
        elif len(name) > MOST_OF_A_REFERENCE:
            self.faults.add(line, f"{shown(name)} is longer than {MOST_OF_A_REFERENCE} characters.")

    def open_at(self, stated: Stated) -> None:
        """Begin a part of the file, or its next page, with the balance before its lines."""
        if self.opening is None:
            self.opening = stated.balance
        elif self.closing is not None and stated.balance != self.closing:
            self.faults.add(
                stated.line,
                f"the opening balance is {self._told(stated.balance)}, but the balance before it "
                f"closed at {self._told(self.closing)}.",
            )
        self._from, self._moved = stated.balance, _ZERO

    def close_at(self, stated: Stated) -> None:
        """End a part of the file with the balance after its lines."""
        if self._from is not None:
            self._refuse_other(self._from, stated)
        self.closing = stated.balance

    def balanced(self, opening: Stated | None, closing: Stated | None) -> None:
        """Keep the balances of a whole file, wherever in it they are."""
        self.opening = opening and opening.balance
        self.closing = closing and closing.balance
        if opening and closing:
            self._refuse_other(opening.balance, closing)

    def _refuse_other(self, opening: Decimal, closing: Stated) -> None:
        expected = opening + self._moved
        if closing.balance != expected:
            self.faults.add(
                closing.line,
                f"the closing balance is {self._told(closing.balance)}, but the opening balance "
                f"of {self._told(opening)} and the lines give {self._told(expected)}.",
            )

    def finish(self, sha256: str) -> Statement:
        """The statement. Raises Refused with every reason against the file."""
        days = [line.day for line in self.lines]
        first = self.first_day or min(days, default=None)
        last = self.last_day or max(days, default=None)
        if first and last:
            for line in self.lines:
                if not first <= line.day <= last:
                    self.faults.add(
                        line.number,
                        f"{written(line.day)} is outside the statement's period, "
                        f"{written(first)} to {written(last)}.",
                    )
        self.faults.refuse()
        return Statement(
            *(self.side, self.account, first, last),
            *(self.opening, self.closing, tuple(self.lines), sha256),
        )

    def _told(self, balance: Decimal) -> str:
        return f"{balance:,f} shares" if self.side == "transfer_agent" else as_stated(balance)


def _moves(line: Line) -> Decimal:
    """What a line adds to the balance: shares with the transfer agent, else cash."""
    if line.kind == "balance":
        return _ZERO
    if line.side == "transfer_agent":
        return Decimal(-(line.shares or 0) if line.kind == "cancel" else line.shares or 0)
    return line.amount or _ZERO
