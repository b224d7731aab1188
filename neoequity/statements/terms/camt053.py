"""camt.053: the bank's statement as ISO 20022 writes it, in XML without entities or doctypes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.sax import SAXException, SAXParseException  # nosec B406  # read by defusedxml below
from xml.sax.handler import ContentHandler  # nosec B406
from xml.sax.xmlreader import AttributesImpl  # nosec B406

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from neoequity.statements.terms.cells import day
from neoequity.statements.terms.cells import number as read_number
from neoequity.statements.terms.draft import Draft, Stated
from neoequity.statements.terms.faults import Faults, shown
from neoequity.statements.terms.line import MOST_OF_A_TEXT, Line

_STATEMENT = ("Document", "BkToCstmrStmt", "Stmt")
_PARTS = frozenset({"Ntry", "Bal", "Acct", "FrToDt"})
_OPENING, _CLOSING = {"OPBD", "PRCD"}, {"CLBD"}
_SIGNS = {"CRDT": 1, "DBIT": -1}
_CURRENCY = "USD"
_MOST_WITHIN = 30
#: Where an entry says what it is for, in the order in which it is read.
_WORDS = ("AddtlNtryInf", "NtryDtls/TxDtls/Refs/EndToEndId", "NtryDtls/TxDtls/RmtInf/Ustrd")


def read_camt053(content: bytes, _layout: object, faults: Faults) -> Draft:
    """What the file says. Raises Refused where it cannot be read further."""
    handler = _Handler(faults)
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    try:
        parser.parse(BytesIO(content))
    except DefusedXmlException:
        raise faults.stop(handler.line, "has a doctype, which no statement needs.") from None
    except SAXParseException as fault:
        raise faults.stop(
            fault.getLineNumber() or 1, f"is not XML: {fault.getMessage()}."
        ) from None
    except (SAXException, LookupError, UnicodeError):
        raise faults.stop(handler.line, "is not XML that can be read.") from None
    if not handler.statements:
        raise faults.stop(1, "the file is not camt.053: it has no BkToCstmrStmt/Stmt.")
    return handler.draft


class _Handler(ContentHandler):
    """Keeps one part of the statement at a time: values by their path within it."""

    def __init__(self, faults: Faults) -> None:
        super().__init__()
        self.faults = faults
        self.draft = Draft("bank", faults)
        self.path: list[str] = []
        self.text: list[str] = []
        self.values: dict[str, str] = {}
        self.began = 1
        self.line = 1
        self.statements = 0
        self.part = ""
        self.opening: Stated | None = None
        self.closing: Stated | None = None
        self.where: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802  # SAX names it so
        self.where = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX names it so
        self.line = self.where.getLineNumber()
        self.path.append(name.rpartition(":")[2])
        self.text = []
        if len(self.path) > _MOST_WITHIN:
            raise self.faults.stop(self.line, "there are too many elements within each other.")
        if tuple(self.path[:3]) != _STATEMENT:
            return
        if len(self.path) == 3:
            self.statements += 1
            self.opening = self.closing = None
        elif len(self.path) == 4 and self.path[3] in _PARTS:
            self.part, self.began, self.values = self.path[3], self.line, {}
        if self.part and "Ccy" in attrs:
            self.values.setdefault(f"{self._place()}@Ccy", attrs["Ccy"])

    def characters(self, content: str) -> None:
        if self.part:
            self.text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX names it so
        self.line = self.where.getLineNumber()
        if self.part and len(self.path) > 4:
            text = " ".join("".join(self.text).split())
            place = self._place()
            if text and place in _WORDS and place in self.values:
                self.values[place] = f"{self.values[place]} {text}"[:MOST_OF_A_TEXT]
            elif text:
                self.values.setdefault(place, text)
        elif self.part and len(self.path) == 4:
            self._end_part()
            self.part = ""
        elif tuple(self.path) == _STATEMENT:
            self._end_statement()
        self.path.pop()
        self.text = []

    def _place(self) -> str:
        return "/".join(self.path[4:])

    def _end_part(self) -> None:
        try:
            if self.part == "Acct":
                account = self.values.get("Id/IBAN") or self.values.get("Id/Othr/Id", "")
                self.draft.name_account(self.began, account)
            elif self.part == "FrToDt":
                self._period()
            elif self.part == "Bal":
                self._balance()
            else:
                self.draft.add(_entry(self.began, self.values))
        except ValueError as fault:
            self.faults.add(self.began, str(fault))

    def _period(self) -> None:
        first, last = (_day(self.values, name) for name in ("FrDt", "ToDt"))
        before, after = self.draft.first_day, self.draft.last_day
        self.draft.first_day = min(filter(None, (before, first)), default=None)
        self.draft.last_day = max(filter(None, (after, last)), default=None)

    def _balance(self) -> None:
        code = self.values.get("Tp/CdOrPrtry/Cd")
        if code in _OPENING and not self.opening:
            self.opening = Stated(self.began, _amount(self.values))
            self.draft.open_at(self.opening)
        elif code in _CLOSING:
            # It is stated above the entries that it closes.
            self.closing = Stated(self.began, _amount(self.values))

    def _end_statement(self) -> None:
        if self.closing:
            self.draft.close_at(self.closing)


def _entry(line: int, told: Mapping[str, str]) -> Line:
    status = told.get("Sts/Cd") or told.get("Sts", "BOOK")
    if status != "BOOK":
        raise ValueError(f"the entry is {shown(status)}; a statement has booked entries only.")
    booked = _day(told, "BookgDt") or _day(told, "ValDt")
    if booked is None:
        raise ValueError("the entry has no date (BookgDt).")
    return Line(
        *("bank", line, booked),
        "cancel" if told.get("RvslInd") in {"true", "1"} else "payment",
        " ".join(told[name] for name in _WORDS if name in told),
        reference=told.get("AcctSvcrRef") or told.get("NtryRef"),
        amount=_amount(told),
    )


def _amount(told: Mapping[str, str]) -> Decimal:
    text, side = told.get("Amt", ""), told.get("CdtDbtInd", "")
    currency = told.get("Amt@Ccy", "")
    if currency != _CURRENCY:
        raise ValueError(f"the amount is in {shown(currency)}, not in USD.")
    if side not in _SIGNS:
        raise ValueError(f"{shown(side)} is neither CRDT nor DBIT.")
    amount = read_number(text, ".") if text.replace(".", "").isdigit() else None
    if amount is None:
        raise ValueError(f"{shown(text)} is not an amount.")
    return amount * _SIGNS[side]


def _day(told: Mapping[str, str], name: str) -> date | None:
    """A day that is given alone or with its time."""
    text = told.get(f"{name}/Dt") or told.get(f"{name}/DtTm") or told.get(f"{name}Tm")
    text = text or told.get(name, "")
    return day(text[:10], "year_first")
