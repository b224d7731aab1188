"""Delivery instructions: drafted, approved exactly as they are, sent, confirmed and delivered."""

import csv
from dataclasses import replace
from datetime import date
from io import StringIO
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction

from neoequity.books.approvals.actions import reject
from neoequity.books.approvals.kinds import request_kinds
from neoequity.people.models import User
from placements.actions.agent_notice import File
from placements.actions.delivery import deliver
from placements.actions.delivery_failure import fail_delivery
from placements.actions.instruction import Content, change_instruction, draft_instruction
from placements.actions.instruction_moves import (
    ask_instruction,
    confirm_instruction,
    redraft_instruction,
    send_instruction,
    void_instruction,
)
from placements.models import (
    Attachment,
    Delivery,
    DeliveryInstruction,
    DeliveryInstructionLine,
    Placement,
    Sale,
)
from placements.selectors.instructions import last_recipient, next_due, to_instruct
from tests.books import refused
from tests.clients import logged_in
from tests.constraints.rows import columns_of, delete, insert, truncate, update
from tests.factories import UserFactory, approved, approved_alone, reverse_sale, sell, usual
from tests.settlement.instructions import DUE_ON, TRANSFER, drafted, released

NEXT_DAY = date(2001, 11, 16)
PDF = b"%PDF-1.4\n%%EOF\n"


def sent(*sales: Sale, by: User) -> DeliveryInstruction:
    instruction = released(drafted(*sales, by=by), by=by)
    return send_instruction(instruction, by=by, today=DUE_ON)


def confirm(instruction: DeliveryInstruction, **told: object) -> DeliveryInstruction:
    facts = {"reference": "USST-1", "delivered_on": DUE_ON, "by": usual(), "today": DUE_ON, **told}
    return confirm_instruction(instruction, **facts)  # type: ignore[arg-type]


# From draft to confirmed


def test_an_instruction_is_numbered_within_its_agreement(sale: Sale, second: Sale) -> None:
    first = drafted(sale, by=usual())
    assert (first.number, drafted(second, by=usual()).number) == (1, 2)


def test_confirming_delivers_each_sale_with_the_reference(
    sale: Sale, second: Sale, treasurer: User
) -> None:
    confirm(sent(sale, second, by=treasurer), by=treasurer)
    rows = Delivery.objects.order_by("sale__number")
    assert [(row.sale, row.delivered_on, row.remark) for row in rows] == [
        (sale, DUE_ON, "Instruction 1 of the Sales Agreement, reference USST-1"),
        (second, DUE_ON, "Instruction 1 of the Sales Agreement, reference USST-1"),
    ]


def test_the_confirmation_is_attached_to_each_delivery(
    sale: Sale, second: Sale, treasurer: User
) -> None:
    confirm(sent(sale, second, by=treasurer), file=File("usst.pdf", PDF), by=treasurer)
    kinds = Attachment.objects.exclude(delivery=None).values_list("kind", "name")
    assert list(kinds) == [("confirmation", "usst.pdf")] * 2


def test_confirming_without_a_day_records_no_delivery(sale: Sale, treasurer: User) -> None:
    instruction = confirm(sent(sale, by=treasurer), delivered_on=None)
    assert (instruction.status, Delivery.objects.count()) == ("confirmed", 0)


def test_a_confirmation_has_a_reference(sale: Sale, treasurer: User) -> None:
    instruction = sent(sale, by=treasurer)
    with refused("Enter the transfer agent's reference."):
        confirm(instruction, reference=" ")


def test_the_last_recipient_is_proposed_again(sale: Sale, treasurer: User) -> None:
    assert last_recipient(sale.agreement) is None
    drafted(sale, by=treasurer)
    assert last_recipient(sale.agreement) == TRANSFER


# Four eyes


def test_what_is_not_approved_is_not_sent(sale: Sale, treasurer: User) -> None:
    instruction = drafted(sale, by=treasurer)
    with refused(
        "Instruction 1 of the Sales Agreement is draft: it cannot be sent to the transfer agent."
    ):
        send_instruction(instruction, by=treasurer, today=DUE_ON)


def test_who_wrote_an_instruction_does_not_approve_it(sale: Sale, treasurer: User) -> None:
    author = UserFactory(is_superuser=True, group="CFO", username="author")
    request = ask_instruction(drafted(sale, by=author), by=treasurer, today=DUE_ON)
    with pytest.raises(Exception, match="author"):
        approved(request, by=author, today=DUE_ON)
    assert DeliveryInstruction.objects.get().status == "requested"


def test_a_rejected_instruction_is_drafted_anew(sale: Sale, treasurer: User) -> None:
    instruction = drafted(sale, by=treasurer)
    request = ask_instruction(instruction, by=treasurer, today=DUE_ON)
    reject(request, by=usual("CFO"), note="The account is wrong.")
    assert redraft_instruction(instruction, by=treasurer, today=DUE_ON).status == "draft"


