"""Delivery instructions: their moves, what exactly is approved, and what may be instructed."""

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.calendar import NO_EXCEPTIONS
from placements.terms.instruction import (
    MOVES,
    Instructed,
    InstructionStatus,
    LineFacts,
    Recipient,
    digest_of,
    reason_against_move,
    reasons_against_instruction,
)

THURSDAY = date(2001, 11, 15)
TO = Recipient("U.S. Stock Transfer Corporation", "Cantor Fitzgerald & Co.", "DTC 0197", "A/C 4711")
SALE = Instructed("Sale 1 of the Sales Agreement", "sale", 1000, date(2001, 11, 9))

#: The life of an instruction, told once more by hand.
TOLD = """
    draft      requested void
    requested  approved draft void
    approved   sent draft void
    sent       confirmed void
    confirmed
    void
"""


def test_an_instruction_moves_as_it_is_told_by_hand_and_not_otherwise() -> None:
    told = {(line.split()[0], to) for line in TOLD.strip().splitlines() for to in line.split()[1:]}
    assert {(source.value, target.value) for source, target in MOVES} == told


@pytest.mark.parametrize("status", ["draft", "requested", "confirmed", "void"])
def test_only_what_is_approved_is_sent(status: str) -> None:
    [reason] = reason_against_move("Instruction 1", status, InstructionStatus.SENT)
    assert reason.sentence.endswith("it cannot be sent to the transfer agent.")


def test_the_digest_is_that_of_a_line_of_json_written_by_hand() -> None:
    text = (
        '["7", "2001-11-15", "U.S. Stock Transfer Corporation", "Cantor Fitzgerald & Co.", '
        '"DTC 0197", "A/C 4711", "by courier", "3:1000;12:500"]'
    )
    lines = [LineFacts(12, 500), LineFacts(3, 1000)]
    assert digest_of(7, THURSDAY, TO, lines, "by courier") == sha256(text.encode()).hexdigest()


_LINES = st.lists(
    st.builds(LineFacts, st.integers(1, 50), st.integers(1, 10**6)),
    min_size=1,
    max_size=6,
    unique_by=lambda line: line.sale,
)


@given(lines=_LINES, order=st.randoms())
def test_the_digest_does_not_depend_on_the_order_of_lines(
    lines: list[LineFacts], order: object
) -> None:
    shuffled = list(lines)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert digest_of(7, THURSDAY, TO, shuffled) == digest_of(7, THURSDAY, TO, lines)


@given(lines=_LINES, others=_LINES)
def test_other_lines_have_another_digest(lines: list[LineFacts], others: list[LineFacts]) -> None:
    same = digest_of(7, THURSDAY, TO, lines) == digest_of(7, THURSDAY, TO, others)
    assert same is (sorted(lines) == sorted(others))


@pytest.mark.parametrize("name", Recipient._fields)
def test_another_recipient_has_another_digest(name: str) -> None:
    other = TO._replace(**{name: "someone else"})
    lines = [LineFacts(3, 1000)]
    assert digest_of(7, THURSDAY, other, lines) != digest_of(7, THURSDAY, TO, lines)


def against(*sales: Instructed, day: date = THURSDAY, to: Recipient = TO) -> list[str]:
    found = reasons_against_instruction(day, to, sales, exceptions=NO_EXCEPTIONS)
    return [each.sentence for each in found]


def test_a_sale_that_stands_undelivered_is_instructed() -> None:
    assert against(SALE) == []


@pytest.mark.parametrize(
    ("sale", "sentence"),
    [
        (
            SALE._replace(kind="reversal"),
            "Sale 1 of the Sales Agreement is not a sale: there are no shares to deliver.",
        ),
        (
            SALE._replace(reversed=True),
            "Sale 1 of the Sales Agreement was reversed: there is nothing to deliver.",
        ),
        (
            SALE._replace(delivered=True),
            "Sale 1 of the Sales Agreement is delivered: nothing is delivered twice.",
        ),
        (
            SALE._replace(other="Instruction 2 of the Sales Agreement"),
            (
                "Sale 1 of the Sales Agreement is already part of Instruction 2 of the Sales "
                "Agreement."
            ),
        ),
        (
            SALE._replace(trade_date=date(2001, 11, 16)),
            "Sale 1 of the Sales Agreement was made on 2001-11-16, after 2001-11-15.",
        ),
        (SALE._replace(shares=0), "Sale 1 of the Sales Agreement comes to 0 shares."),
    ],
)
def test_what_is_not_to_be_delivered_is_not_instructed(sale: Instructed, sentence: str) -> None:
    assert against(sale) == [sentence]


def test_an_instruction_is_for_a_settlement_day_and_some_sale() -> None:
    assert against(day=date(2001, 11, 17)) == [
        "2001-11-17 is not a settlement day (weekend).",
        "Choose at least one sale whose shares are to be delivered.",
    ]


def test_an_instruction_says_who_delivers_to_whom_and_where() -> None:
    assert against(SALE, to=Recipient("", " ", "", "")) == [
        "Enter the name of the transfer agent.",
        "Enter who receives the shares.",
        "Enter the recipient's participant number at the depository.",
        "Enter the account to be credited.",
    ]
