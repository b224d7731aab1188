"""OFX and QFX: a bank's statement in tags, those of the values often not closed.

Read tag by tag, so that every entry keeps its line and nothing is passed over in silence.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from typing import NamedTuple

from neoequity.statements.terms.cells import day
from neoequity.statements.terms.draft import Draft, Stated
from neoequity.statements.terms.faults import Faults, shown
from neoequity.statements.terms.line import Line
from neoequity.statements.terms.text import text_lines

_STATEMENTS = ("STMTRS", "CCSTMTRS")
_ENTRY, _LIST, _BALANCE = "STMTTRN", "BANKTRANLIST", "LEDGERBAL"
_ACCOUNTS = ("BANKACCTFROM", "CCACCTFROM")
#: Tags that hold others. They are closed always; those of values need not be.
_HOLD = frozenset(
    {
        *("OFX", "SIGNONMSGSRSV1", "SONRS", "STATUS", "FI", "BANKMSGSRSV1", "CREDITCARDMSGSRSV1"),
        *("STMTTRNRS", "CCSTMTTRNRS", *_STATEMENTS, *_ACCOUNTS, _LIST, _ENTRY, _BALANCE),
        *("AVAILBAL", "BANKACCTTO", "CCACCTTO", "PAYEE", "CURRENCY", "ORIGCURRENCY", "BALLIST"),
        *("BAL", "IMAGEDATA"),
    }
)
_TOKEN = re.compile(r"<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9._]{0,40})>(?P<value>[^<]*)")
_STAMP = re.compile(r"([0-9]{8})(?:[0-9]{4,6}(?:\.[0-9]{1,3})?)?(?: ?\[[^\]]{0,20}\])?", re.ASCII)
_AMOUNT = re.compile(r"([-+]?)([0-9]{1,14})(?:[.,]([0-9]{1,8}))?", re.ASCII)
_BEGINS = re.compile("<OFX>", re.IGNORECASE)
_HEADER_WITHIN = 50
#: Some banks write the whole file on one line.
_LONGEST_LINE = 64 * 1024 * 1024
_CURRENCY = "USD"
_MOST_OF_A_VALUE = 10_000
_TAKES_BACK = "CORRECTFITID"


class _Token(NamedTuple):
    line: int
    tag: str
    ends: bool
    value: str


class _Open(NamedTuple):
    """A tag that holds others, where it began, and the values in it."""

    tag: str
    line: int
    values: dict[str, str]


def read_ofx(content: bytes, _layout: object, faults: Faults) -> Draft:
    """What the file says. Raises Refused where it cannot be read further."""
    return _File(faults).read(content)


class _File:
    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.draft = Draft("bank", faults)
        self.open: list[_Open] = []
        self.statements = 0
        self.closing: Stated | None = None

    def read(self, content: bytes) -> Draft:
        last = 1
        for token in _tokens(content, self.faults):
            last = token.line
            self._take(token)
        if self.open:
            raise self.faults.stop(last, f"the file ends before </{self.open[-1].tag}>.")
        if not self.statements:
            raise self.faults.stop(last, "there is no statement of a bank account in the file.")
        self.draft.balanced(None, self.closing)
        return self.draft

    def _take(self, token: _Token) -> None:
        if token.tag not in _HOLD:
            if not token.ends:
                self._value(token)
        elif token.value:
            raise self.faults.stop(
                token.line, f"{shown(token.value)} is in <{token.tag}>, which holds other tags."
            )
        elif not token.ends:
            self._begin(token)
        elif not self.open or self.open[-1].tag != token.tag:
            raise self.faults.stop(token.line, f"</{token.tag}> closes what is not open.")
        else:
            self._end(self.open.pop())

    def _begin(self, token: _Token) -> None:
        if len(self.open) > 20:
            raise self.faults.stop(token.line, "there are too many tags within each other.")
        if token.tag == _ENTRY and (not self.open or self.open[-1].tag != _LIST):
            raise self.faults.stop(token.line, "an entry is outside the list of entries.")
        self.open.append(_Open(token.tag, token.line, {}))
        self.statements += token.tag in _STATEMENTS
        if self.statements > 1:
            raise self.faults.stop(
                token.line, "a second statement begins: upload one account at a time."
            )

    def _value(self, token: _Token) -> None:
        if not self.open:
            raise self.faults.stop(token.line, f"<{token.tag}> is outside <OFX>.")
        values = self.open[-1].values
        if token.tag in values and self.open[-1].tag in {_ENTRY, _BALANCE, *_ACCOUNTS}:
            self.faults.add(token.line, f"<{token.tag}> appears twice.")
        values[token.tag] = token.value

    def _end(self, ended: _Open) -> None:
        try:
            if ended.tag == _ENTRY:
                self.draft.add(_entry(ended))
            elif ended.tag in _ACCOUNTS:
                self.draft.name_account(ended.line, ended.values.get("ACCTID", ""))
            elif ended.tag == _LIST:
                self.draft.first_day = _day(ended, "DTSTART")
                self.draft.last_day = _day(ended, "DTEND")
            elif ended.tag == _BALANCE:
                self.closing = Stated(ended.line, _amount(ended, "BALAMT"))
            elif ended.tag in _STATEMENTS:
                _refuse_other_currency(ended.values.get("CURDEF", ""))
            elif ended.tag == "CURRENCY":
                _refuse_other_currency(ended.values.get("CURSYM", ""))
        except ValueError as fault:
            self.faults.add(ended.line, str(fault))


def _entry(told: _Open) -> Line:
    posted = _day(told, "DTPOSTED")
    if posted is None:
        raise ValueError("the entry has no date (DTPOSTED).")
    values = told.values
    words = (values.get(name, "") for name in ("NAME", "MEMO", "CHECKNUM", "REFNUM"))
    takes_back = values.get(_TAKES_BACK)
    return Line(
        *("bank", told.line, posted, "cancel" if takes_back else "payment"),
        " ".join(each for each in words if each),
        reference=values.get("FITID") or None,
        amount=_amount(told, "TRNAMT"),
        cancels=takes_back or None,
    )


def _day(told: _Open, name: str) -> date | None:
    text = told.values.get(name, "")
    if not text:
        return None
    found = _STAMP.fullmatch(text)
    if not found:
        raise ValueError(f"{shown(text)} is not a date of OFX ({name}).")
    return day(f"{found[1][:4]}-{found[1][4:6]}-{found[1][6:]}", "year_first")


def _amount(told: _Open, name: str) -> Decimal:
    text = told.values.get(name, "")
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise ValueError(f"{shown(text)} is not an amount of OFX ({name}).")
    return Decimal(f"{found[1]}{found[2]}.{found[3] or '0'}")


def _refuse_other_currency(currency: str) -> None:
    if currency not in {"", _CURRENCY}:
        raise ValueError(f"the amounts are in {shown(currency)}, not in USD.")


def _tokens(content: bytes, faults: Faults) -> Iterator[_Token]:
    """Every tag with the text behind it; text on a line of its own goes on the value above it."""
    waiting: _Token | None = None
    for number, line in _body(content, faults):
        text, tags = _parted(line)
        if text and waiting:
            waiting = waiting._replace(value=f"{waiting.value} {text}".strip())
            if len(waiting.value) > _MOST_OF_A_VALUE:
                raise faults.stop(number, f"<{waiting.tag}> goes on for too long.")
        place = 0
        while place < len(tags):
            found = _TOKEN.match(tags, place)
            if not found:
                raise faults.stop(number, f"{shown(tags[place:].strip())} is not a tag of OFX.")
            if waiting:
                yield _told(waiting)
            waiting = _Token(
                number, found["tag"].upper(), bool(found["end"]), found["value"].strip()
            )
            place = found.end()
    if waiting:
        yield _told(waiting)


def _body(content: bytes, faults: Faults) -> Iterator[tuple[int, str]]:
    """Each line from <OFX> on. What is above it says how the file is written, as its bytes do."""
    began = False
    for number, line in enumerate(text_lines(content, faults, longest=_LONGEST_LINE), 1):
        if began:
            yield number, line
        elif found := _BEGINS.search(line):
            began = True
            yield number, line[found.start() :]
        elif number == _HEADER_WITHIN:
            break
    if not began:
        raise faults.stop(1, "the file is not OFX: <OFX> is missing.")


def _parted(line: str) -> tuple[str, str]:
    """The text before the first tag of a line, and the line from there."""
    text, sign, _ = line.partition("<")
    return text.strip(), line[len(text) :] if sign else ""


def _told(token: _Token) -> _Token:
    """The tag with its value as people read it."""
    if token.ends and token.tag not in _HOLD:
        return token
    return token._replace(value=" ".join(unescape(token.value).split()))
