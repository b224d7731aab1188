"""Delivery instructions: their life, what exactly is approved, and what may be instructed."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from neoequity.books.calendar import Exceptions, day_kind
from neoequity.books.money import of_shares
from neoequity.books.refusal import Reason


class InstructionStatus(StrEnum):
    """Where an instruction is between its draft and the transfer agent's confirmation."""

    DRAFT = "draft"
    REQUESTED = "requested"
    APPROVED = "approved"
    SENT = "sent"
    CONFIRMED = "confirmed"
    VOID = "void"


_S = InstructionStatus
#: From which status to which an instruction may move; it is drafted anew from before it is sent.
MOVES: tuple[tuple[InstructionStatus, InstructionStatus], ...] = (
    (_S.DRAFT, _S.REQUESTED),
    (_S.REQUESTED, _S.APPROVED),
    (_S.APPROVED, _S.SENT),
    (_S.SENT, _S.CONFIRMED),
    (_S.REQUESTED, _S.DRAFT),
    (_S.APPROVED, _S.DRAFT),
    *((status, _S.VOID) for status in (_S.DRAFT, _S.REQUESTED, _S.APPROVED, _S.SENT)),
)
#: What must be done to an instruction before it can be in a status, in words.
DONE = {
    _S.DRAFT: "drafted anew",
    _S.REQUESTED: "sent for approval",
    _S.APPROVED: "approved",
    _S.SENT: "sent to the transfer agent",
    _S.CONFIRMED: "confirmed",
    _S.VOID: "voided",
}


class Recipient(NamedTuple):
    """To whom shares are delivered, by which transfer agent, and where in the depository."""

    transfer_agent: str
    recipient: str
    participant: str
    account: str


class LineFacts(NamedTuple):
    """A sale of an instruction by its key, and the shares to deliver for it."""

    sale: int
    shares: int


class Instructed(NamedTuple):
    """A sale as it stands, in words; `other` names the instruction that it is already part of."""

    name: str
    kind: str
    shares: int
    trade_date: date
    delivered: bool = False
    reversed: bool = False
    other: str = ""


def digest_of(
    agreement: int,
    settlement_day: date,
    recipient: Recipient,
    lines: Iterable[LineFacts],
    remark: str = "",
) -> str:
    """SHA-256 of all that is instructed: what a CFO approves, and what may be sent.

    The database calculates the same from the rows.
    """
    rows = ";".join(f"{line.sale}:{line.shares}" for line in sorted(lines))
    facts = [str(agreement), settlement_day.isoformat(), *recipient, remark, rows]
    return sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def reason_against_move(name: str, status: str, target: InstructionStatus) -> Iterator[Reason]:
    """The reason against a move that the table of moves does not have."""
    if (status, target) not in MOVES:
        yield Reason(f"{name} is {_in_words(status)}: it cannot be {DONE[target]}.")


def _in_words(status: str) -> str:
    return "awaiting approval" if status == InstructionStatus.REQUESTED else status


def reasons_against_instruction(
    settlement_day: date,
    recipient: Recipient,
    sales: Sequence[Instructed],
    *,
    exceptions: Exceptions,
) -> Iterator[Reason]:
    """Every reason against instructing these deliveries."""
    kind = day_kind(settlement_day, exceptions)
    if not kind.settlement:
        yield Reason(f"{settlement_day} is not a settlement day ({kind.source}).", "settlement_day")
    for name, words in _NEEDED.items():
        if not getattr(recipient, name).strip():
            yield Reason(f"Enter {words}.", name)
    if not sales:
        yield Reason("Choose at least one sale whose shares are to be delivered.", "sales")
    for sale in sales:
        yield from _against_sale(sale, settlement_day)


_NEEDED = {
    "transfer_agent": "the name of the transfer agent",
    "recipient": "who receives the shares",
    "participant": "the recipient's participant number at the depository",
    "account": "the account to be credited",
}


def _against_sale(sale: Instructed, settlement_day: date) -> Iterator[Reason]:
    if sale.kind != "sale":
        yield Reason(f"{sale.name} is not a sale: there are no shares to deliver.", "sales")
    elif sale.reversed:
        yield Reason(f"{sale.name} was reversed: there is nothing to deliver.", "sales")
    elif sale.delivered:
        yield Reason(f"{sale.name} is delivered: nothing is delivered twice.", "sales")
    elif sale.other:
        yield Reason(f"{sale.name} is already part of {sale.other}.", "sales")
    elif settlement_day < sale.trade_date:
        yield Reason(
            f"{sale.name} was made on {sale.trade_date}, after {settlement_day}.", "settlement_day"
        )
    elif sale.shares <= 0:
        yield Reason(f"{sale.name} comes to {of_shares(sale.shares)}.", "sales")
