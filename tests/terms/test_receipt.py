"""What cash may be recorded and what it may pay, on plain values, with the worked case."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.terms.receipt import (
    Entry,
    Part,
    Received,
    Receiving,
    is_past,
    owes,
    proposed,
    reasons_against_parts,
    reasons_against_receipt,
    reasons_against_undoing,
    within,
)
from placements.terms.reference import Booked

TODAY = date(2001, 11, 15)
#: 949,710 shares for $3,822,967.00, less 4% commission (domain, section 10).
NET = Decimal("3670048.32")
CENT = Decimal("0.01")

amounts = st.decimals("-1000", "1000", places=2)
nets = st.decimals("-1000", "1000", places=2)


def dollars(text: str) -> Decimal:
    return Decimal(text)


def against(receiving: Receiving, **booked: Booked) -> list[str]:
    reasons = reasons_against_receipt(
        receiving, agreement="Sales Agreement", booked=booked, today=TODAY
    )
    return [reason.sentence for reason in reasons]


def wire(amount: str = "3670048.32", reference: str = "FW-1", on: date = TODAY) -> Receiving:
    return Receiving(dollars(amount), reference, on)


def parts_against(
    amount: str, parts: list[Part], entries: dict[int, Entry], allocated: str = "0.00"
) -> list[str]:
    receipt = Received("Receipt 1", dollars(amount), dollars(allocated))
    return [reason.sentence for reason in reasons_against_parts(receipt, parts, entries)]


# A receipt


def test_a_wire_with_a_new_reference_is_recorded() -> None:
    assert against(wire()) == []


def test_cash_that_the_issuer_paid_back_is_recorded_with_its_sign() -> None:
    assert against(wire("-0.01")) == []


def test_a_receipt_of_nothing_is_refused() -> None:
    assert against(wire("0.00")) == ["Enter the amount that was received: it cannot be $0.00."]


def test_a_receipt_of_tomorrow_is_refused() -> None:
    assert against(wire(on=date(2001, 11, 16))) == [
        "A receipt on 2001-11-16 is in the future; today is 2001-11-15."
    ]


def test_a_reference_that_a_spreadsheet_would_run_is_refused() -> None:
    [sentence] = against(wire(reference="=1+1"))
    assert sentence.startswith("The bank's reference must begin with a letter or digit")


def test_a_reference_of_a_receipt_that_stands_is_refused_however_spelled() -> None:
    assert against(wire(reference="fw 001"), **{"fw-1": Booked(7, "FW-1")}) == [
        (
            "The bank's reference “fw 001” is already recorded as receipt 7 of the Sales Agreement "
            "(as “FW-1”)."
        )
    ]


# What it pays


def test_a_wire_of_the_whole_net_pays_the_sale() -> None:
    assert parts_against("3670048.32", [Part(1, NET)], {1: Entry("Sale 1", NET)}) == []


def test_a_wire_one_cent_short_pays_what_it_has() -> None:
    short = NET - CENT
    assert parts_against("3670048.31", [Part(1, short)], {1: Entry("Sale 1", NET)}) == []
    assert Entry("Sale 1", NET, short).open == CENT


def test_a_wire_that_nets_two_sales_and_an_adjustment_pays_all_three() -> None:
    entries = {
        1: Entry("Sale 1", NET),
        2: Entry("Sale 2", dollars("71416.32")),
        3: Entry("Adjustment 3", dollars("-1200.00")),
    }
    parts = [Part(1, NET), Part(2, dollars("71416.32")), Part(3, dollars("-1200.00"))]
    assert parts_against("3740264.64", parts, entries) == []


def test_parts_beyond_the_receipt_are_refused() -> None:
    assert parts_against("100.00", [Part(1, dollars("100.01"))], {1: Entry("Sale 1", NET)}) == [
        "The parts of receipt 1 come to $100.01; its amount is $100.00."
    ]


def test_what_is_allocated_already_counts() -> None:
    entries = {1: Entry("Sale 1", NET, dollars("60.00"))}
    assert parts_against("100.00", [Part(1, dollars("40.01"))], entries, "60.00") == [
        "The parts of receipt 1 come to $100.01; its amount is $100.00."
    ]


def test_an_allocation_is_moved_by_a_negative_part_and_a_positive_one() -> None:
    entries = {1: Entry("Sale 1", NET, dollars("100.00")), 2: Entry("Sale 2", NET)}
    moved = [Part(1, dollars("-100.00")), Part(2, dollars("100.00"))]
    assert parts_against("100.00", moved, entries, "100.00") == []


def test_a_cent_past_the_net_needs_a_remark() -> None:
    entries = {1: Entry("Sale 1", NET)}
    assert parts_against("3670048.33", [Part(1, NET + CENT)], entries) == [
        (
            "Sale 1 would have received $3,670,048.33, $0.01 past its net of $3,670,048.32: say "
            "why in the remark of this part."
        )
    ]


def test_a_cent_past_the_net_is_allocated_with_a_remark() -> None:
    entries = {1: Entry("Sale 1", NET)}
    told = [Part(1, NET + CENT, "The agent rounded up.")]
    assert parts_against("3670048.33", told, entries) == []


def test_a_remark_of_blanks_says_nothing() -> None:
    entries = {1: Entry("Sale 1", NET)}
    assert len(parts_against("3670048.33", [Part(1, NET + CENT, "  ")], entries)) == 1


def test_what_was_paid_past_the_net_is_paid_back_without_a_remark() -> None:
    entries = {1: Entry("Sale 1", dollars("100.00"), dollars("120.00"))}
    assert parts_against("-5.00", [Part(1, dollars("-5.00"))], entries) == []


def test_a_sale_does_not_receive_less_than_nothing() -> None:
    entries = {1: Entry("Sale 1", dollars("100.00"), dollars("20.00"))}
    assert parts_against("-30.00", [Part(1, dollars("-30.00"))], entries) == [
        "Sale 1 would have received ($10.00); its net is $100.00."
    ]


def test_an_adjustment_owed_to_the_agent_does_not_bring_cash() -> None:
    entries = {1: Entry("Adjustment 3", dollars("-3.00"))}
    assert parts_against("3.00", [Part(1, dollars("3.00"))], entries) == [
        "Adjustment 3 would have received $3.00; its net is ($3.00)."
    ]


def test_an_entry_of_another_agreement_is_refused() -> None:
    assert parts_against("100.00", [Part(9, dollars("100.00"))], {}) == [
        "Receipt 1 pays an entry of another agreement."
    ]


def test_a_part_of_nothing_is_refused() -> None:
    assert parts_against("100.00", [Part(1, dollars("0.00"))], {1: Entry("Sale 1", NET)}) == [
        "Enter the amount for sale 1: it cannot be $0.00."
    ]


def test_an_allocation_of_no_part_is_refused() -> None:
    assert parts_against("100.00", [], {}) == ["Choose what receipt 1 pays."]


def test_a_receipt_that_was_undone_pays_nothing() -> None:
    undone = Received("Receipt 1", NET, closed="Receipt 1 was undone on 2001-11-16, by receipt 2.")
    reasons = reasons_against_parts(undone, [Part(1, NET)], {1: Entry("Sale 1", NET)})
    assert [reason.sentence for reason in reasons] == [undone.closed]


@given(whole=amounts, amount=amounts)
def test_an_amount_lies_within_a_whole_of_its_sign_and_at_most_its_size(
    whole: Decimal, amount: Decimal
) -> None:
    assert within(amount, whole) == (amount * whole >= 0 and abs(amount) <= abs(whole))


@given(net=nets, before=amounts, added=amounts)
def test_without_a_remark_an_entry_never_moves_out_of_its_net(
    net: Decimal, before: Decimal, added: Decimal
) -> None:
    entry = Entry("Sale 1", net, before)
    if within(before, net) and not is_past(entry, added) and not owes(entry, added):
        assert within(before + added, net)


# Undoing


def undoing_against(
    received: str, taken: str, *, on: date = TODAY, reason: str = "Another account's wire."
) -> list[str]:
    reasons = reasons_against_undoing(
        Received("Receipt 1", dollars(taken), dollars(taken)),
        {1: dollars(taken)},
        {1: Entry("Sale 1", dollars("100.00"), dollars(received))},
        on=on,
        earliest=date(2001, 11, 14),
        reason=reason,
        today=TODAY,
    )
    return [reason.sentence for reason in reasons]


def test_a_receipt_is_undone_when_its_entries_keep_to_their_net() -> None:
    assert undoing_against("100.00", "100.00") == []


def test_undoing_needs_a_reason() -> None:
    assert undoing_against("100.00", "100.00", reason=" ") == ["Undoing a receipt needs a reason."]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (
            date(2001, 11, 13),
            "Receipt 1 counts until 2001-11-14 at least: it cannot be undone on 2001-11-13.",
        ),
        (
            date(2001, 11, 16),
            "A receipt cannot be undone in the future; today is 2001-11-15.",
        ),
    ],
)
def test_undoing_is_dated_from_the_last_part_until_today(on: date, sentence: str) -> None:
    assert undoing_against("100.00", "100.00", on=on) == [sentence]


def test_undoing_never_leaves_an_entry_with_less_than_nothing() -> None:
    assert undoing_against("70.00", "100.00") == [
        (
            "Sale 1 would have received ($30.00); its net is $100.00. Undo the other receipts "
            "for it first."
        )
    ]


def test_undoing_what_was_paid_back_never_leaves_an_entry_past_its_net() -> None:
    assert undoing_against("100.00", "-20.00") == [
        (
            "Sale 1 would have received $120.00; its net is $100.00. Undo the other receipts "
            "for it first."
        )
    ]


# What a wire must mean

DUE = [(1, NET), (2, dollars("71416.32"))]


def test_a_wire_of_all_that_is_due_is_proposed_for_all_of_it() -> None:
    assert proposed(dollars("3741464.64"), DUE) == [Part(1, NET), Part(2, dollars("71416.32"))]


def test_a_wire_of_one_sale_is_proposed_for_it_alone() -> None:
    assert proposed(NET, DUE) == [Part(1, NET)]


def test_a_wire_one_cent_short_is_proposed_for_nothing() -> None:
    assert proposed(NET - CENT, DUE) == []


def test_a_wire_that_could_mean_two_sales_is_proposed_for_neither() -> None:
    assert proposed(dollars("5.00"), [(1, dollars("5.00")), (2, dollars("5.00"))]) == []


def test_nothing_due_proposes_nothing() -> None:
    assert proposed(NET, []) == []


@given(st.lists(st.tuples(st.integers(1, 9), amounts), unique_by=lambda row: row[0]), amounts)
def test_what_is_proposed_comes_to_the_wire_exactly(
    due: list[tuple[int, Decimal]], amount: Decimal
) -> None:
    parts = proposed(amount, due)
    assert not parts or sum(part.amount for part in parts) == amount
