"""Move a delivery instruction: request, approve, send and confirm it, or draft it anew."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, QuerySet

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask, reasons_against_asking
from neoequity.books.days import written
from neoequity.books.models import Approval
from neoequity.books.money import of_shares
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.agent_notice import File
from placements.actions.attachment import attach
from placements.actions.delivery import deliver
from placements.actions.instruction import locked, named
from placements.models import DeliveryInstruction, DeliveryInstructionEvent
from placements.models.instructed import failed_since
from placements.terms.document import CONFIRMATION
from placements.terms.instruction import InstructionStatus, reason_against_move
from placements.terms.request import INSTRUCTION


@action(needs="placements.change_deliveryinstruction", told="Requested a delivery instruction")
def ask_instruction(
    instruction: DeliveryInstruction, *, by: User, today: date, why: str = ""
) -> Approval:
    """Request a CFO's approval of exactly this instruction, by its digest."""
    instruction = locked(instruction)
    refuse_if_any(
        [
            *reason_against_move(
                named(instruction), instruction.status, InstructionStatus.REQUESTED
            ),
            *_against_lines(instruction),
            *reasons_against_asking(INSTRUCTION, instruction.pk),
        ]
    )
    _move(instruction, InstructionStatus.REQUESTED, by=by, today=today)
    lines = list(instruction.lines.all())
    return ask(
        INSTRUCTION,
        instruction.pk,
        issuer_id=instruction.agreement.issuer_id,
        what=f"Deliver {of_shares(sum(line.shares for line in lines))} of "
        f"{len(lines)} sale{'s'[: len(lines) != 1]} of the {instruction.agreement.name} to "
        f"{instruction.recipient} on {written(instruction.settlement_day)}",
        dated=None,
        asked={"digest": instruction.digest()},
        by=by,
        why=why,
    )


def instruction_writers() -> QuerySet[DeliveryInstructionEvent]:
    """Who wrote an instruction (`writer`), and its key (`subject`): none of them approves it."""
    drafts: QuerySet[DeliveryInstructionEvent] = DeliveryInstructionEvent.objects.filter(
        status=InstructionStatus.DRAFT
    ).annotate(subject=F("pgh_obj_id"), writer=F("status_by_id"))
    return drafts


def release_instruction(request: Approval, *, by: User, today: date) -> DeliveryInstruction:
    """Approve the instruction as it was requested; the database compares its digest."""
    instruction = locked(DeliveryInstruction.objects.get(pk=request.subject))
    changed = instruction.digest() != request.asked["digest"]
    refuse_if_any(
        [
            *reason_against_move(
                named(instruction), instruction.status, InstructionStatus.APPROVED
            ),
            *([Reason(f"{named(instruction)} was changed since it was requested.")] * changed),
            *_against_lines(instruction),
        ]
    )
    instruction.approval = request
    return _move(instruction, InstructionStatus.APPROVED, by=by, today=today)


@action(needs="placements.change_deliveryinstruction", told="Drafted a delivery instruction anew")
def redraft_instruction(
    instruction: DeliveryInstruction, *, by: User, today: date, note: str = ""
) -> DeliveryInstruction:
    """Make it a draft again, so that it can be changed; an approval that it had is void."""
    instruction = locked(instruction)
    refuse_if_any(
        [
            *reason_against_move(named(instruction), instruction.status, InstructionStatus.DRAFT),
            *reasons_against_asking(INSTRUCTION, instruction.pk),
        ]
    )
    instruction.approval = None
    return _move(instruction, InstructionStatus.DRAFT, by=by, today=today, note=note)


@action(needs="placements.change_deliveryinstruction", told="Sent a delivery instruction")
def send_instruction(
    instruction: DeliveryInstruction, *, by: User, today: date, note: str = ""
) -> DeliveryInstruction:
    """Note that the approved instruction went to the transfer agent, exactly as approved."""
    instruction = locked(instruction)
    refuse_if_any(
        [
            *reason_against_move(named(instruction), instruction.status, InstructionStatus.SENT),
            *_against_lines(instruction),
        ]
    )
    return _move(instruction, InstructionStatus.SENT, by=by, today=today, note=note)


@action(needs="placements.change_deliveryinstruction", told="Confirmed a delivery instruction")
def confirm_instruction(
    instruction: DeliveryInstruction,
    *,
    reference: str,
    delivered_on: date | None,
    by: User,
    today: date,
    file: File | None = None,
) -> DeliveryInstruction:
    """Note the transfer agent's confirmation and, if a day is given, the deliveries of that day.

    The file of the confirmation is attached to each delivery. Raises Refused without a reference,
    and as `deliver` does.
    """
    instruction = locked(instruction)
    reasons = [
        *reason_against_move(named(instruction), instruction.status, InstructionStatus.CONFIRMED)
    ]
    if not reference.strip():
        reasons.append(Reason("Enter the transfer agent's reference.", "reference"))
    if file is not None and delivered_on is None:
        reasons.append(Reason("A confirmation is attached to deliveries.", "document"))
    refuse_if_any(reasons)
    instruction.reference = reference.strip()
    _move(instruction, InstructionStatus.CONFIRMED, by=by, today=today)
    if delivered_on is not None:
        sales = [line.sale for line in instruction.lines.select_related("sale__agreement")]
        remark = f"{named(instruction)}, reference {instruction.reference}"
        made = deliver(sales, delivered_on=delivered_on, remark=remark, by=by, today=today)
        if file is not None:
            for each in made:
                attach(each, kind=CONFIRMATION, name=file.name, content=file.content, by=by)
    return instruction


@action(needs="placements.change_deliveryinstruction", told="Voided a delivery instruction")
def void_instruction(
    instruction: DeliveryInstruction, *, note: str, by: User, today: date
) -> DeliveryInstruction:
    """End an instruction that is not to be carried out, with a reason; its sales are free again."""
    instruction = locked(instruction)
    reasons = [
        *reason_against_move(named(instruction), instruction.status, InstructionStatus.VOID),
        *reasons_against_asking(INSTRUCTION, instruction.pk),
    ]
    if not note.strip():
        reasons.append(Reason("Enter the reason why the instruction is voided.", "note"))
    refuse_if_any(reasons)
    return _move(instruction, InstructionStatus.VOID, by=by, today=today, note=note)


def _against_lines(instruction: DeliveryInstruction) -> Iterator[Reason]:
    """What its sales have become since it was drafted."""
    lines = instruction.lines.select_related("sale__agreement", "sale__delivery", "sale__reversal")
    failed = failed_since(instruction)
    for line in lines:
        sale, name = line.sale, f"{line.sale} of the {instruction.agreement.name}"
        if hasattr(sale, "delivery"):
            yield Reason(f"{name} was delivered on {sale.delivery.delivered_on} meanwhile.")
        elif hasattr(sale, "reversal"):
            yield Reason(f"{name} was reversed meanwhile: there is nothing to deliver.")
        elif line.sale_id in failed:
            yield Reason(f"The delivery of {name} failed on {failed[line.sale_id]}: draft another.")


def _move(
    instruction: DeliveryInstruction,
    status: InstructionStatus,
    *,
    by: User,
    today: date,
    note: str = "",
) -> DeliveryInstruction:
    instruction.status = status.value
    instruction.status_on, instruction.status_by = today, by
    instruction.status_note = note.strip()
    instruction.save()
    return instruction
