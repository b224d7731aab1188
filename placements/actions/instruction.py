"""Draft and change instructions to the transfer agent (p. S-11)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Max

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.models import ExceptionalDay
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.posting_context import lock_agreements
from placements.models import (
    Agreement,
    DeliveryInstruction,
    DeliveryInstructionLine,
    Sale,
    Split,
)
from placements.models.instructed import instructed_by
from placements.terms.instruction import (
    Instructed,
    InstructionStatus,
    Recipient,
    reasons_against_instruction,
)
from placements.terms.split import shares_on


class Content(NamedTuple):
    """What is instructed: the sales whose shares go to the recipient on the settlement day."""

    settlement_day: date
    to: Recipient
    sales: Sequence[Sale]
    remark: str = ""


@action(needs="placements.add_deliveryinstruction", told="Drafted a delivery instruction")
def draft_instruction(
    agreement: Agreement, content: Content, *, by: User, today: date
) -> DeliveryInstruction:
    """Draft the instruction for these sales of the agreement, with the next number.

    Raises Refused for a sale that is not one, is delivered, reversed or part of another
    instruction that stands, and for a day without settlement.
    """
    lock_agreements([agreement.pk])
    shares = _refuse(agreement, content)
    last = agreement.instructions.aggregate(last=Max("number"))["last"] or 0
    instruction = DeliveryInstruction.objects.create(
        agreement=agreement,
        number=last + 1,
        settlement_day=content.settlement_day,
        **_stripped(content),
        status_on=today,
        status_by=by,
    )
    _write_lines(instruction, shares)
    return instruction


@action(needs="placements.change_deliveryinstruction", told="Changed a delivery instruction")
def change_instruction(
    instruction: DeliveryInstruction, content: Content, *, by: User, today: date
) -> DeliveryInstruction:
    """Write a draft anew; raises Refused as `draft_instruction` does, and for one past draft."""
    instruction = locked(instruction)
    if instruction.status != InstructionStatus.DRAFT:
        sentence = f"{named(instruction)} is {instruction.status}: draft it anew to change it."
        refuse_if_any([Reason(sentence)])
    shares = _refuse(instruction.agreement, content, instruction)
    for line in instruction.lines.all():
        line.delete()
    _write_lines(instruction, shares)
    instruction.settlement_day = content.settlement_day
    for name, text in _stripped(content).items():
        setattr(instruction, name, text)
    instruction.status_on, instruction.status_by = today, by
    instruction.save()
    return instruction


def locked(instruction: DeliveryInstruction) -> DeliveryInstruction:
    """The instruction as it is now, under the lock of its agreement."""
    lock_agreements([instruction.agreement_id])
    return DeliveryInstruction.objects.select_related("agreement").get(pk=instruction.pk)


def named(instruction: DeliveryInstruction) -> str:
    """Instruction 1 of the Sales Agreement; reads the agreement."""
    return f"{instruction} of the {instruction.agreement.name}"


def _stripped(content: Content) -> dict[str, str]:
    texts = {**content.to._asdict(), "remark": content.remark}
    return {name: text.strip() for name, text in texts.items()}


def _refuse(
    agreement: Agreement, content: Content, own: DeliveryInstruction | None = None
) -> dict[int, int]:
    """Refuse what cannot be instructed; otherwise the shares of each sale, by its key."""
    keys = [sale.pk for sale in content.sales]
    rows = Sale.objects.select_related("agreement", "delivery", "reversal").filter(pk__in=keys)
    sales = list(rows.order_by("agreement", "number"))
    others = instructed_by(keys, but=own)
    splits = Split.by_issuer(content.settlement_day, issuers=[agreement.issuer_id])
    shares = {
        sale.pk: shares_on(
            content.settlement_day,
            [(sale.trade_date, sale.shares)],
            splits.get(agreement.issuer_id, ()),
        )
        for sale in sales
    }
    facts = [_instructed(sale, shares[sale.pk], others.get(sale.pk)) for sale in sales]
    refuse_if_any(
        [
            *(
                Reason(f"{sale} of the {sale.agreement.name} is not under it.", "sales")
                for sale in sales
                if sale.agreement_id != agreement.pk
            ),
            *reasons_against_instruction(
                content.settlement_day, content.to, facts, exceptions=ExceptionalDay.exceptions()
            ),
        ]
    )
    return shares


def _instructed(sale: Sale, shares: int, other: DeliveryInstruction | None) -> Instructed:
    return Instructed(
        name=f"{sale} of the {sale.agreement.name}",
        kind=sale.kind,
        shares=shares,
        trade_date=sale.trade_date,
        delivered=hasattr(sale, "delivery"),
        reversed=hasattr(sale, "reversal"),
        other=named(other) if other else "",
    )


def _write_lines(instruction: DeliveryInstruction, shares: dict[int, int]) -> None:
    DeliveryInstructionLine.objects.bulk_create(
        DeliveryInstructionLine(instruction=instruction, sale_id=sale, shares=number)
        for sale, number in sorted(shares.items())
    )
