"""MT940: fields as the library reads them, each on its line, balances that must agree."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from neoequity.statements.terms.line import Line
from neoequity.statements.terms.reading import read
from tests.statements.files import MT940, NOV_9, lines_of
from tests.statements.refusals import refusals

HEAD = (":20:STMT1", ":25:00123", ":28C:1/1", ":60F:C011108USD10,00")
WIRE = ":61:0111091109C3670048,32NTRFCUST-1//B-1"
FOOT = ":62F:C011109USD3670058,32"


def test_an_entry_keeps_what_the_bank_says() -> None:
    statement = read(lines_of(*HEAD, WIRE, ":86:Wire from", "Harbor & Vine", FOOT), MT940)

    assert statement.lines == (
        Line(
            *("bank", 5, NOV_9, "payment", "CUST-1 Wire from Harbor & Vine"),
            reference="B-1",
            amount=Decimal("3670048.32"),
        ),
    )
    assert (statement.account, statement.opening, statement.closing) == (
        *("00123", Decimal("10.00")),
        Decimal("3670058.32"),
    )


def test_details_may_stand_beneath_an_entry() -> None:
    [line] = read(lines_of(*HEAD, WIRE, "Lot 7", FOOT), MT940).lines

    assert line.text == "CUST-1 Lot 7"


def test_no_reference_of_the_bank_leaves_the_customers() -> None:
    content = lines_of(*HEAD, WIRE.replace("//B-1", ""), FOOT)
    assert read(content, MT940).lines[0].reference == "CUST-1"


def test_a_reference_that_says_that_there_is_none_is_none() -> None:
    content = lines_of(*HEAD, WIRE.replace("CUST-1//B-1", "NONREF"), FOOT)
    assert read(content, MT940).lines[0].reference is None


def test_a_debit_is_money_out_and_its_reversal_money_in() -> None:
    content = lines_of(
        *HEAD,
        ":61:0111091109D5,00NCHGNONREF//B-1",
        ":61:0111091109RD5,00NCHGNONREF//B-2",
        ":61:0111091109RC2,00NTRFNONREF//B-3",
        ":62F:C011109USD8,00",
    )
    assert [(line.kind, line.amount) for line in read(content, MT940).lines] == [
        *(("payment", Decimal(-5)), ("cancel", Decimal(5)), ("cancel", Decimal(-2)))
    ]


def test_the_day_is_the_one_it_was_booked_on_in_a_century_of_people() -> None:
    content = lines_of(*HEAD, ":61:9912310103C3670048,32NTRFX", FOOT)
    assert read(content, MT940).lines[0].day == date(2000, 1, 3)


def test_pages_and_days_of_one_account_follow_each_other() -> None:
    content = lines_of(
        *(*HEAD, WIRE, FOOT.replace("62F", "62M"), "-"),
        *(":20:STMT1", ":25:00123", ":28C:1/2", ":60M:C011109USD3670058,32"),
        *(":61:0111131113D0,32NCHGNONREF//B-2", ":62F:C011113USD3670058,00"),
    )
    statement = read(content, MT940)

    assert [line.reference for line in statement.lines] == ["B-1", "B-2"]
    assert (statement.opening, statement.closing) == (Decimal(10), Decimal(3670058))
    assert statement.last_day == date(2001, 11, 13)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            (*HEAD, WIRE, ":62F:C011109USD3670058,33"),
            (
                "Line 6: the closing balance is $3,670,058.33, but the opening balance of $10.00 "
                "and the lines give $3,670,058.32."
            ),
        ),
        ((*HEAD, WIRE), "Line 5: the file ends without a closing balance (:62F:)."),
        (
            (*HEAD, ":61:0113091109C5,00NTRFX", FOOT),
            "Line 5: :61: is not as SWIFT writes it: “0113091109C5,00NTRFX”.",
        ),
        (
            (*HEAD[:3], ":60F:C011108EUR10,00", WIRE, FOOT),
            "Line 4: the account is in “EUR”, not in USD.",
        ),
        ((*HEAD, ":99:x", WIRE, FOOT), "Line 5: the field :99: is not one of a statement."),
        (("hello", *HEAD, WIRE, FOOT), "Line 1: “hello” does not belong to a field."),
        (
            (*HEAD, WIRE, FOOT, ":20:X", ":25:00456", *HEAD[2:], WIRE, FOOT),
            (
                "Line 8: is of the account “00456”, but the file began with “00123”: upload one "
                "account at a time."
            ),
        ),
        ((":20:X",), "Line 1: there is no statement: no balance (:60F:, :62F:)."),
        ((*HEAD[:3], WIRE), "Line 4: an entry outside a statement: no balance before it."),
    ],
)
def test_what_is_not_as_swift_writes_it_is_refused(rows: tuple[str, ...], sentence: str) -> None:
    assert sentence in refusals(lines_of(*rows), MT940)


def test_a_balance_that_does_not_follow_the_one_before_is_refused() -> None:
    content = lines_of(*HEAD, WIRE, FOOT, *HEAD, WIRE, FOOT)
    assert refusals(content, MT940) == [
        "Line 10: the opening balance is $10.00, but the balance before it closed at $3,670,058.32."
    ]


def test_a_file_that_names_a_file_of_this_machine_is_not_that_file(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden.sta"
    hidden.write_bytes(lines_of(*HEAD, WIRE, FOOT))
    [sentence] = refusals(str(hidden).encode(), MT940)

    assert sentence.endswith("does not belong to a field.")
