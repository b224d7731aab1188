"""The registers as of a day: entries with their reviews, and the use of proceeds compared."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.models import Issuer
from neoequity.company.models import RegisterEntry
from neoequity.company.models.standing import standing
from neoequity.company.terms.choices import REGISTERS

PLANNED, ACTUAL = "proceeds_planned", "proceeds_actual"


class Entry(NamedTuple):
    """An entry, and whether its review is overdue on the day."""

    row: RegisterEntry
    overdue: bool


class Register(NamedTuple):
    """A register with its entries, in the order of their titles."""

    name: str
    title: str
    entries: list[Entry]


class Use(NamedTuple):
    """A category of the use of proceeds, in dollars; None where no amount is stated."""

    title: str
    planned: Decimal | None
    actual: Decimal | None
    entries: list[Entry]

    @property
    def difference(self) -> Decimal | None:
        """Actual less planned; None unless both are known."""
        if self.planned is None or self.actual is None:
            return None
        return self.actual - self.planned


class Registers(NamedTuple):
    """All registers but the use of proceeds, which is compared by category."""

    registers: list[Register]
    uses: list[Use]

    @property
    def overdue(self) -> list[Entry]:
        """The entries whose review is overdue, in every register."""
        groups = [*(each.entries for each in self.registers), *(use.entries for use in self.uses)]
        return [entry for entries in groups for entry in entries if entry.overdue]


def registers_on(issuer: Issuer, as_of: date) -> Registers:
    """The registers as of the day, with one query."""
    rows = standing(RegisterEntry, issuer, as_of).order_by("title", "day", "pk")
    entries = [
        Entry(row, row.review_on is not None and row.review_on < as_of)
        for row in rows.select_related("issuer")
    ]
    registers = [
        Register(name, title, [entry for entry in entries if entry.row.register == name])
        for name, title in REGISTERS.items()
        if name not in (PLANNED, ACTUAL)
    ]
    return Registers(registers, list(_uses(entries)))


def _uses(entries: list[Entry]) -> Iterable[Use]:
    """The use of proceeds by category: of several entries with a title, the amounts add up."""
    concerned = [entry for entry in entries if entry.row.register in (PLANNED, ACTUAL)]
    for title in dict.fromkeys(entry.row.title for entry in concerned):
        own = [entry for entry in concerned if entry.row.title == title]
        yield Use(title, _total(own, PLANNED), _total(own, ACTUAL), own)


def _total(entries: list[Entry], register: str) -> Decimal | None:
    amounts = [entry.row.amount for entry in entries if entry.row.register == register]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal()) if known and len(known) == len(amounts) else None
