"""A sender's table: each feature of a layout once, with what is refused."""

from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest

from neoequity.statements.terms.layout import Layout
from neoequity.statements.terms.line import Line
from neoequity.statements.terms.reading import read
from tests.statements.files import (
    AGENT,
    BANK,
    NOV_9,
    NOV_15,
    SALE,
    SALES_HEADER,
    TRANSFER_AGENT,
    lines_of,
    sales,
)
from tests.statements.refusals import refusals
from tests.terms.workbooks import workbook

BANK_HEADER = "Posted,Bank Ref,Details,Amount"
UNLABELLED = BANK._replace(labels={})
IN_TWO = UNLABELLED._replace(columns={"Posted": "day", "In": "credit", "Out": "debit"})
WITH_SIDE = UNLABELLED._replace(columns={"Posted": "day", "Amount": "amount", "DR/CR": "direction"})


def bank(*rows: str) -> bytes:
    return lines_of(BANK_HEADER, *rows)


def amounts(content: bytes, layout: Layout = UNLABELLED) -> list[Decimal | None]:
    return [line.amount for line in read(content, layout).lines]


def test_a_sale_says_what_the_agent_stated() -> None:
    content = sales(SALE)
    statement = read(content, AGENT)

    assert statement.lines == (
        Line(
            *("agent", 2, NOV_9, "sale"),
            "11/09/2001 · 11/15/2001 · HV-1 · Sold · 949710 · 4.0254 · 3822967.00 · 152918.68 · "
            "0.00 · 3670048.32",
            reference="HV-1",
            shares=949710,
            price=Decimal("4.0254"),
            gross=Decimal("3822967.00"),
            commission=Decimal("152918.68"),
            fees=Decimal("0.00"),
            net=Decimal("3670048.32"),
            settles_on=NOV_15,
        ),
    )
    assert statement.sha256 == sha256(content).hexdigest()


def test_the_period_is_that_of_the_lines_where_none_is_stated() -> None:
    statement = read(sales(SALE, SALE.replace("11/09", "11/13").replace("HV-1", "HV-2")), AGENT)

    assert (statement.first_day, statement.last_day) == (NOV_9, date(2001, 11, 13))


def test_columns_are_found_by_name_in_any_order_and_spelling() -> None:
    content = lines_of("AMOUNT;details;Unknown;Posted:;bank_ref", "5.00;Wire;x;11/09/2001;B-1")
    [line] = read(content, UNLABELLED._replace(separator=";")).lines

    assert (line.day, line.reference, line.amount) == (NOV_9, "B-1", Decimal("5.00"))


def test_title_lines_are_passed_over_until_the_header() -> None:
    content = lines_of("Harbor & Vine", "", "Fills, month to date", SALES_HEADER, SALE)
    assert [line.number for line in read(content, AGENT).lines] == [5]


def test_a_file_without_the_header_is_refused_with_what_its_closest_line_lacks() -> None:
    content = lines_of("First Pine", "Posted,Bank Ref,Amt", "11/09/2001,B-1,5.00")
    assert refusals(content, UNLABELLED) == [
        "Line 2: no line names the columns of the layout: “Details”, “Amount”."
    ]


def test_a_column_that_appears_twice_is_refused() -> None:
    content = lines_of("Posted,Bank Ref,Details,Amount,amount", "11/09/2001,B-1,x,5,6")
    assert refusals(content, UNLABELLED) == ["Line 1: the column “Amount” appears twice."]


def test_every_bad_line_is_told_once_with_all_that_is_wrong() -> None:
    content = bank("11/09/2001,B-1,x,5.00", "13/09/2001,B-2,x,five", ",B-3,y,6.00")
    assert refusals(content, UNLABELLED) == [
        (
            "Line 3: “13/09/2001” is not a date as this sender writes them (month, day, year: "
            "11/09/2001). “five” is not a number."
        ),
        "Line 4: there is no date.",
    ]


def test_a_line_with_more_cells_than_the_header_is_refused() -> None:
    assert refusals(bank("11/09/2001,B-1,x,5.00,6.00"), UNLABELLED) == [
        "Line 2: has 5 cells; the header names 4."
    ]


def test_reading_stops_after_a_hundred_bad_lines() -> None:
    told = refusals(bank(*["x,y,z,5.00"] * 200), UNLABELLED)

    assert len(told) == 101
    assert told[-1] == "Too many errors; stopped reading at line 101."


