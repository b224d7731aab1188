"""What belongs to the settlement of sales: notices, delivery instructions, failed deliveries."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Model, TextField
from django.db.models.functions import Cast

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.exporting.copying import Moment, PlainText
from neoequity.books.kinds import AdminList, Dataset, Documents, Excused, Pages, RecordKind
from placements.actions.agent_notice import receive_notice
from placements.actions.delivery_failure import fail_delivery
from placements.actions.instruction_moves import instruction_writers, release_instruction
from placements.models import AgentNotice, DeliveryFailure, DeliveryInstruction
from placements.rights import FAIL, INSTRUCT, NOTE
from placements.selectors import history_rows, late
from placements.selectors.agent_notices import held_against_ours
from placements.selectors.ledger.notices import NOTICE_LINES
from placements.terms.document import DOCUMENT_KINDS, NOTICE
from placements.terms.request import INSTRUCTION
from placements.triggers.agent_notice import AGENT_NOTICE
from placements.triggers.delivery_failure import DELIVERY_FAILURE

_RECORDED = {
    "recorded_at": Moment("recorded_at"),
    "recorded_by": PlainText("recorded_by__username"),
}


def _compared(notice: AgentNotice) -> Mapping[str, Any]:
    return {"covered": held_against_ours(notice)}


def _instruction(key: int) -> Model:
    return DeliveryInstruction.objects.select_related("agreement").get(pk=key)


REQUESTS = (
    RequestKind(
        INSTRUCTION,
        "Delivery instruction",
        effect=release_instruction,
        record=_instruction,
        approving="After approval, Treasury can send the instruction to the transfer agent.",
        once_approved="You can now send the instruction to the transfer agent.",
        writers=instruction_writers,
    ),
)

_NO_POSTING = Excused("It posts nothing: the deliveries that follow it are dated.")

RECORDS = (
    RecordKind(
        DeliveryInstruction,
        rights=(INSTRUCT,),
        pages="placements:instructions",
        admin="placements.admin.instructions.DeliveryInstructionAdmin",
        documents=Excused("The confirmation is attached to the deliveries that it confirms."),
        dataset="delivery_instructions",
        tells=Excused("It is no posting: the events of its moves are its history."),
        seal=Excused("It moves on; each of its moves is sealed in the change log."),
        dated=_NO_POSTING,
        late=_NO_POSTING,
        proof=Excused("What was approved is proved by its digest before it is sent."),
    ),
    RecordKind(
        AgentNotice,
        rights=(NOTE,),
        pages=Pages(
            fields=("agreement", "received_on", "received_time", "remark", "replaces", "reason"),
            act=receive_notice,
            shown=("received_on", "agreement", "sales_covered", "remark"),
            form="placements:notice_new",
            more="placements/parts/notice_lines.html",
            told=_compared,
        ),
        admin=AdminList(
            ("received_on", "received_time", "agreement", "sales_covered", "remark"),
            "The agent's written notices of its sales, each with the sales that it covers.",
        ),
        documents=Documents({NOTICE: DOCUMENT_KINDS[NOTICE], "other": DOCUMENT_KINDS["other"]}),
        dataset=Dataset(
            "agent_notices",
            {
                "agreement": PlainText("agreement__slug"),
                "notice": "id",
                "received_on": "received_on",
                "received_time": PlainText(Cast("received_time", TextField())),
                "sale": "lines__sale__number",
                "shares": "lines__shares",
                "price": "lines__price",
                "gross": "lines__gross",
                "commission": "lines__commission",
                "fees": "lines__fees",
                "net": "lines__net",
                "settlement_date": "lines__settlement_date",
                "gross_difference": F("lines__gross") - F("lines__sale__gross"),
                "commission_difference": F("lines__commission") - F("lines__sale__commission"),
                "fees_difference": F("lines__fees") - F("lines__sale__deductions"),
                "net_difference": F("lines__net") - F("lines__sale__net"),
                "remark": PlainText("remark"),
                "replaces": "replaces",
                "reason": PlainText("reason"),
                **_RECORDED,
            },
            order=("pk", "lines__sale__number"),
        ),
        tells=history_rows.agent_notices,
        seal=AGENT_NOTICE,
        dated="received_on",
        late=late.late_notices,
        proof=(NOTICE_LINES,),
    ),
    RecordKind(
        DeliveryFailure,
        rights=(FAIL,),
        pages=Pages(
            fields=("sale", "failed_on", "new_day", "reason"),
            act=fail_delivery,
            shown=("sale_named", "failed_on", "new_day", "reason"),
            form="placements:failure_new",
        ),
        admin=AdminList(
            ("sale_named", "failed_on", "new_day", "reason"),
            "Deliveries that failed, and the day on which each sale falls due again.",
        ),
        documents=Documents(
            {"confirmation": "Notice of the failure", "other": DOCUMENT_KINDS["other"]}
        ),
        dataset=Dataset(
            "delivery_failures",
            {
                "agreement": PlainText("sale__agreement__slug"),
                "sale": "sale__number",
                "failure": "id",
                "failed_on": "failed_on",
                "new_day": "new_day",
                "reason": PlainText("reason"),
                **_RECORDED,
            },
            "sale__agreement",
        ),
        tells=history_rows.failures,
        seal=DELIVERY_FAILURE,
        dated="failed_on",
        late=late.late_failures,
        proof=Excused("It has no figure; its seal proves its days and its reason."),
    ),
)
