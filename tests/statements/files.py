"""Made-up senders: how they write, and a statement written as each of them would send it."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from xml.sax.saxutils import escape

from neoequity.statements.terms.layout import Layout
from neoequity.statements.terms.line import Line
from tests.terms.workbooks import Cell, workbook

AGENT = Layout(
    name="Harbor & Vine fills",
    side="agent",
    format="csv",
    columns={
        "Trade Dt": "day",
        "Settle Dt": "settles_on",
        "Ticket #": "reference",
        "Action": "kind",
        "Cancels": "cancels",
        "Qty": "shares",
        "Avg Px": "price",
        "Principal": "gross",
        "Comm": "commission",
        "Other Fees": "fees",
        "Net Amt": "net",
    },
    kinds={"Sold": "sale", "Cancelled": "cancel"},
    remarks=("Figures are preliminary",),
)
TRANSFER_AGENT = Layout(
    name="Elm Registry movements",
    side="transfer_agent",
    format="tsv",
    columns={"Date": "day", "Ref": "reference", "Movement": "kind", "Shares": "shares"},
    dates="year_first",
    kinds={"Issued": "delivery", "Returned": "cancel"},
    labels={"Opening shares": "opening", "Closing shares": "closing", "Issuer": "account"},
)
BANK = Layout(
    name="First Pine account",
    side="bank",
    format="csv",
    columns={"Posted": "day", "Bank Ref": "reference", "Details": "text", "Amount": "amount"},
    labels={
        "Account": "account",
        "Period": "period",
        "Opening balance": "opening",
        "Closing balance": "closing",
    },
)
OFX = Layout(name="First Pine OFX", side="bank", format="ofx")
MT940 = Layout(name="First Pine MT940", side="bank", format="mt940")
CAMT053 = Layout(name="First Pine camt.053", side="bank", format="camt053")

NOV_9, NOV_15 = date(2001, 11, 9), date(2001, 11, 15)
SALES_HEADER = ",".join(AGENT.columns)
SALE = "11/09/2001,11/15/2001,HV-1,Sold,,949710,4.0254,3822967.00,152918.68,0.00,3670048.32"


def lines_of(*rows: str) -> bytes:
    """The rows as the lines of a file."""
    return "".join(f"{row}\r\n" for row in rows).encode()


def sales(*rows: str) -> bytes:
    """The agent's file with these rows beneath its header."""
    return lines_of(SALES_HEADER, *rows)


def payment(
    number: int, day: date, amount: str, reference: str | None = None, text: str = "Wire"
) -> Line:
    """A line of the bank."""
    return Line("bank", number, day, "payment", text, reference=reference, amount=Decimal(amount))


def as_csv(lines: Iterable[Line], opening: Decimal) -> bytes:
    """Payments as the bank's layout has them, with balances above and beneath."""
    lines = list(lines)
    rows: list[Sequence[object]] = [
        ["First Pine", "", "", ""],
        ["Account:", "00123", "", ""],
        ["Opening balance", opening, "", ""],
        list(BANK.columns),
        *([_us(line.day), line.reference or "", line.text, line.amount] for line in lines),
        ["Closing balance", opening + total(lines), "", ""],
        ["Period", f"{_us(first(lines))} - {_us(last(lines))}", "", ""],
    ]
    file = StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def as_workbook(lines: Iterable[Line], opening: Decimal) -> bytes:
    """The same rows as a workbook, with days and figures as Excel keeps them."""
    lines = list(lines)
    rows: list[list[Cell]] = [
        ["Account", "00123"],
        ["Opening balance", f"={opening}"],
        list(BANK.columns),
        *_cells(lines),
        ["Closing balance", f"={opening + total(lines)}"],
        ["Period", f"{_us(first(lines))} to {_us(last(lines))}"],
    ]
    return workbook(rows)


def _cells(lines: Iterable[Line]) -> Iterator[list[Cell]]:
    for line in lines:
        yield [line.day, line.reference, line.text, f"={line.amount}"]


