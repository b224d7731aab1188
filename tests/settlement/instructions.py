"""Delivery instructions as the tests make them. The transfer agent is the example's (p. S-14)."""

from datetime import date

from neoequity.people.models import User
from placements.actions.instruction import Content, draft_instruction
from placements.actions.instruction_moves import ask_instruction
from placements.models import DeliveryInstruction, Sale
from placements.terms.instruction import Recipient
from tests.factories import approved

TRANSFER = Recipient(
    transfer_agent="U.S. Stock Transfer Corporation",
    recipient="Cantor Fitzgerald & Co.",
    participant="0197",
    account="4711-NEOT",
)
DUE_ON = date(2001, 11, 15)


def drafted(*sales: Sale, by: User, today: date = DUE_ON, on: date = DUE_ON) -> DeliveryInstruction:
    """An instruction for these sales of one agreement, drafted by `by`."""
    content = Content(on, TRANSFER, list(sales))
    return draft_instruction(sales[0].agreement, content, by=by, today=today)


def released(
    instruction: DeliveryInstruction, *, by: User, today: date = DUE_ON
) -> DeliveryInstruction:
    """The instruction, for which `by` asked and which a CFO approved."""
    approved(ask_instruction(instruction, by=by, today=today), today=today)
    return DeliveryInstruction.objects.get(pk=instruction.pk)