def test_a_break_within_quotation_marks_keeps_the_number_of_each_line() -> None:
    content = bank('11/09/2001,B-1,"Wire\r\nfrom agent",5.00', "11/09/2001,B-2,x,6.00")
    lines = read(content, UNLABELLED).lines

    assert [(line.number, line.text) for line in lines] == [(2, "Wire from agent"), (4, "x")]


def test_a_quotation_mark_that_is_not_closed_is_refused() -> None:
    assert refusals(bank('11/09/2001,B-1,"Wire,5.00'), UNLABELLED) == [
        "Line 2: a quotation mark is not closed, or text follows it."
    ]


def test_money_out_may_be_what_is_positive() -> None:
    layout = UNLABELLED._replace(positive="out")
    assert amounts(bank("11/09/2001,B-1,x,5.00", "11/09/2001,B-2,x,(6.00)"), layout) == [-5, 6]


def test_money_in_and_out_may_have_a_column_each() -> None:
    content = lines_of("Posted,In,Out", "11/09/2001,5.00,", "11/09/2001,,6.00")
    assert amounts(content, IN_TWO) == [5, -6]


def test_a_line_with_money_in_and_out_is_refused() -> None:
    content = lines_of("Posted,In,Out", "11/09/2001,5.00,6.00")
    assert refusals(content, IN_TWO) == ["Line 2: there is an amount in and an amount out."]


def test_debit_or_credit_may_have_a_column() -> None:
    content = lines_of("Posted,Amount,DR/CR", "11/09/2001,5.00,Credit", "11/09/2001,6.00,DR")
    assert amounts(content, WITH_SIDE) == [5, -6]


def test_a_negative_credit_is_refused() -> None:
    content = lines_of("Posted,Amount,DR/CR", "11/09/2001,-5.00,CR")
    assert refusals(content, WITH_SIDE) == ["Line 2: the amount is below zero, but it is a credit."]


def test_neither_debit_nor_credit_is_refused() -> None:
    content = lines_of("Posted,Amount,DR/CR", "11/09/2001,5.00,", "11/09/2001,5.00,XX")
    assert refusals(content, WITH_SIDE) == [
        "Line 2: there is neither debit nor credit.",
        "Line 3: “XX” is neither debit nor credit.",
    ]


def test_a_total_that_adds_up_is_passed_over() -> None:
    content = bank("11/09/2001,B-1,x,5.00", "11/09/2001,B-2,x,6.00", "Total,,,11.00")
    assert amounts(content) == [5, 6]


def test_a_total_that_does_not_add_up_is_a_reason_against_the_file() -> None:
    content = bank("11/09/2001,B-1,x,5.00", "11/09/2001,B-2,x,6.00", "Grand Total:,,,11.01")
    assert refusals(content, UNLABELLED) == [
        "Line 4: the total of amount is 11.01, but the lines above it add up to 11.00."
    ]


def test_subtotals_count_from_the_last_one() -> None:
    content = bank(
        *("11/09/2001,B-1,x,5.00", "Subtotal,,,5.00", "11/13/2001,B-2,x,6.00", "Subtotal,,,6.00"),
        "Total,,,11.00",
    )
    assert amounts(content) == [5, 6]


def test_a_total_without_a_figure_is_refused() -> None:
    assert refusals(bank("11/09/2001,B-1,x,5.00", "Total: 5.00"), UNLABELLED) == [
        "Line 3: the total has no figure beneath a column of the layout."
    ]


def test_a_total_may_take_off_what_was_canceled() -> None:
    cancel = SALE.replace("HV-1,Sold,", "HV-2,Cancelled,HV-1")
    content = sales(SALE, cancel, "Total,,,,,0,,0.00,0.00,0.00,0.00")

    assert [line.kind for line in read(content, AGENT).lines] == ["sale", "cancel"]


def test_a_disclaimer_beneath_is_passed_over() -> None:
    content = bank(
        "11/09/2001,B-1,x,5.00",
        "",
        "Not insured; may lose value.",
        "First Pine is not a bank of this world,,,",
    )
    assert amounts(content) == [5]


def test_a_disclaimer_in_many_cells_is_passed_over_where_the_layout_knows_it() -> None:
    content = sales(SALE, "Figures are preliminary, unaudited, and may change")
    assert len(read(content, AGENT).lines) == 1


def test_a_header_on_each_page_is_passed_over() -> None:
    content = bank("11/09/2001,B-1,x,5.00", BANK_HEADER, "11/13/2001,B-2,x,6.00")
    assert amounts(content) == [5, 6]


