"""Which instruction that stands a sale is part of: one question, for acts and pages."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, F, Max, OuterRef

from placements.models.delivery_failure import DeliveryFailure
from placements.models.delivery_instruction import DeliveryInstruction, DeliveryInstructionLine
from placements.terms.instruction import InstructionStatus

_FAILED_SINCE = DeliveryFailure.objects.filter(
    sale=OuterRef("sale"), failed_on__gte=OuterRef("instruction__settlement_day")
)


def instructed_by(
    sales: Collection[int], but: DeliveryInstruction | None = None
) -> dict[int, DeliveryInstruction]:
    """The instruction of each of these sales that stands, by the sale's key, `but` this one.

    A voided one does not stand, nor one whose delivery of the sale failed on its day or later.
    """
    lines = DeliveryInstructionLine.objects.filter(~Exists(_FAILED_SINCE), sale__in=sales)
    standing = lines.exclude(instruction__status=InstructionStatus.VOID).exclude(instruction=but)
    return {
        line.sale_id: line.instruction for line in standing.select_related("instruction__agreement")
    }


def failed_since(instruction: DeliveryInstruction) -> dict[int, date]:
    """The day on which the delivery of a sale failed, by its key: on the instruction's or later."""
    failures = DeliveryFailure.objects.filter(
        sale__instruction_lines__instruction=instruction,
        failed_on__gte=F("sale__instruction_lines__instruction__settlement_day"),
    )
    return dict(failures.order_by().values_list("sale").annotate(Max("failed_on")))
