"""What the database refuses of notices' lines and of delivery instructions: the attempts."""

from typing import Any

from placements.actions.instruction_moves import ask_instruction
from placements.models import (
    AgentNoticeSale,
    DeliveryInstruction,
    DeliveryInstructionLine,
)
from tests.constraints.attempts import Attempt, again, change, emptying, in_turn, removal
from tests.constraints.conftest import House
from tests.constraints.rows import columns_of, insert, update
from tests.factories import TODAY, approved_alone
from tests.kinds.test_settlement import another, line_by_hand, raw, the_same_twice

LISTED = "The sales of a notice are listed by the database when it is recorded, and stay"
LEAVES_EVENTS = "Rows are deleted one by one, so that each leaves its event"
IN_DRAFT = "The lines of a delivery instruction are changed only while it is a draft"
requested = change("instruction", status="requested")


def approved(**changes: Any) -> Attempt:
    """UPDATE the instruction to approved as it was asked for, and then its further columns."""

    def approve(house: House) -> None:
        request = ask_instruction(house.instruction, by=house.person, today=TODAY)
        approved_alone(request, by=house.cfo)
        update(house.instruction, status="approved", approval_id=request.pk)
        for name, value in changes.items():
            update(house.instruction, **{name: value})

    return approve


def another_draft_of(house: House, **changes: Any) -> DeliveryInstruction:
    insert(DeliveryInstruction, columns_of(house.instruction, number=2, **changes))
    return DeliveryInstruction.objects.get(number=2)


def instructed_twice(house: House) -> None:
    draft = another_draft_of(house)
    insert(DeliveryInstructionLine, columns_of(house.line, instruction_id=draft.pk))


def approved_by_the_same_request(house: House) -> None:
    approved()(house)
    draft = another_draft_of(house, status="draft", approval_id=None)
    update(draft, status="requested")
    request = DeliveryInstruction.objects.get(number=1).approval_id
    update(draft, status="approved", approval_id=request)


def approved_without_a_request(house: House) -> None:
    requested(house)
    update(house.instruction, status="approved", approval_id=house.approved.pk)


SETTLEMENT: dict[str, tuple[str, list[Attempt]]] = {
    "AgentNoticeSale:listed_by_the_database": (
        LISTED,
        [
            *(change("noted", shares=1), removal("noted")),
            lambda house: line_by_hand(house.noted.notice),
        ],
    ),
    "AgentNoticeSale:sales_of_notices_are_not_truncated": (LISTED, [emptying(AgentNoticeSale)]),
    "DeliveryInstruction:every_change_is_seen": (LEAVES_EVENTS, [emptying(DeliveryInstruction)]),
    "DeliveryInstruction:content_changes_in_draft": (
        "A delivery instruction is changed only while it is a draft",
        [
            in_turn(requested, change("instruction", account="another")),
            approved(settlement_day="2001-11-16"),
        ],
    ),
    "DeliveryInstruction:instructions_move_by_the_table": (
        "A delivery instruction moves from one status to another only as the table of moves",
        [
            change("instruction", status="sent"),
            in_turn(requested, change("instruction", status="sent")),
        ],
    ),
    "DeliveryInstruction:instructions_stay": (
        "A delivery instruction is voided, not deleted",
        [removal("instruction")],
    ),
    "DeliveryInstruction:starts_as_a_draft": (
        "A delivery instruction starts as a draft",
        [again("instruction", number=2, status="requested")],
    ),
    "DeliveryInstruction:stays_itself": (
        "A row keeps its id, for others point at it",
        [change("instruction", id=10**6)],
    ),
    "DeliveryInstruction:stays_under_its_agreement": (
        "A delivery instruction stays under its agreement, with its number",
        [change("instruction", number=2), change("instruction", agreement_id=10**6)],
    ),
    "DeliveryInstruction:approved_and_sent_as_asked": (
        "exactly as a CFO approved it who did not write it",
        [approved_without_a_request],
    ),
    "DeliveryInstructionLine:every_change_is_seen": (
        LEAVES_EVENTS,
        [emptying(DeliveryInstructionLine)],
    ),
    "DeliveryInstructionLine:a_sale_is_instructed_once": (
        "A sale is part of one delivery instruction that stands",
        [instructed_twice],
    ),
    "DeliveryInstructionLine:lines_are_for_what_is_due": (
        "A line of a delivery instruction is for a sale of its agreement that stands and is not",
        [lambda house: update(house.line, sale_id=house.sale.pk), change("line", sale_id=10**6)],
    ),
    "DeliveryInstructionLine:lines_change_in_draft": (
        IN_DRAFT,
        [
            in_turn(requested, change("line", shares=1)),
            in_turn(requested, removal("line")),
            in_turn(requested, again("line")),
        ],
    ),
}

RULES_OF_SETTLEMENT: dict[str, list[Attempt]] = {
    "a_notice_covers_a_sale_once": [lambda house: the_same_twice(house.noted.notice)],
    "a_notice_states_no_negative_figure": [
        lambda house: raw(another(net="-0.01"))(house.noted.notice)
    ],
    "an_instruction_number_is_used_once": [again("instruction")],
    "an_approved_instruction_and_no_draft_has_its_approval": [
        lambda house: update(house.instruction, approval_id=house.approved.pk),
        in_turn(requested, change("instruction", status="approved")),
    ],
    "a_confirmed_instruction_has_a_reference": [
        in_turn(
            approved(),
            change("instruction", status="sent"),
            change("instruction", status="confirmed"),
        )
    ],
    "an_instruction_says_who_delivers_to_whom_and_where": [
        change("instruction", **{name: ""})
        for name in ("transfer_agent", "recipient", "participant", "account")
    ],
    "DeliveryInstruction.approval": [approved_by_the_same_request],
    "an_instruction_has_a_sale_once": [again("line")],
    "an_instruction_line_is_for_some_shares": [change("line", shares=0)],
}