def test_account_period_and_balances_are_read_from_above_and_beneath() -> None:
    content = lines_of(
        *("Account: 00123", "Period:,11/01/2001 - 11/30/2001", "Opening balance,$10.00"),
        *(BANK_HEADER, "11/09/2001,B-1,x,5.00", "Closing balance,,,15.00"),
    )
    statement = read(content, BANK)

    assert statement[1:6] == (
        *("00123", date(2001, 11, 1), date(2001, 11, 30)),
        *(Decimal("10.00"), Decimal("15.00")),
    )


def test_balances_that_the_lines_do_not_give_are_refused() -> None:
    content = lines_of(
        *("Account: 00123", "Period:,11/01/2001 - 11/30/2001", "Opening balance,$10.00"),
        *(BANK_HEADER, "11/09/2001,B-1,x,5.00", "Closing balance,,,15.01"),
    )
    assert refusals(content, BANK) == [
        (
            "Line 6: the closing balance is $15.01, but the opening balance of $10.00 and the "
            "lines give $15.00."
        )
    ]


def test_a_file_that_ends_before_what_its_layout_announces_is_refused() -> None:
    content = lines_of(
        *("Account: 00123", "Period:,11/01/2001 - 11/30/2001", "Opening balance,$10.00"),
        *(BANK_HEADER, "11/09/2001,B-1,x,5.00"),
    )
    assert refusals(content, BANK) == ["Line 5: the file ends without “Closing balance”."]


def test_a_line_outside_the_period_is_refused() -> None:
    layout = BANK._replace(labels={"Period": "period"})
    content = lines_of("Period: 11/01/2001 to 11/08/2001", BANK_HEADER, "11/09/2001,B-1,x,5.00")
    assert refusals(content, layout) == [
        "Line 3: Nov 9, 2001 is outside the statement's period, Nov 1, 2001 to Nov 8, 2001."
    ]


def test_balances_may_be_rows() -> None:
    layout = UNLABELLED._replace(
        columns={**UNLABELLED.columns, "Type": "kind"},
        kinds={"Brought fwd": "opening", "Wire": "payment", "Carried fwd": "closing"},
    )
    content = lines_of(
        f"{BANK_HEADER},Type",
        "11/08/2001,,,10.00,Brought fwd",
        "11/09/2001,B-1,x,5.00,WIRE",
        "11/09/2001,,,15.00,Carried fwd",
    )
    statement = read(content, layout)

    assert (statement.opening, statement.closing) == (Decimal(10), Decimal(15))
    assert [line.kind for line in statement.lines] == ["balance", "payment", "balance"]


def test_a_word_that_the_layout_does_not_know_is_refused() -> None:
    assert refusals(sales(SALE.replace("Sold", "Busted")), AGENT) == [
        "Line 2: the layout does not say what “Busted” means; it knows Sold, Cancelled."
    ]


def test_a_cancel_is_stated_like_its_sale_and_names_it() -> None:
    cancel = (
        "11/13/2001,,HV-2,Cancelled,HV-1,(949710),4.0254,(3822967.00),(152918.68),0,(3670048.32)"
    )
    [_, line] = read(sales(SALE, cancel), AGENT).lines

    assert (line.kind, line.cancels, line.shares, line.net) == (
        *("cancel", "HV-1", 949710),
        Decimal("3670048.32"),
    )


def test_a_sale_of_shares_below_zero_is_a_cancel() -> None:
    [line] = read(sales(SALE.replace("949710", "-949710")), AGENT).lines

    assert (line.kind, line.shares) == ("cancel", 949710)


def test_a_sale_without_shares_is_refused() -> None:
    assert refusals(sales(SALE.replace("949710", "0")), AGENT) == [
        "Line 2: there is no number of shares."
    ]


def test_commission_printed_as_a_deduction_is_the_commission() -> None:
    [line] = read(sales(SALE.replace("152918.68", "(152918.68)")), AGENT).lines

    assert line.commission == Decimal("152918.68")


def test_the_transfer_agents_balances_are_shares() -> None:
    content = lines_of(
        *("Issuer\tNeoTherapeutics", "Opening shares\t1000", "Date\tRef\tMovement\tShares"),
        *("2001-11-15\tE-1\tIssued\t500", "2001-11-16\tE-2\tReturned\t200"),
        "Closing shares\t1300",
    )
    statement = read(content, TRANSFER_AGENT)

    assert (statement.opening, statement.closing) == (Decimal(1000), Decimal(1300))
    assert [line.kind for line in statement.lines] == ["delivery", "cancel"]


