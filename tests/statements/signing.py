"""November 2001 as tests sign it off, on Dec 3, and what they match by hand."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.books.periods.rules import Period, month
from neoequity.company.actions.keeping import next_key
from neoequity.people.models import User
from neoequity.statements.actions.sign_off import sign_off
from neoequity.statements.models import Match, MatchPart, OpenItem, Sender, SignOff, StatementLine
from neoequity.statements.selectors.reconciled import prepare
from neoequity.statements.terms.signed_text import digest_of, to_text
from neoequity.statements.triggers.match_part import parts_digest
from placements.models import Agreement, Placement, Receipt, Sale
from tests.cash.receiving import part
from tests.cash.receiving import received as receipt_of
from tests.constraints.rows import ask
from tests.factories import PlacementFactory, sell, usual
from tests.statements import files
from tests.statements.recorded import received, sender_of

DEC_3 = date(2001, 12, 3)
NOVEMBER = month(2001, 11)
NET = "3840.00"
_Row = StatementLine | Sale | Receipt


class Desk:
    """A sale of $4,000.00 at 4%, due on Nov 15, its receipt, and the bank's statement of it."""

    def __init__(self) -> None:
        self.placement: Placement = PlacementFactory(accepted=True)
        self.agreement = Agreement.objects.get(pk=self.placement.agreement_id)
        self.sale: Sale = sell(self.placement)
        self.bank: Sender = sender_of("bank")
        self.receipt = receipt_of(self.agreement, NET, part(self.sale))
        paid = [files.payment(1, files.NOV_15, NET, "FED-1")]
        content = files.as_ofx(paid, Decimal(0))
        statement = received(self.bank, content, "ofx", name="bank.ofx").statement
        self.line: StatementLine = statement.lines.get()


def charged(desk: Desk, amount: str = "-15.00", day: date = date(2001, 11, 30)) -> StatementLine:
    """A charge in another statement of the bank."""
    content = files.as_ofx([files.payment(1, day, amount, "FEE-1", "Charge")], Decimal(NET))
    statement = received(desk.bank, content, "ofx", name="more.ofx", today=DEC_3).statement
    line: StatementLine = statement.lines.get()
    return line


def belong_together(
    side: str, *parts: tuple[_Row, str, int], on: date = DEC_3, undoes: Match | None = None
) -> Match:
    """The match of these rows, each with the dollars and shares that it takes."""
    key = next_key(Match)
    names = {StatementLine: "line", Sale: "entry", Receipt: "receipt"}
    for row, amount, shares in parts:
        MatchPart.objects.create(
            match_id=key, amount=Decimal(amount), shares=shares, **{names[type(row)]: row}
        )
    issuer = undoes.issuer if undoes else _issuer(parts)
    return Match.objects.create(
        pk=key,
        issuer=issuer,
        side=side,
        accepted_on=on,
        explanation="" if undoes else "By hand.",
        reason="Wrong." if undoes else "",
        undoes=undoes,
        parts_digest=ask(f"SELECT {parts_digest(str(key))}"),
        recorded_by=usual("Controller"),
    )


def undone(match: Match, on: date = DEC_3) -> Match:
    """What undoes the match."""
    return belong_together(match.side, on=on, undoes=match)


def _issuer(parts: Iterable[tuple[_Row, str, int]]) -> Any:
    for row, *_ in parts:
        return row.sender.issuer if isinstance(row, StatementLine) else row.agreement.issuer
    raise AssertionError("a match has parts")


def looked_after(side: str, note: str = "Arrives on Dec 4.", **row: Any) -> OpenItem:
    """Somebody looks after the open line, entry or receipt."""
    [only] = row.values()
    issuer = only.sender.issuer if isinstance(only, StatementLine) else only.agreement.issuer
    return OpenItem.objects.create(
        issuer=issuer, side=side, owner=usual(), due_on=date(2001, 12, 5), note=note, **row
    )


def shown(agreement: Agreement, side: str, period: Period = NOVEMBER) -> str:
    """The digest that the page of the reconciliation has."""
    return digest_of(to_text(prepare(agreement, side, period)))


def signed(
    agreement: Agreement,
    side: str = "bank",
    *,
    period: Period = NOVEMBER,
    by: User | None = None,
    today: date = DEC_3,
    note: str = "",
    **changed: Any,
) -> SignOff:
    """The side of the agreement, signed off as it stands."""
    told = {"shown": shown(agreement, side, period), "prepare": prepare, **changed}
    return sign_off(
        agreement,
        side=side,
        period=period,
        note=note,
        by=by or usual("Controller"),
        today=today,
        **told,
    )
