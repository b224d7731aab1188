"""The rules on the settlement of sales: notices, failed deliveries and delivery instructions."""

from neoequity.books.rules import GUARDED, Rule

_CASES = "kinds/test_cases.py::test_what_the_cases_try_is_refused"
_NOTICE = "placements.terms.agent_notice.reasons_against_notice"
_FAILURE = "placements.terms.delivery_failure.reasons_against_failure"
_INSTRUCTION = "placements.terms.instruction.reasons_against_instruction"
_RAW = "settlement/test_instructions.py::"

NOTICE_RULES = (
    Rule(
        "A notice covers sales of its agreement that were made when it was received",
        terms=_NOTICE,
        database="placements.triggers.agent_notice.COVERS_ITS_SALES",
        test=_CASES,
    ),
    Rule(
        "A notice covers at least one sale",
        terms=_NOTICE,
        database="placements.triggers.agent_notice.LISTS_SALES",
        test=_CASES,
    ),
    Rule(
        "A sale has one notice that stands",
        terms=_NOTICE,
        database="placements.triggers.agent_notice.ONE_STANDS",
        test=_CASES,
    ),
    Rule(
        "A notice covers a sale once",
        terms=_NOTICE,
        database="a_notice_covers_a_sale_once",
        test=_CASES,
    ),
    Rule(
        "A notice replaces one of its agreement, for a reason",
        terms=_NOTICE,
        database="a_notice_that_replaces_another_has_a_reason",
        test=_CASES,
    ),
    Rule(
        "A notice is not received in the future",
        terms=_NOTICE,
        database="a_notice_is_not_received_in_the_future",
        test=_CASES,
    ),
    Rule(
        "No figure that a notice states is negative",
        terms=_NOTICE,
        database="a_notice_states_no_negative_figure",
        test=_CASES,
    ),
    Rule(
        "Shares are delivered after the agent's notice where the agreement says so",
        terms="placements.terms.agent_notice.reason_against_delivery",
        database="placements.triggers.delivery.NOTICE_IS_HERE",
        test="settlement/test_same_verdict.py::"
        "test_the_database_asks_for_the_notice_exactly_where_the_terms_do",
    ),
)

FAILURE_RULES = (
    Rule(
        "A delivery fails for a sale that stands and is not delivered",
        terms=_FAILURE,
        database="placements.triggers.delivery_failure.FAILS_UNDELIVERED",
        test=_CASES,
    ),
    Rule(
        "A delivery fails on the day on which its sale falls due, or later",
        terms=_FAILURE,
        database="placements.triggers.delivery_failure.FAILS_WHEN_DUE",
        test=_CASES,
    ),
    Rule(
        "A delivery fails on a settlement day, and is due again on one",
        terms=_FAILURE,
        database="placements.triggers.delivery_failure.FAILS_ON_SETTLEMENT_DAYS",
        test=_CASES,
    ),
    Rule(
        "A failed delivery is due again on a later day",
        terms=_FAILURE,
        database="a_failed_delivery_falls_due_again_later",
        test=_CASES,
    ),
    Rule(
        "A failed delivery has a reason",
        terms=_FAILURE,
        database="a_failed_delivery_has_a_reason",
        test=_CASES,
    ),
    Rule(
        "A failure is not dated in the future",
        terms=_FAILURE,
        database="a_failure_is_not_dated_in_the_future",
        test=_CASES,
    ),
    Rule(
        "Shares are not delivered before the day on which their delivery failed",
        terms="placements.terms.delivery_failure.reason_against_delivery",
        database="placements.triggers.delivery.NOT_BEFORE_IT_FAILED",
        test="settlement/test_same_verdict.py::"
        "test_the_database_refuses_a_delivery_before_a_failure_as_the_terms_do",
    ),
)

INSTRUCTION_RULES = (
    Rule(
        "An instruction moves only as the table of moves allows",
        terms="placements.terms.instruction.reason_against_move",
        database="DeliveryInstruction:instructions_move_by_the_table",
        test=GUARDED,
    ),
    Rule(
        "An instruction is approved and sent exactly as a CFO approved it",
        terms="placements.actions.instruction_moves.release_instruction",
        database="placements.triggers.delivery_instruction.AS_APPROVED",
        test=f"{_RAW}test_raw_sql_sends_nothing_that_was_changed_after_its_approval",
    ),
    Rule(
        "What is sent stands, is not delivered and did not fail since",
        terms="placements.actions.instruction_moves.send_instruction",
        database="placements.triggers.delivery_instruction.INSTRUCTS_WHAT_IS_DUE",
        test=f"{_RAW}test_raw_sql_sends_nothing_that_was_delivered_meanwhile",
    ),
    Rule(
        "A sale is part of one instruction that stands",
        terms=_INSTRUCTION,
        database="DeliveryInstructionLine:a_sale_is_instructed_once",
        test=GUARDED,
    ),
    Rule(
        "An instruction is for sales of its agreement that stand undelivered",
        terms=_INSTRUCTION,
        database="DeliveryInstructionLine:lines_are_for_what_is_due",
        test=GUARDED,
    ),
    Rule(
        "The lines of an instruction change in a draft only",
        terms="placements.actions.instruction.change_instruction",
        database="DeliveryInstructionLine:lines_change_in_draft",
        test=GUARDED,
    ),
    Rule(
        "An instruction says who delivers to whom and where",
        terms=_INSTRUCTION,
        database="an_instruction_says_who_delivers_to_whom_and_where",
    ),
    Rule(
        "An instruction is for some shares of each sale",
        terms=_INSTRUCTION,
        database="an_instruction_line_is_for_some_shares",
    ),
    Rule(
        "A confirmed instruction has the transfer agent's reference",
        terms="placements.actions.instruction_moves.confirm_instruction",
        database="a_confirmed_instruction_has_a_reference",
    ),
)
