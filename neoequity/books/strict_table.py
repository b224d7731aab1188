"""Strict reading of a programme file's tables: one sentence per fault, without stopping."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias, TypeVar, overload

from neoequity.books.calendar import FIRST_DAY, LAST_DAY, covers
from neoequity.books.money import parse_money, parse_price, parse_shares
from neoequity.books.refusal import Reason, Refused

T = TypeVar("T")
Default = TypeVar("Default")

#: Reads one value of the file, or raises ValueError with the end of a sentence ("must be …").
Read: TypeAlias = Callable[[object], T]

#: A file with more faults is not read to its end.
MOST_FAULTS = 1_000

_REQUIRED = object()
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,49}", re.ASCII)
_FIGURE = re.compile(r"[0-9]{1,16}(\.[0-9]{1,6})?", re.ASCII)
_RATE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?", re.ASCII)
_AMOUNT_FROM_ZERO = re.compile(r"0(\.0{1,2})?", re.ASCII)
_SHOWN = 60
_NO_COUNT = 10**13


class MisreadError(ValueError):
    """A value is not what its key requires; the message ends a sentence ("must be …")."""


class StrictTable:
    """One table of the file. Keys are taken one by one; `close` reports those left over."""

    def __init__(self, content: object, where: str, faults: list[Reason]) -> None:
        self.where = where
        self.faults = faults
        self._left: dict[str, object] = dict(content) if isinstance(content, dict) else {}
        # One sentence is enough for something that is not a table.
        self._readable = isinstance(content, dict)
        if not self._readable and content is not None:
            self.complain("must be a table.")

    def complain(self, of: str) -> None:
        """Add a sentence against the file that starts with this table's name.

        Raises Refused with those so far when there are too many to be of use.
        """
        self._refuse(f"{self.where} {of}")

    def _refuse(self, sentence: str) -> None:
        self.faults.append(Reason(sentence))
        if len(self.faults) >= MOST_FAULTS:
            raise Refused([*self.faults, Reason("Too many errors; stopped reading here.")])

    def _invalid(self, key: str, fault: str) -> None:
        self._refuse(f"{self.where}: “{key}” is not valid: it {fault}")

    @overload
    def take(self, key: str, read: Read[T]) -> T: ...
    @overload
    def take(self, key: str, read: Read[T], default: Default) -> T | Default: ...
    def take(self, key: str, read: Read[T], default: object = _REQUIRED) -> object:
        """The value of `key`, or its default.

        After a fault it is None, whatever the type: no one uses it, for the file is refused.
        """
        if key not in self._left:
            if default is not _REQUIRED:
                return default
            if self._readable:
                self.complain(f"lacks the key “{key}”.")
            return None
        content = self._left.pop(key)
        try:
            return read(content)
        except ValueError as fault:
            self._invalid(key, f"{fault}, not {_shown(content)}.")
            return None

    def has(self, key: str) -> bool:
        """Whether the key is present and not yet taken."""
        return key in self._left

    def table(self, key: str, where: str, default: object = _REQUIRED) -> "StrictTable":
        """The table under `key`, named `where` in sentences."""
        return StrictTable(self.take(key, _unchanged, default), where, self.faults)

    def tables(self, key: str, where: str) -> list["StrictTable"]:
        """The tables under `key`, none if it is missing; each named by its position, from 1."""
        contents = self._left.pop(key, [])
        if not isinstance(contents, list):
            self._invalid(key, "must be a list of tables.")
            contents = []
        return [
            StrictTable(content, f"{where} {place}", self.faults)
            for place, content in enumerate(contents, 1)
        ]

    def close(self) -> None:
        """Report the keys that no one has taken: the product would ignore them."""
        for key in self._left:
            self.complain(f"has a key that does not belong there: “{_printable(key[:_SHOWN])}”.")


def _unchanged(content: object) -> object:
    return content


def text(longest: int) -> Read[str]:
    """Text in quotes, not empty, on one line."""

    def read(content: object) -> str:
        if not isinstance(content, str) or not content.strip() or not content.isprintable():
            raise MisreadError("must be text in quotes, on one line")
        if len(content) > longest:
            raise MisreadError(f"must be no longer than {longest} characters")
        return content

    return read


def slug(content: object) -> str:
    """A name as used in addresses and files: sales-agreement."""
    if not isinstance(content, str) or not _SLUG.fullmatch(content):
        raise MisreadError("must be a short name of small letters, digits and hyphens, in quotes")
    return content


def day(content: object) -> date:
    """A date of the calendar, without quotes: 2001-06-12."""
    if not isinstance(content, date) or isinstance(content, datetime):
        raise MisreadError("must be a date without quotes, such as 2001-06-12")
    if not covers(content):
        raise MisreadError(f"must lie between {FIRST_DAY.year} and {LAST_DAY.year}")
    return content


def flag(content: object) -> bool:
    """true or false."""
    if not isinstance(content, bool):
        raise MisreadError("must be true or false")
    return content


def count(most: int, least: int = 0) -> Read[int]:
    """A whole number from `least` to `most`, without quotes."""

    def read(content: object) -> int:
        if type(content) is not int or not least <= content <= most:
            raise MisreadError(f"must be a whole number from {least} to {most}, without quotes")
        return content

    return read


def number(least: int, most: int) -> Read[int]:
    """A whole number that is meant to be from `least` to `most`; whether it is, others say."""

    def read(content: object) -> int:
        if type(content) is not int or abs(content) >= _NO_COUNT:
            raise MisreadError(f"must be a whole number from {least} to {most}, without quotes")
        return content

    return read


def shares(content: object) -> int:
    """A number of shares above zero, without quotes."""
    if type(content) is not int:
        raise MisreadError("must be a whole number without quotes")
    # 14 digits or more are refused anyway, and Python does not write thousands of digits.
    return parse_shares(str(content) if abs(content) < _NO_COUNT else "")


def money(content: object) -> Decimal:
    """Dollars above zero, quoted so that no amount is ever read as a binary fraction."""
    return parse_money(_quoted(content, "25000000.00"))


def money_from_zero(content: object) -> Decimal:
    """Dollars, zero or more."""
    quoted = _quoted(content, "10000000.00")
    return Decimal(quoted) if _AMOUNT_FROM_ZERO.fullmatch(quoted) else parse_money(quoted)


def any_money(content: object) -> Decimal:
    """Dollars, above or below zero; whether a term may be so much, others say."""
    return _signed(_quoted(content, "25000000.00"), money_from_zero)


def any_rate(content: object) -> Decimal:
    """A fraction, above or below zero; whether a term may be so much, others say."""
    return _signed(_quoted(content, "0.04"), rate)


def _signed(quoted: str, read: Read[Decimal]) -> Decimal:
    value = read(quoted.removeprefix("-"))
    return -value if quoted.startswith("-") else value


def price(content: object) -> Decimal:
    """Dollars per share above zero, in quotes."""
    return parse_price(_quoted(content, "4.0254"))


def rate(content: object) -> Decimal:
    """A fraction such as 0.04, in quotes."""
    quoted = _quoted(content, "0.04")
    if not _RATE.fullmatch(quoted):
        raise MisreadError('must be a fraction with at most six decimals, such as "0.04"')
    return Decimal(quoted)


def figure(content: object) -> Decimal:
    """A figure of any unit, zero or more, with at most six decimals, in quotes."""
    quoted = _quoted(content, "50000000")
    if not _FIGURE.fullmatch(quoted):
        raise MisreadError('must be a figure with at most six decimals, such as "50000000"')
    return Decimal(quoted)


def words(known: Iterable[str]) -> Read[list[str]]:
    """A list of one or more of the known words, each once."""
    allowed = tuple(known)

    def read(content: object) -> list[str]:
        if (
            not isinstance(content, list)
            or not content
            or any(word not in allowed for word in content)
            or len(set(content)) != len(content)
        ):
            raise MisreadError(f"must be a list of one or more of {', '.join(allowed)}, each once")
        return content

    return read


def one_of(known: Iterable[str]) -> Read[str]:
    """One of the known words."""
    allowed = tuple(known)

    def read(content: object) -> str:
        if not isinstance(content, str) or content not in allowed:
            raise MisreadError(f"must be one of {', '.join(allowed)}")
        return content

    return read


def _quoted(content: object, example: str) -> str:
    if not isinstance(content, str):
        raise MisreadError(f'must stand in quotes, such as "{example}"')
    return content


def _shown(content: object) -> str:
    try:
        shown = f"“{content}”" if isinstance(content, str) else str(content)
    except (ValueError, RecursionError):  # a number of thousands of digits, or tables in tables
        return "what stands there"
    if isinstance(content, bool):
        shown = shown.lower()  # as the file spells it
    return _printable(shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…")


def _printable(text: str) -> str:
    """The text on one line, without what would command a terminal."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
