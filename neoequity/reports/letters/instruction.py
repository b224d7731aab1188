"""The letter that tells the transfer agent which shares to deliver, as a CFO approved it."""

import json
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal

import typst
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from neoequity.books.chain.heads import heads_for_headers
from neoequity.books.days import written
from neoequity.books.pages.request import DatedRequest
from neoequity.downloads import temporary_file
from placements.models import DeliveryInstruction
from placements.terms.instruction import InstructionStatus

_TEMPLATE = Path(__file__).with_name("instruction.typ")
_A: Literal["a-2a"] = "a-2a"
_UA: Literal["ua-1"] = "ua-1"
#: Before approval there is nothing to send.
_WITH_LETTER = (
    InstructionStatus.APPROVED,
    InstructionStatus.SENT,
    InstructionStatus.CONFIRMED,
)


@require_safe
def instruction_letter(
    request: DatedRequest,  # noqa: ARG001  # a view
    slug: str,
    number: int,
) -> HttpResponseBase:
    """`/reports/instructions/<agreement>/<number>.pdf`, once a CFO has approved the instruction."""
    rows = DeliveryInstruction.objects.select_related("agreement__issuer", "approval__decided_by")
    instruction = get_object_or_404(rows, agreement__slug=slug, number=number)
    if instruction.status not in _WITH_LETTER:
        raise Http404(f"{instruction} is not approved: there is no letter to send.")
    return FileResponse(
        temporary_file(lambda out: write_letter(instruction, out)),
        as_attachment=True,
        filename=f"instruction-{slug}-{number}.pdf",
        content_type="application/pdf",
        headers=heads_for_headers(),
    )


def write_letter(instruction: DeliveryInstruction, out: BinaryIO) -> None:
    """Write the letter, dated on its approval: the same bytes however often it is printed."""
    approval = instruction.approval
    assert approval is not None and approval.decided_at is not None  # noqa: S101, PT018  # CHECKs
    at: datetime = approval.decided_at
    lines = list(instruction.lines.select_related("sale").order_by("sale__number"))
    agreement = instruction.agreement
    data = {
        "issuer": agreement.issuer.name,
        "agreement": agreement.name,
        "number": instruction.number,
        "settlement_day": written(instruction.settlement_day),
        "approved_on": written(approval.decided_at.date()),
        "approved_by": str(approval.decided_by),
        **instruction.to._asdict(),
        "remark": instruction.remark,
        "lines": [[f"{agreement.code}-{line.sale.number}", f"{line.shares:,}"] for line in lines],
        "total": f"{sum(line.shares for line in lines):,}",
        "digest": instruction.digest(),
    }
    out.write(
        typst.compile(
            _TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs={"data": json.dumps(data)},
            ignore_system_fonts=True,
            pdf_standards=[_A, _UA],
            timestamp=int(at.timestamp()),
        )
    )
