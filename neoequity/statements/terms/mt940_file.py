"""MT940: the bank's statement as SWIFT writes it.

The library knows the grammar of each field. Which field is on which line is read here: its own
reader opens files that a text happens to name, passes over what it does not know, and has no lines.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from mt940 import Options, tags
from mt940.models import Transactions

from neoequity.books.typed_days import LAST_YEAR
from neoequity.statements.terms.draft import Draft, Stated
from neoequity.statements.terms.faults import Faults, shown
from neoequity.statements.terms.line import Line
from neoequity.statements.terms.text import text_lines

_TAG = re.compile(r":(?P<tag>[0-9]{2}[A-Z]?):(?P<text>.*)", re.ASCII)
_BLOCK = re.compile(r"\{[1-5]:.*|-\}?|\}", re.ASCII)
_KNOWN = frozenset({"20", "21", "25", "25P", "28", "28C", "13", "13D", "34F", "64", "65", "86"})
_OPENING, _CLOSING = {"60F", "60M", "60"}, {"62F", "62M", "62"}
_CURRENCY = "USD"
_NO_REFERENCE = "NONREF"
_MOST_LINES_A_FIELD = 50
_AMOUNT = re.compile(r"[0-9]{1,15},[0-9]{0,8}", re.ASCII)


class _Field(NamedTuple):
    line: int
    tag: str
    texts: list[str]


def read_mt940(content: bytes, _layout: object, faults: Faults) -> Draft:
    """What the file says. Raises Refused where it cannot be read further."""
    return _File(faults).read(content)


class _File:
    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.draft = Draft("bank", faults)
        self.context = Transactions(options=Options(reversal_sign=True))
        self.waiting: Line | None = None
        self.is_open = False

    def read(self, content: bytes) -> Draft:
        last = 1
        for field in _fields(content, self.faults):
            last = field.line
            self._take(field)
        self._keep()
        if self.is_open:
            raise self.faults.stop(last, "the file ends without a closing balance (:62F:).")
        if self.draft.closing is None:
            raise self.faults.stop(last, "there is no statement: no balance (:60F:, :62F:).")
        return self.draft

    def _take(self, field: _Field) -> None:
        if field.tag == "86":
            self._describe(field)
            return
        self._keep()
        if field.tag in {"25", "25P"}:
            self.draft.name_account(field.line, field.texts[0].strip())
        elif field.tag in _OPENING:
            self._open(field)
        elif field.tag in _CLOSING:
            self._close(field)
        elif field.tag == "61":
            self._entry(field)
        elif field.tag not in _KNOWN:
            self.faults.add(field.line, f"the field :{field.tag}: is not one of a statement.")

    def _keep(self) -> None:
        """Keep the entry whose description may have followed it."""
        if self.waiting:
            self.draft.add(self.waiting)
        self.waiting = None

    def _describe(self, field: _Field) -> None:
        if self.waiting:
            text = " ".join(" ".join(field.texts).split())
            self.waiting = self.waiting._replace(text=f"{self.waiting.text} {text}".strip())

    def _open(self, field: _Field) -> None:
        if self.is_open:
            self.faults.add(field.line, "a statement begins before the one above it has closed.")
        self.is_open = True
        if stated := self._balance(field):
            self.draft.open_at(stated)

    def _close(self, field: _Field) -> None:
        if not self.is_open:
            self.faults.add(field.line, "a closing balance without an opening balance.")
        self.is_open = False
        if stated := self._balance(field):
            self.draft.close_at(stated)

    def _balance(self, field: _Field) -> Stated | None:
        read = self._read(field, tags.OpeningBalance())
        if read is None:
            return None
        amount = read["opening_balance"].amount
        if amount.currency != _CURRENCY:
            self.faults.add(field.line, f"the account is in {shown(amount.currency)}, not in USD.")
        return Stated(field.line, Decimal(amount.amount))

    def _entry(self, field: _Field) -> None:
        if not self.is_open:
            self.faults.add(field.line, "an entry outside a statement: no balance before it.")
        read = self._read(field, tags.Statement())
        if read is None:
            return
        bank, customer = (
            (read.get(name) or "").strip() for name in ("bank_reference", "customer_reference")
        )
        reference = next((each for each in (bank, customer) if each and each != _NO_REFERENCE), "")
        details = (read.get("extra_details") or "").strip()
        named = [customer] if customer not in {"", _NO_REFERENCE, reference} else []
        self.waiting = Line(
            *("bank", field.line, _day(read.get("entry_date") or read["date"])),
            "cancel" if str(read["status"]).upper().startswith("R") else "payment",
            " ".join([*named, details]).strip(),
            reference=reference or None,
            amount=Decimal(read["amount"].amount),
        )

    def _read(self, field: _Field, tag: tags.Tag) -> dict[str, Any] | None:
        """The parts of a field by the library's grammar; None after a fault."""
        parts = self._parts(field, tag)
        if parts is None:
            self.faults.add(
                field.line, f":{field.tag}: is not as SWIFT writes it: {shown(field.texts[0])}."
            )
        return parts

    def _parts(self, field: _Field, tag: tags.Tag) -> dict[str, Any] | None:
        text = "\n".join(field.texts).strip()
        # Figures are in a field's first line only; behind it may be any text.
        found = tag.re.match(text) if field.texts[0].isascii() else None
        parts = found.groupdict() if found else {}
        try:
            # The library also reads amounts that are no number, such as 1,2,3.
            return dict(tag(self.context, parts)) if _AMOUNT.fullmatch(parts["amount"]) else None
        except (KeyError, ValueError, ArithmeticError):
            return None


def _day(read: date) -> date:
    """The day it was booked: of this century to the library, of 1980 to 2079 in the books."""
    return date(read.year - 100 * (read.year > LAST_YEAR), read.month, read.day)


def _fields(content: bytes, faults: Faults) -> Iterator[_Field]:
    """Each field with the line on which it begins."""
    field: _Field | None = None
    for number, line in enumerate(text_lines(content, faults), 1):
        text = line.rstrip()
        if found := _TAG.match(text):
            if field:
                yield field
            field = _Field(number, found["tag"], [found["text"]])
        elif _BLOCK.fullmatch(text) or not text:
            if field:
                yield field
            field = None
        elif field is None:
            raise faults.stop(number, f"{shown(text)} does not belong to a field.")
        elif len(field.texts) == _MOST_LINES_A_FIELD:
            raise faults.stop(number, f"a field has more than {_MOST_LINES_A_FIELD} lines.")
        else:
            field.texts.append(text)
    if field:
        yield field