def test_a_share_balance_that_does_not_agree_is_refused_in_shares() -> None:
    content = lines_of(
        *("Issuer\tNeoTherapeutics", "Opening shares\t1000", "Date\tRef\tMovement\tShares"),
        *("2001-11-15\tE-1\tIssued\t500", "Closing shares\t1400"),
    )
    assert refusals(content, TRANSFER_AGENT) == [
        (
            "Line 5: the closing balance is 1,400 shares, but the opening balance of 1,000 "
            "shares and the lines give 1,500 shares."
        )
    ]


def test_a_workbook_is_read_by_the_lines_of_its_sheet() -> None:
    content = workbook(
        [
            ["First Pine"],
            [],
            ["Posted", "Bank Ref", "Details", "Amount"],
            [NOV_9, "B-1", "Wire", "=5.25"],
        ]
    )
    [line] = read(content, UNLABELLED._replace(format="xlsx")).lines

    assert (line.number, line.day, line.amount) == (4, NOV_9, Decimal("5.25"))


def test_what_is_no_workbook_is_refused() -> None:
    assert refusals(b"PK\x03\x04", UNLABELLED._replace(format="xlsx")) == [
        "The file is not an Excel workbook (.xlsx) that can be read."
    ]


def test_an_empty_file_is_refused() -> None:
    assert refusals(b" \r\n", UNLABELLED) == ["Line 1: the file is empty."]


def test_the_encoding_is_seen_in_the_bytes() -> None:
    content = bank("11/09/2001,B-1,Caf\N{LATIN SMALL LETTER E WITH ACUTE},5.00").decode()
    encoded = [content.encode(each) for each in ("utf-8", "utf-8-sig", "utf-16", "cp1252")]

    assert {read(each, UNLABELLED).lines[0].text for each in encoded} == {
        "Caf\N{LATIN SMALL LETTER E WITH ACUTE}"
    }


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    assert refusals(bank("11/09/2001,B-1,x,5.00", "11/09/2001,B-2,\0,5.00"), UNLABELLED) == [
        "Line 3: holds something that is not text (U+0000 at character 16)."
    ]


def test_a_line_of_endless_length_is_refused() -> None:
    assert refusals(bank("x" * 30_000), UNLABELLED) == ["Line 2: is longer than 20,000 characters."]


def test_a_balance_that_says_nothing_is_refused() -> None:
    layout = BANK._replace(labels={"Closing balance": "closing"})
    content = bank("11/09/2001,B-1,x,5.00", "Closing balance,,,n/a")
    assert refusals(content, layout)[0] == "Line 3: “n/a” is not a balance."


def test_a_cell_far_from_the_others_is_refused_before_the_area_is_laid_out() -> None:
    far = '<worksheet><sheetData><row r="149999"><c r="ZZ149999"/></row></sheetData></worksheet>'
    content = workbook([["Posted"]], parts={"xl/worksheets/sheet1.xml": far})
    assert refusals(content, UNLABELLED._replace(format="xlsx")) == [
        (
            "The workbook has a cell ZZ149999, far from the others: save the sheet as CSV and "
            "choose a layout for CSV."
        )
    ]


def test_a_quotation_mark_does_not_take_in_the_rest_of_a_large_file() -> None:
    content = bank('11/09/2001,B-1,"Wire', *["11/09/2001,B-2,x,5.00"] * 200)
    assert refusals(content, UNLABELLED) == ["Line 2: the row goes on for more than 100 lines."]


def test_a_reference_that_cannot_be_seen_is_refused_and_such_a_text_is_cleaned() -> None:
    hidden = "\N{RIGHT-TO-LEFT OVERRIDE}"
    assert refusals(bank(f"11/09/2001,B{hidden}1,x,5.00"), UNLABELLED) == [
        "Line 2: “B\N{REPLACEMENT CHARACTER}1” has characters that cannot be printed."
    ]
    [line] = read(bank(f"11/09/2001,B-1,x{hidden}y,5.00"), UNLABELLED).lines
    assert line.text == "x\N{REPLACEMENT CHARACTER}y"


@pytest.mark.parametrize("cell", ["1" * 19_000, "1 " * 9_000 + "x", "(" * 19_000, "1:" * 9_000])
def test_a_cell_of_endless_length_is_refused_at_once(cell: str) -> None:
    [sentence] = refusals(bank(f"{cell},B-1,x,{cell[:900]}"), UNLABELLED)
    assert "is not a date" in sentence
    assert "is not a number" in sentence
