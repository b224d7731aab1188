"""OFX and QFX: read tag by tag, each entry with its line."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.statements.terms.line import Line
from neoequity.statements.terms.reading import read
from tests.statements.files import NOV_9, OFX, as_ofx, payment
from tests.statements.refusals import refusals

WIRE = payment(1, NOV_9, "3670048.32", "F-1", "Wire & fee")
FILE = as_ofx([WIRE], Decimal(10)).decode()


def changed(old: str, new: str) -> bytes:
    assert old in FILE
    return FILE.replace(old, new).encode()


def test_an_entry_keeps_what_the_bank_says() -> None:
    statement = read(FILE.encode(), OFX)

    assert statement.lines == (
        Line(
            *("bank", 15, NOV_9, "payment", "Wire & fee"),
            reference="F-1",
            amount=Decimal("3670048.32"),
        ),
    )
    assert (statement.account, statement.closing) == ("00123", Decimal("3670058.32"))


def test_the_file_states_no_opening_balance() -> None:
    assert read(FILE.encode(), OFX).opening is None


def test_a_file_on_one_line_is_read() -> None:
    assert read(FILE.replace("\n", "").encode(), OFX).lines[0].amount == Decimal("3670048.32")


def test_values_may_be_closed_as_in_xml() -> None:
    closed = as_ofx([WIRE], Decimal(10), tags_closed=True)
    xml = closed.replace(b"OFXHEADER:100", b'<?xml version="1.0"?>\n<?OFX VERSION="200"?>')

    assert read(xml, OFX).lines[0]._replace(number=15) == read(FILE.encode(), OFX).lines[0]


def test_a_correction_names_what_it_takes_back() -> None:
    content = changed("<FITID>F-1", "<FITID>F-2\n<CORRECTFITID>F-1\n<CORRECTACTION>DELETE")
    [line] = read(content, OFX).lines

    assert (line.kind, line.reference, line.cancels) == ("cancel", "F-2", "F-1")


def test_check_number_and_memo_are_part_of_the_text() -> None:
    [line] = read(changed("</STMTTRN>", "<MEMO>Lot 7\n<CHECKNUM>55\n</STMTTRN>"), OFX).lines

    assert line.text == "Wire & fee Lot 7 55"


def test_the_day_is_as_the_bank_writes_it_whatever_its_zone() -> None:
    content = changed("<DTPOSTED>20011109", "<DTPOSTED>20011109233000.000[-8:PST]")
    assert read(content, OFX).lines[0].day == date(2001, 11, 9)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("<CURDEF>USD", "<CURDEF>EUR", "Line 7: the amounts are in “EUR”, not in USD."),
        ("<DTPOSTED>20011109", "<DTPOSTED>x", "Line 15: “x” is not a date of OFX (DTPOSTED)."),
        ("<DTPOSTED>20011109\n", "", "Line 15: the entry has no date (DTPOSTED)."),
        ("<TRNAMT>3670048.32", "<TRNAMT>x", "Line 15: “x” is not an amount of OFX (TRNAMT)."),
        ("<FITID>F-1", "<FITID>F-1\n<FITID>F-2", "Line 20: <FITID> appears twice."),
        ("</OFX>", "", "Line 29: the file ends before </OFX>."),
        ("</STMTTRN>\n", "", "Line 21: </BANKTRANLIST> closes what is not open."),
        ("<OFX>", "<XFO>", "Line 1: the file is not OFX: <OFX> is missing."),
        ("<BALAMT>", "< BALAMT>", "Line 24: “< BALAMT>3670058.32” is not a tag of OFX."),
    ],
)
def test_what_is_not_as_ofx_writes_it_is_refused(old: str, new: str, sentence: str) -> None:
    assert refusals(changed(old, new), OFX)[-1] == sentence


def test_a_second_account_is_refused() -> None:
    body = FILE[FILE.index("<STMTRS>") : FILE.index("</STMTRS>") + len("</STMTRS>")]
    assert refusals(changed(body, f"{body}\n{body}"), OFX) == [
        "Line 28: a second statement begins: upload one account at a time."
    ]