def test_a_request_that_waits_keeps_the_instruction_as_it_is(sale: Sale, treasurer: User) -> None:
    instruction = drafted(sale, by=treasurer)
    request = ask_instruction(instruction, by=treasurer, today=DUE_ON)
    with refused(
        f"Request {request.pk} by treasurer is already awaiting a CFO's decision: Deliver 1,000 "
        "shares of 1 sale of the Sales Agreement to Cantor Fitzgerald & Co. on Nov 15, 2001."
    ):
        redraft_instruction(instruction, by=treasurer, today=DUE_ON)


def test_an_instruction_that_is_changed_after_its_approval_is_void_until_it_is_approved_again(
    sale: Sale, second: Sale, treasurer: User
) -> None:
    instruction = released(drafted(sale, by=treasurer), by=treasurer)
    redraft_instruction(instruction, by=treasurer, today=DUE_ON)
    content = Content(DUE_ON, TRANSFER, [sale, second])
    changed = change_instruction(instruction, content, by=treasurer, today=DUE_ON)
    assert changed.approval is None
    with refused(
        "Instruction 1 of the Sales Agreement is draft: it cannot be sent to the transfer agent."
    ):
        send_instruction(changed, by=treasurer, today=DUE_ON)
    assert released(changed, by=treasurer).status == "approved"


def test_an_approved_instruction_is_not_changed(sale: Sale, treasurer: User) -> None:
    instruction = released(drafted(sale, by=treasurer), by=treasurer)
    with refused("Instruction 1 of the Sales Agreement is approved: draft it anew to change it."):
        change_instruction(
            instruction, Content(DUE_ON, TRANSFER, [sale]), by=treasurer, today=DUE_ON
        )


# Once only


def test_a_sale_is_part_of_one_instruction_that_stands(sale: Sale, treasurer: User) -> None:
    drafted(sale, by=treasurer)
    with refused(
        "Sale 1 of the Sales Agreement is already part of Instruction 1 of the Sales Agreement."
    ):
        drafted(sale, by=treasurer)


def test_a_voided_instruction_frees_its_sales(sale: Sale, treasurer: User) -> None:
    void_instruction(drafted(sale, by=treasurer), note="a mistake", by=treasurer, today=DUE_ON)
    assert drafted(sale, by=treasurer).number == 2


def test_an_instruction_is_voided_for_a_reason(sale: Sale, treasurer: User) -> None:
    instruction = drafted(sale, by=treasurer)
    with refused("Enter the reason why the instruction is voided."):
        void_instruction(instruction, note=" ", by=treasurer, today=DUE_ON)


def test_a_sale_whose_delivery_failed_is_instructed_again(sale: Sale, treasurer: User) -> None:
    sent(sale, by=treasurer)
    fail_delivery(
        sale, failed_on=DUE_ON, new_day=NEXT_DAY, reason="no account", by=treasurer, today=DUE_ON
    )
    assert drafted(sale, by=treasurer, on=NEXT_DAY).number == 2


def test_what_failed_since_it_was_approved_is_not_sent(sale: Sale, treasurer: User) -> None:
    instruction = released(drafted(sale, by=treasurer), by=treasurer)
    fail_delivery(
        sale, failed_on=DUE_ON, new_day=NEXT_DAY, reason="no account", by=treasurer, today=DUE_ON
    )
    with refused(
        "The delivery of Sale 1 of the Sales Agreement failed on 2001-11-15: draft another."
    ):
        send_instruction(instruction, by=treasurer, today=DUE_ON)


def test_what_was_delivered_meanwhile_is_not_sent(sale: Sale, treasurer: User) -> None:
    instruction = released(drafted(sale, by=treasurer), by=treasurer)
    deliver([sale], delivered_on=DUE_ON, by=treasurer, today=DUE_ON)
    with refused("Sale 1 of the Sales Agreement was delivered on 2001-11-15 meanwhile."):
        send_instruction(instruction, by=treasurer, today=DUE_ON)


def test_what_was_reversed_meanwhile_is_not_approved(sale: Sale, treasurer: User) -> None:
    request = ask_instruction(drafted(sale, by=treasurer), by=treasurer, today=DUE_ON)
    reverse_sale(sale, on=DUE_ON, reason="a mistake", by=treasurer, today=DUE_ON)
    with refused(
        "Sale 1 of the Sales Agreement was reversed meanwhile: there is nothing to deliver."
    ):
        approved(request, today=DUE_ON)


def test_only_sales_that_fall_due_and_are_not_instructed_are_offered(
    sale: Sale, second: Sale, treasurer: User
) -> None:
    sell(sale.placement, trade_date=date(2001, 11, 13))  # settles on the 16th
    drafted(second, by=treasurer)
    assert [each.sale for each in to_instruct(sale.agreement, DUE_ON)] == [sale]
    assert next_due(sale.agreement, date(2001, 11, 13)) == DUE_ON


# The file and the letter


def test_the_file_has_each_sale_and_the_total(sale: Sale, second: Sale, treasurer: User) -> None:
    released(drafted(sale, second, by=treasurer), by=treasurer)
    answer = logged_in(treasurer).get("/instructions/sales-agreement/1.csv")
    to = ["Cantor Fitzgerald & Co.", "'0197", "4711-NEOT"]
    assert list(csv.reader(StringIO(answer.content.decode(), newline=""))) == [
        ["agreement", "sale", "shares", "recipient", "participant", "account"],
        ["sales-agreement", "1", "1000", *to],
        ["sales-agreement", "2", "500", *to],
        ["sales-agreement", "total", "1500", *to],
    ]


