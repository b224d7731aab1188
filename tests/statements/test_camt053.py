"""camt.053: read as XML without doctypes, each entry on its line."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.statements.terms.line import Line
from neoequity.statements.terms.reading import read
from tests.statements.files import CAMT053, NOV_9, as_camt053, payment
from tests.statements.refusals import refusals

FILE = as_camt053([payment(1, NOV_9, "3670048.32", "B-1", "Wire & fee")], Decimal(10)).decode()


def changed(old: str, new: str) -> bytes:
    assert old in FILE
    return FILE.replace(old, new).encode()


def test_an_entry_keeps_what_the_bank_says() -> None:
    statement = read(FILE.encode(), CAMT053)

    assert statement.lines == (
        Line(
            *("bank", 7, NOV_9, "payment", "Wire & fee"),
            reference="B-1",
            amount=Decimal("3670048.32"),
        ),
    )
    assert statement[1:6] == ("00123", NOV_9, NOV_9, Decimal(10), Decimal("3670058.32"))


def test_what_the_payer_wrote_is_part_of_the_text() -> None:
    details = (
        "<NtryDtls><TxDtls><Refs><EndToEndId>HV-1</EndToEndId></Refs><RmtInf><Ustrd>Lot 7</Ustrd>"
        "<Ustrd>Lot 8</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
    [line] = read(changed("</Ntry>", details), CAMT053).lines

    assert line.text == "Wire & fee HV-1 Lot 7 Lot 8"


def test_a_reversal_takes_back() -> None:
    content = changed("<Sts>BOOK</Sts>", "<RvslInd>true</RvslInd><Sts><Cd>BOOK</Cd></Sts>")
    assert read(content, CAMT053).lines[0].kind == "cancel"


def test_names_may_have_a_prefix() -> None:
    content = FILE.replace("<", "<d:").replace("<d:/", "</d:").replace("<d:?", "<?")
    content = content.replace("xmlns=", "xmlns:d=")

    assert read(content.encode(), CAMT053).lines == read(FILE.encode(), CAMT053).lines


def test_statements_of_several_days_follow_each_other() -> None:
    begins, ends = FILE.index("<Stmt>"), FILE.index("</BkToCstmrStmt>")
    next_day = FILE[begins:ends].replace("2001-11-09", "2001-11-13").replace("B-1", "B-2")
    next_day = next_day.replace(">3670058.32<", ">7340106.64<").replace(">10<", ">3670058.32<")
    statement = read((FILE[:ends] + next_day + FILE[ends:]).encode(), CAMT053)

    assert [line.reference for line in statement.lines] == ["B-1", "B-2"]
    assert statement[2:6] == (NOV_9, date(2001, 11, 13), Decimal(10), Decimal("7340106.64"))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            ">3670058.32<",
            ">3670058.33<",
            (
                "Line 6: the closing balance is $3,670,058.33, but the opening balance of $10.00 "
                "and the lines give $3,670,058.32."
            ),
        ),
        ('"USD">3670048.32', '"EUR">3670048.32', "Line 7: the amount is in “EUR”, not in USD."),
        (
            "<Sts>BOOK</Sts>",
            "<Sts>PDNG</Sts>",
            "Line 7: the entry is “PDNG”; a statement has booked entries only.",
        ),
        ("<BookgDt><Dt>2001-11-09</Dt></BookgDt>", "", "Line 7: the entry has no date (BookgDt)."),
        (">3670048.32<", ">-5.00<", "Line 7: “-5.00” is not an amount."),
        ("</Ntry>", "</Entry>", "Line 9: is not XML: mismatched tag."),
        (
            "BkToCstmrStmt",
            "BkToCstmrDbtCdtNtfctn",
            "Line 1: the file is not camt.053: it has no BkToCstmrStmt/Stmt.",
        ),
    ],
)
def test_what_is_not_as_iso_20022_writes_it_is_refused(old: str, new: str, sentence: str) -> None:
    assert sentence in refusals(changed(old, new), CAMT053)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE d SYSTEM "file:///etc/hostname">',
    ],
)
def test_a_doctype_is_refused_unread(doctype: str) -> None:
    assert refusals(changed("<Document", f"{doctype}<Document"), CAMT053) == [
        "Line 1: has a doctype, which no statement needs."
    ]


def test_elements_within_each_other_without_end_are_refused() -> None:
    [sentence] = refusals(changed("<Ntry>", "<a>" * 10_000), CAMT053)

    assert sentence == "Line 7: there are too many elements within each other."
