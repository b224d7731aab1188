"""The words in which a proposal says why it is made."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from neoequity.books.days import written
from neoequity.books.money import CENT, dollars, of_shares
from neoequity.statements.terms.candidates import Candidate
from neoequity.statements.terms.entry import Quantity, total

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PLURALS = {
    "sale": "sales",
    "reversal": "reversals",
    "adjustment": "adjustments",
    "cancel": "cancels",
    "delivery": "deliveries",
    "payment": "payments",
    "receipt": "receipts",
}


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them: CF-7, CF-8 and CF-9."""
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def counted(entries: Iterable[Candidate]) -> str:
    """What the entries are, as a sentence begins: Three sales and an adjustment."""
    kinds = Counter(each.entry.kind for each in entries)
    words = listed([_so_many(kind, number) for kind, number in kinds.items()])
    return f"{words[0].upper()}{words[1:]}"


def quantity_of(entries: Iterable[Candidate]) -> Quantity:
    """What is left of these entries altogether."""
    return total(each.entry.quantity for each in entries)


def stated(quantity: Quantity) -> str:
    """The figures of an entry: 100,000 shares and $401,920.00."""
    return str(quantity) if not (quantity.amount and quantity.shares) else (
        f"{Quantity(shares=quantity.shares)} and {dollars(quantity.amount)}"
    )  # fmt: skip


def days_of(entries: Iterable[Candidate]) -> str:
    """The days of the entries, from the first to the last: Nov 15, 2001."""
    days = [each.entry.day for each in entries]
    first, last = min(days), max(days)
    return written(first) if first == last else f"{written(first)} to {written(last)}"


def gap(lines: Sequence[Candidate], items: Sequence[Candidate]) -> str:
    """How lines differ from items, as a sentence ends: the payment is one cent short."""
    theirs, ours = quantity_of(lines), quantity_of(items)
    subject = f"the {_noun(lines[0])} is" if len(lines) == 1 else "the lines are"
    gaps = []
    if theirs.shares != ours.shares:
        shares = of_shares(abs(theirs.shares - ours.shares))
        gaps.append(f"{shares} {_side(abs(theirs.shares) < abs(ours.shares))}")
    if theirs.amount != ours.amount:
        cents = _cents(theirs.amount - ours.amount)
        gaps.append(f"{cents} {_side(abs(theirs.amount) < abs(ours.amount))}")
    return f"{subject} {listed(gaps)}"


def _side(is_less: bool) -> str:
    return "short" if is_less else "over"


def _cents(difference: Decimal) -> str:
    return "one cent" if abs(difference) == CENT else dollars(abs(difference))


def _so_many(kind: str, number: int) -> str:
    if number == 1:
        return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
    count = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
    return f"{count} {_PLURALS.get(kind, 'entries')}"


def _noun(line: Candidate) -> str:
    return line.entry.kind if line.entry.kind in ("payment", "delivery") else "line"
