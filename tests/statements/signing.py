"""November 2001 as tests sign it off, on Dec 3, and what they match by hand."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.books.periods.rules import Period, month
from neoequity.company.actions.keeping import next_key
from neoequity.people.models import User
from neoequity.statements.actions.sign_off import sign_off
from neoequity.statements.models import Match, MatchPart, OpenItem, SignOff, StatementLine
from neoequity.statements.selectors.reconciled import prepare
from neoequity.statements.terms.signed_text import digest_of, to_text
from neoequity.statements.triggers.match_part import parts_digest
from placements.models import Agreement, Receipt, Sale
from tests.constraints.rows import ask
from tests.factories import usual

DEC_3 = date(2001, 12, 3)
NOVEMBER = month(2001, 11)
_Row = StatementLine | Sale | Receipt


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
