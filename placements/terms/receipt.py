"""What cash may be recorded as received, and which entries it may pay: rules on plain values.

The database keeps the same rules; see `placements.rules`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import ZERO, dollars
from neoequity.books.refusal import Reason
from placements.terms.reference import Booked, as_written, is_reference, reference_key


class Part(NamedTuple):
    """Dollars of a receipt for the entry with this key; negative for what is netted or moved."""

    entry: int
    amount: Decimal
    remark: str = ""


class Entry(NamedTuple):
    """An entry of the sales ledger, and what it has received of receipts that stand, in dollars."""

    name: str
    net: Decimal
    received: Decimal = ZERO

    @property
    def open(self) -> Decimal:
        """What is still due: negative where it is due to the agent, or was paid past the net."""
        return self.net - self.received


class Receiving(NamedTuple):
    """A receipt as it is told of: dollars, negative if the issuer paid them back."""

    amount: Decimal
    bank_reference: str
    received_on: date


class Received(NamedTuple):
    """A receipt that stands, with the dollars already allocated; `closed` says why none may be."""

    name: str
    amount: Decimal
    allocated: Decimal = ZERO
    closed: str = ""

    @property
    def left(self) -> Decimal:
        """Dollars not yet allocated."""
        return self.amount - self.allocated


def within(amount: Decimal, whole: Decimal) -> bool:
    """Whether the amount lies between zero and the whole, whichever sign that has."""
    return min(whole, ZERO) <= amount <= max(whole, ZERO)


def is_past(entry: Entry, added: Decimal) -> bool:
    """Whether adding these dollars takes the entry past its net, or farther past it."""
    total = entry.received + added
    return abs(total) > abs(entry.net) and added * total > 0


def owes(entry: Entry, added: Decimal) -> bool:
    """Whether the entry would have received less than nothing, seen from the sign of its net."""
    return (entry.received + added) * entry.net < 0


def reasons_against_receipt(
    receiving: Receiving, *, agreement: str, booked: Mapping[str, Booked], today: date
) -> Iterator[Reason]:
    """Every reason against recording the receipt under the agreement of this name.

    `booked` has the receipts that stand by the key of their bank reference.
    """
    if not receiving.amount:
        yield Reason("Enter the amount that was received: it cannot be $0.00.", "amount")
    if receiving.received_on > today:
        yield Reason(
            f"A receipt on {receiving.received_on} is in the future; today is {today}.",
            "received_on",
        )
    reference = receiving.bank_reference
    if not is_reference(reference):
        yield Reason(
            "The bank's reference must begin with a letter or digit and have up to 64 letters, "
            "digits, spaces or . _ / # : ( ) - signs.",
            "bank_reference",
        )
    elif taken := booked.get(reference_key(reference)):
        yield Reason(
            f"The bank's reference “{reference}” is already recorded as receipt {taken.number} of "
            f"the {agreement}{as_written(reference, taken.reference)}.",
            "bank_reference",
        )


def reasons_against_parts(
    receipt: Received, parts: Sequence[Part], entries: Mapping[int, Entry]
) -> Iterator[Reason]:
    """Every reason against these parts of the receipt; a reason's `row` is the place of its part.

    `entries` has the entries of the receipt's agreement that the parts name.
    """
    if receipt.closed:
        yield Reason(receipt.closed)
        return
    if not parts:
        yield Reason(f"Choose what {_inside(receipt.name)} pays.", "parts")
    known = [part for part in parts if part.entry in entries]
    for row, part in enumerate(parts):
        if part.entry not in entries:
            yield Reason(f"{receipt.name} pays an entry of another agreement.", "parts", row)
        elif not part.amount:
            name = entries[part.entry].name
            yield Reason(f"Enter the amount for {_inside(name)}: it cannot be $0.00.", "parts", row)
    total = receipt.allocated + sum((part.amount for part in parts), ZERO)
    if not within(total, receipt.amount):
        yield Reason(
            f"The parts of {_inside(receipt.name)} come to {dollars(total)}; its amount is "
            f"{dollars(receipt.amount)}.",
            "parts",
        )
    for key, entry in entries.items():
        added = [part for part in known if part.entry == key]
        yield from _against_total(entry, added, parts)


def _against_total(entry: Entry, added: Sequence[Part], parts: Sequence[Part]) -> Iterator[Reason]:
    """The reason against what the entry would have received with the parts that are added."""
    if not added:
        return
    row = parts.index(added[-1])
    more = sum((part.amount for part in added), ZERO)
    total = entry.received + more
    if owes(entry, more):
        yield Reason(
            f"{entry.name} would have received {dollars(total)}; its net is {dollars(entry.net)}.",
            "parts",
            row,
        )
    elif is_past(entry, more) and not any(part.remark.strip() for part in added):
        yield Reason(
            f"{entry.name} would have received {dollars(total)}, {dollars(abs(total - entry.net))} "
            f"past its net of {dollars(entry.net)}: say why in the remark of this part.",
            "parts",
            row,
        )


def reasons_against_undoing(
    receipt: Received,
    taken: Mapping[int, Decimal],
    entries: Mapping[int, Entry],
    *,
    on: date,
    earliest: date,
    reason: str,
    today: date,
) -> Iterator[Reason]:
    """Every reason against undoing the receipt, whose parts gave each entry what is `taken` back.

    `earliest` is its day or that of its latest part.
    """
    if receipt.closed:
        yield Reason(receipt.closed)
        return
    if not reason.strip():
        yield Reason("Undoing a receipt needs a reason.", "reason")
    if on < earliest:
        yield Reason(
            f"{receipt.name} counts until {earliest} at least: it cannot be undone on {on}.", "on"
        )
    if on > today:
        yield Reason(f"A receipt cannot be undone in the future; today is {today}.", "on")
    for key, amount in taken.items():
        entry = entries[key]
        if owes(entry, -amount) or is_past(entry, -amount):
            yield Reason(
                f"{entry.name} would have received {dollars(entry.received - amount)}; its net is "
                f"{dollars(entry.net)}. Undo the other receipts for it first."
            )


def proposed(amount: Decimal, due: Iterable[tuple[int, Decimal]]) -> list[Part]:
    """The parts of a wire that equals exactly what is due: all of it, or one entry alone.

    `due` has the entries due on the day, each with its open amount. No guess: nothing else is
    proposed, and nothing where two entries could be meant.
    """
    rows = [(entry, dollars_open) for entry, dollars_open in due if dollars_open]
    if not amount or not rows:
        return []
    if sum((dollars_open for _, dollars_open in rows), ZERO) == amount:
        return [Part(entry, dollars_open) for entry, dollars_open in rows]
    alone = [Part(entry, dollars_open) for entry, dollars_open in rows if dollars_open == amount]
    return alone if len(alone) == 1 else []


def _inside(name: str) -> str:
    """A name as it stands inside a sentence: sale 2."""
    return name[:1].lower() + name[1:]