def as_ofx(lines: Iterable[Line], opening: Decimal, *, tags_closed: bool = False) -> bytes:
    """The payments as OFX 1 writes them, values without end tags, or as XML does."""
    lines = list(lines)

    def value(tag: str, text: object) -> str:
        return f"<{tag}>{escape(str(text))}" + f"</{tag}>" * tags_closed

    rows = [
        *("OFXHEADER:100", "DATA:OFXSGML", "", "<OFX>", "<BANKMSGSRSV1>", "<STMTTRNRS>"),
        *("<STMTRS>", value("CURDEF", "USD"), "<BANKACCTFROM>", value("ACCTID", "00123")),
        *("</BANKACCTFROM>", "<BANKTRANLIST>"),
        value("DTSTART", f"{first(lines):%Y%m%d}"),
        value("DTEND", f"{last(lines):%Y%m%d}120000[-5:EST]"),
    ]
    for line in lines:
        rows += [
            *("<STMTTRN>", value("TRNTYPE", "XFER"), value("DTPOSTED", f"{line.day:%Y%m%d}")),
            *(value("TRNAMT", line.amount), value("FITID", line.reference or "")),
            *(value("NAME", line.text), "</STMTTRN>"),
        ]
    rows += [
        *("</BANKTRANLIST>", "<LEDGERBAL>", value("BALAMT", opening + total(lines))),
        *(value("DTASOF", "20011130"), "</LEDGERBAL>", "</STMTRS>", "</STMTTRNRS>"),
        *("</BANKMSGSRSV1>", "</OFX>"),
    ]
    return "\n".join(rows).encode()


def as_mt940(lines: Iterable[Line], opening: Decimal) -> bytes:
    """The payments as SWIFT writes them, the bank's reference behind two slashes."""
    lines = list(lines)
    rows = [
        "{1:F01PINEUS00XXXX0000000000}{2:I940NEOTUS00XXXXN}{4:",
        *(":20:STMT1", ":25:00123", ":28C:1/1", f":60F:{_swift(first(lines), opening)}"),
    ]
    for line in lines:
        amount = line.amount or Decimal(0)
        mark = "D" if amount < 0 else "C"
        known = f"//{line.reference}" if line.reference else ""
        rows.append(f":61:{line.day:%y%m%d}{line.day:%m%d}{mark}{_comma(amount)}NTRFNONREF{known}")
        if line.text:
            rows.append(f":86:{line.text}")
    rows += [f":62F:{_swift(last(lines), opening + total(lines))}", "-}"]
    return lines_of(*rows)


def as_camt053(lines: Iterable[Line], opening: Decimal) -> bytes:
    """The payments as ISO 20022 writes them."""
    lines = list(lines)
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>',
        (
            f"<FrToDt><FrDtTm>{first(lines)}T00:00:00</FrDtTm>"
            f"<ToDtTm>{last(lines)}T23:59:59</ToDtTm></FrToDt>"
        ),
        "<Acct><Id><Othr><Id>00123</Id></Othr></Id></Acct>",
        _camt_balance("OPBD", opening),
        _camt_balance("CLBD", opening + total(lines)),
    ]
    for line in lines:
        known = f"<AcctSvcrRef>{escape(line.reference)}</AcctSvcrRef>" if line.reference else ""
        rows += [
            f"<Ntry>{_camt_amount(line.amount or Decimal(0))}<Sts>BOOK</Sts>",
            f"<BookgDt><Dt>{line.day}</Dt></BookgDt>{known}",
            f"<AddtlNtryInf>{escape(line.text)}</AddtlNtryInf></Ntry>",
        ]
    rows.append("</Stmt></BkToCstmrStmt></Document>")
    return "\n".join(rows).encode()


def total(lines: Iterable[Line]) -> Decimal:
    """What the lines add to the balance."""
    return sum((line.amount or Decimal(0) for line in lines), Decimal(0))


def first(lines: Iterable[Line]) -> date:
    """The first day of the lines."""
    return min((line.day for line in lines), default=NOV_9)


def last(lines: Iterable[Line]) -> date:
    """The last day of the lines."""
    return max((line.day for line in lines), default=NOV_9)


def _us(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def _comma(amount: Decimal) -> str:
    whole, _, decimals = f"{abs(amount):f}".partition(".")
    return f"{whole},{decimals}"


def _swift(day: date, balance: Decimal) -> str:
    return f"{'D' if balance < 0 else 'C'}{day:%y%m%d}USD{_comma(balance)}"


def _camt_balance(code: str, balance: Decimal) -> str:
    kind = f"<Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    return f"<Bal>{kind}{_camt_amount(balance)}</Bal>"


def _camt_amount(amount: Decimal) -> str:
    side = "DBIT" if amount < 0 else "CRDT"
    return f'<Amt Ccy="USD">{abs(amount):f}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
