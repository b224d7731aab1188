"""The bank's statement in the demo: a month of wires as OFX, and what of it is matched for certain.

The cents that the agent's rounding leaves stay open, and so does the bank's fee.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from neoequity.books.issuers import Issuer
from neoequity.books.periods.rules import Period
from neoequity.demo.people import People
from neoequity.statements.actions.matching import accept_all_certain
from neoequity.statements.actions.senders import record_sender
from neoequity.statements.actions.statements import record_statement
from neoequity.statements.models.kept_entries import Scope
from placements.models import Receipt

_FEE = Decimal("-25.00")
_Line = tuple[date, Decimal, str, str]


def state_month(issuer: Issuer, month: Period, people: People, today: date) -> None:
    """Record the bank's statement of the month, and accept the matches that are certain."""
    bank = record_sender(
        issuer=issuer,
        side="bank",
        name="Made-up Bank",
        slug="made-up-bank",
        by=people.treasury,
        today=today,
    )
    receipts = Receipt.objects.filter(agreement__issuer=issuer, received_on__range=month)
    wires: list[_Line] = [
        (
            row.received_on,
            row.amount,
            row.bank_reference or "",
            f"Wire for the {row.agreement.name}",
        )
        for row in receipts.select_related("agreement").order_by("received_on", "pk")
    ]
    fee = (month.ends_on, _FEE, f"FEE-{month.label}", "Wire fees")
    record_statement(
        bank,
        layout="ofx",
        file_name=f"{bank.slug}-{month.label}.ofx",
        content=_as_ofx([*wires, fee], month),
        by=people.treasury,
        today=today,
    )
    accept_all_certain(Scope(issuer, bank.side, today), by=people.controller, today=today)


def _as_ofx(lines: Iterable[_Line], month: Period) -> bytes:
    """The lines as banks write them, from a balance of nothing."""
    told = list(lines)
    rows = [
        *("OFXHEADER:100", "DATA:OFXSGML", "", "<OFX>", "<BANKMSGSRSV1>", "<STMTTRNRS>"),
        *("<STMTRS>", "<CURDEF>USD", "<BANKACCTFROM>", "<ACCTID>DEMO-1", "</BANKACCTFROM>"),
        *("<BANKTRANLIST>", f"<DTSTART>{month.starts_on:%Y%m%d}", f"<DTEND>{month.ends_on:%Y%m%d}"),
    ]
    for day, amount, reference, text in told:
        rows += [
            *("<STMTTRN>", "<TRNTYPE>XFER", f"<DTPOSTED>{day:%Y%m%d}", f"<TRNAMT>{amount}"),
            *(f"<FITID>{reference}", f"<NAME>{text}", "</STMTTRN>"),
        ]
    balance = sum(amount for _, amount, *_ in told)
    rows += [
        *("</BANKTRANLIST>", "<LEDGERBAL>", f"<BALAMT>{balance}"),
        *(f"<DTASOF>{month.ends_on:%Y%m%d}", "</LEDGERBAL>", "</STMTRS>", "</STMTTRNRS>"),
        *("</BANKMSGSRSV1>", "</OFX>"),
    ]
    return "\n".join(rows).encode()
