"""Statements and sales that belong together, and the acts that match them, as tests do them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from neoequity.people.models import User
from neoequity.statements.actions.differences import ask_difference
from neoequity.statements.actions.matching import accept_proposal, match_by_hand
from neoequity.statements.models import AcceptedDifference, Match, Sender, Statement
from neoequity.statements.models.kept_entries import Row, Scope
from neoequity.statements.models.offer import token_of
from neoequity.statements.models.open_sides import OpenSides, open_sides
from neoequity.statements.terms.entry import Entry, Quantity
from neoequity.statements.terms.line import Line
from neoequity.statements.terms.proposal import Proposal
from placements.models import Placement, Receipt, Sale
from tests.factories import approved, reverse_sale, sell, usual
from tests.statements import files
from tests.statements.recorded import received

NOV_9, NOV_12, NOV_15, NOV_30 = (date(2001, 11, day) for day in (9, 12, 15, 30))
CENT = Decimal("0.01")


def netted(placement: Placement, by: User) -> tuple[Sale, Sale, Sale]:
    """Two sales and an adjustment that one wire nets: $7,680,000.00, $3,860.00, ($15,000.00).

    A sale told late moved $3,000,000 of the first to 3.5%; its reversal moves that back, so what
    was paid for the first is $15,000.00 too much.
    """
    first = sell(placement, 2_000_000, "4.00", by=by)
    late = sell(placement, 1_000_000, "5.00", trade_date=date(2001, 11, 8), by=by)
    turned_back = reverse_sale(late, on=NOV_12, reason="Sold twice.", by=by, today=NOV_15)
    return first, sell(placement, by=by), Sale.objects.get(adjusts=turned_back)


def bank_says(bank: Sender, *payments: Line, opening: str = "0.00") -> Statement:
    """A statement of the bank with these lines."""
    content = files.as_csv(payments, Decimal(opening))
    return received(bank, content, files.BANK.name).statement


def agent_says(agent: Sender, *rows: str) -> Statement:
    """A statement of the agent with these rows."""
    return received(agent, files.sales(*rows), files.AGENT.name).statement


def row_of(sale: Sale, *, net: Decimal | None = None, reference: str | None = None) -> str:
    """A sale as the agent's file has it, perhaps with another net or reference."""
    return (
        f"{sale.trade_date:%m/%d/%Y},,{sale.agent_reference if reference is None else reference},"
        f"Sold,,{sale.shares},{sale.price},{sale.gross},{sale.commission},0.00,"
        f"{sale.net if net is None else net}"
    )


def scope_of(sender: Sender, today: date = NOV_30) -> Scope:
    """The sender's side on a day."""
    return Scope(sender.issuer, sender.side, today)


def sides_of(sender: Sender, today: date = NOV_30) -> OpenSides:
    """What is open on both sides."""
    return open_sides(scope_of(sender, today))


def proposals(sender: Sender, today: date = NOV_30) -> list[Proposal]:
    """What is proposed."""
    return sides_of(sender, today).proposals()


def token(sender: Sender, proposal: Proposal) -> str:
    """What names the proposal in a form, as its rows are open now."""
    return token_of(scope_of(sender), sides_of(sender), proposal)


def accept(sender: Sender, proposal: Proposal, *, by: User | None = None) -> Match:
    """Accept a proposal, as a Controller."""
    return accept_shown(sender, token(sender, proposal), by=by)


def accept_shown(sender: Sender, shown: str, *, by: User | None = None) -> Match:
    """Accept what a page showed earlier, as a Controller."""
    return accept_proposal(scope_of(sender), shown, by=by or usual("Controller"), today=NOV_30)


def by_hand(sender: Sender, *chosen: Row, by: User | None = None, note: str = "") -> Match:
    """Match what was chosen, as a Controller."""
    return match_by_hand(
        scope_of(sender), chosen, by=by or usual("Controller"), today=NOV_30, note=note
    )


def difference(
    sender: Sender,
    row: Row,
    amount: Decimal | str,
    *,
    kind: str = "bank_charge",
    reason: str = "The bank kept a cent.",
) -> AcceptedDifference:
    """A difference that a Controller asked for and a CFO approved."""
    request = ask_difference(
        scope_of(sender),
        row,
        Quantity(Decimal(amount)),
        kind=kind,
        reason=reason,
        by=usual("Controller"),
        today=NOV_30,
    )
    approved(request, today=NOV_30)
    return AcceptedDifference.objects.get(pk=request.subject)


def entry_row(sale: Sale) -> Row:
    return Row("entry", sale.pk)


def receipt_row(receipt: Receipt) -> Row:
    return Row("receipt", receipt.pk)


def line_rows(statement: Statement) -> list[Row]:
    """The lines of a statement in their order."""
    return [Row("line", pk) for pk in statement.lines.order_by("pk").values_list("pk", flat=True)]


def open_amounts(entries: Iterable[Entry]) -> dict[str, Decimal]:
    """What is left, in dollars, by the entry's name."""
    return {entry.name: entry.quantity.amount for entry in entries}
