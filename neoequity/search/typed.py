"""What somebody typed into the search field: a number, an amount, a day, a reference, words.

Plain Python. One text can mean several of them: 3 is a number and an amount.
"""

import re
from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.days import read_day
from neoequity.books.typed_numbers import MONEY, PRICE, read_number
from placements.terms.reference import is_reference, reference_key

#: No reference and no name in the books is longer; see `Typed.too_long`.
LONGEST = 120
#: The days of the market calendar, as on every page.
EARLIEST, LATEST = date(1980, 1, 1), date(2100, 12, 31)
#: The beginning of a reference has so many characters; fewer would fit most of them.
SHORTEST_BEGINNING = 3
MOST_WORDS = 8

SALE, PLACEMENT, WARRANT, REQUEST = "sale", "placement", "warrant", "request"

#: A number in the books is a positive integer of PostgreSQL.
_LARGEST = 2**31 - 1
_KINDS = {"reversal": SALE, "adjustment": SALE} | {
    kind: kind for kind in (SALE, PLACEMENT, WARRANT, REQUEST)
}
_NUMBERED = re.compile(r"(?:([a-z]+)\s*)?#?([0-9]{1,10})", re.ASCII | re.IGNORECASE)
_CODED = re.compile(r"([a-z][a-z0-9]{0,11})-(p?)([0-9]{1,10})", re.ASCII | re.IGNORECASE)
_DAYS = ("%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%m/%d/%Y")
_MONTHS = ("%b %Y", "%B %Y", "%Y-%m", "%m/%Y")
_SEPTEMBER = re.compile(r"\bsept\b\.?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


class Days(NamedTuple):
    """A day, or the first and the last day of a month."""

    first: date
    last: date

    @property
    def is_one(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last


class Coded(NamedTuple):
    """A number with the short code of its agreement: SA-12 is a sale, SA-P3 a placement."""

    code: str
    kind: str
    number: int


class Typed(NamedTuple):
    """Everything that the text can mean; what it cannot mean is empty.

    `kind` is that of `number`, or empty where any kind can be meant. `amount` is positive, in
    dollars or shares. `key` is the text as a reference in its normalized form.
    """

    text: str
    kind: str
    number: int | None
    coded: Coded | None
    amount: Decimal | None
    days: Days | None
    key: str
    words: tuple[str, ...]

    @property
    def too_long(self) -> bool:
        """Whether the text is longer than anything that could be found."""
        return len(self.text) > LONGEST

    @property
    def beginning(self) -> str:
        """The normalized beginning of a reference, if it is long enough to look for."""
        is_number = self.number is not None and len(self.text) <= SHORTEST_BEGINNING
        return "" if len(self.key) < SHORTEST_BEGINNING or is_number else self.key


def read(text: str) -> Typed:
    """Everything that the text can mean."""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return Typed(text, "", None, None, None, None, "", ())
    kind, number = _numbered(text)
    return Typed(
        text=text,
        kind=kind,
        number=number,
        coded=_coded(text),
        amount=None if kind else _amount(text),
        days=_days(text),
        key=reference_key(text) if is_reference(text) else "",
        words=tuple(_WORD.findall(text.lower())[:MOST_WORDS]),
    )


def _numbered(text: str) -> tuple[str, int | None]:
    found = _NUMBERED.fullmatch(text)
    if found is None:
        return "", None
    word, number = (found[1] or "").lower(), int(found[2])
    kind = _KINDS.get(word.removesuffix("s"), "")
    if (word and not kind) or not 0 < number <= _LARGEST:
        return "", None
    return kind, number


def _coded(text: str) -> Coded | None:
    found = _CODED.fullmatch(text)
    if found is None or not 0 < int(found[3]) <= _LARGEST:
        return None
    return Coded(found[1].upper(), PLACEMENT if found[2] else SALE, int(found[3]))


def _amount(text: str) -> Decimal | None:
    for kind in (MONEY, PRICE):
        try:
            amount = abs(read_number(text, kind))
        except ValueError:
            continue
        return amount or None
    return None


def _days(text: str) -> Days | None:
    day = read_day(text)
    plain = _SEPTEMBER.sub("Sep", text.replace(",", " "))
    plain = " ".join(plain.split())
    for form in _DAYS:
        day = day or _read(plain, form)
    if day is not None:
        return Days(day, day) if EARLIEST <= day <= LATEST else None
    for form in _MONTHS:
        if (month := _read(plain, form)) is not None and EARLIEST <= month <= LATEST:
            return Days(month, month.replace(day=monthrange(month.year, month.month)[1]))
    return None


def _read(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day, without a zone
    except ValueError:
        return None