def test_the_letter_is_a_pdf_that_is_the_same_however_often_it_is_printed(
    sale: Sale, treasurer: User
) -> None:
    released(drafted(sale, by=treasurer), by=treasurer)
    address = "/reports/instructions/sales-agreement/1.pdf"
    first, again = (
        b"".join(logged_in(treasurer).get(address).streaming_content)  # type: ignore[attr-defined]
        for _ in range(2)
    )
    assert first.startswith(b"%PDF")
    assert first == again


def test_before_approval_there_is_neither_letter_nor_file(sale: Sale, treasurer: User) -> None:
    drafted(sale, by=treasurer)
    client = logged_in(treasurer)
    addresses = (
        "/instructions/sales-agreement/1.csv",
        "/reports/instructions/sales-agreement/1.pdf",
    )
    assert [client.get(address).status_code for address in addresses] == [404, 404]


# Raw SQL


def refused_raw(sentence: str, attempt: object) -> None:
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        attempt()  # type: ignore[operator]


def test_raw_sql_instructs_no_sale_twice(sale: Sale, second: Sale, treasurer: User) -> None:
    drafted(sale, by=treasurer)
    other = drafted(second, by=treasurer)
    line = other.lines.get()
    sentence = "A sale is part of one delivery instruction that stands"
    refused_raw(sentence, lambda: update(line, sale_id=sale.pk))


def test_raw_sql_instructs_nothing_that_is_delivered(
    sale: Sale, second: Sale, treasurer: User
) -> None:
    line = drafted(second, by=treasurer).lines.get()
    deliver([sale], delivered_on=DUE_ON, by=treasurer, today=DUE_ON)
    refused_raw(
        "A line of a delivery instruction is for a sale of its agreement that stands",
        lambda: insert(DeliveryInstructionLine, columns_of(line, sale_id=sale.pk)),
    )


def test_raw_sql_changes_no_line_after_the_draft(sale: Sale, treasurer: User) -> None:
    line = released(drafted(sale, by=treasurer), by=treasurer).lines.get()
    sentence = "The lines of a delivery instruction are changed only while it is a draft"
    refused_raw(sentence, lambda: update(line, shares=1))
    refused_raw(sentence, lambda: delete(line))


def test_raw_sql_sends_nothing_that_was_changed_after_its_approval(
    sale: Sale, treasurer: User
) -> None:
    instruction = released(drafted(sale, by=treasurer), by=treasurer)
    approval = instruction.approval_id
    update(instruction, status="draft", approval_id=None)
    update(instruction.lines.get(), shares=999)
    update(instruction, status="requested")
    refused_raw(
        "A delivery instruction is approved and sent exactly as a CFO approved it",
        lambda: update(instruction, status="approved", approval_id=approval),
    )


def test_raw_sql_approves_nothing_by_who_wrote_it(sale: Sale, treasurer: User) -> None:
    author = UserFactory(is_superuser=True, group="CFO", username="author")
    instruction = drafted(sale, by=author)
    request = ask_instruction(instruction, by=treasurer, today=DUE_ON)
    kinds = request_kinds()
    with patch.dict(kinds, {"instruction": replace(kinds["instruction"], writers=None)}):
        approved_alone(request, by=author, today=DUE_ON)
    refused_raw(
        "exactly as a CFO approved it who did not write",
        lambda: update(instruction, status="approved", approval_id=request.pk),
    )


def test_raw_sql_sends_nothing_that_was_delivered_meanwhile(sale: Sale, treasurer: User) -> None:
    instruction = released(drafted(sale, by=treasurer), by=treasurer)
    deliver([sale], delivered_on=DUE_ON, by=treasurer, today=DUE_ON)
    refused_raw(
        "A delivery instruction is for sales that stand, are not delivered",
        lambda: update(instruction, status="sent"),
    )


def test_raw_sql_moves_an_instruction_by_the_table_only(sale: Sale, treasurer: User) -> None:
    instruction = drafted(sale, by=treasurer)
    sentence = "A delivery instruction moves from one status to another only as the table"
    refused_raw(sentence, lambda: update(instruction, status="sent"))


def test_raw_sql_neither_deletes_nor_empties_instructions(sale: Sale, treasurer: User) -> None:
    instruction = drafted(sale, by=treasurer)
    refused_raw("A delivery instruction is voided, not deleted", lambda: delete(instruction))
    connection.check_constraints()  # as after a commit
    refused_raw("Rows are deleted one by one", lambda: truncate(DeliveryInstruction))


def test_an_instruction_of_another_agreements_sale_is_refused(
    sale: Sale, strict: Placement, treasurer: User
) -> None:
    other = sell(strict)
    with refused("Sale 1 of the Other Agreement is not under it."):
        draft_instruction(
            sale.agreement, Content(DUE_ON, TRANSFER, [other]), by=treasurer, today=DUE_ON
        )
