"""Reading the agent's file: every bad one gets sentences with its lines; no database is needed."""

import os
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from neoequity.books.refusal import Refused
from placements import imports
from placements.imports import MOST_BYTES, Notices, read_notices
from placements.terms.notice import SaleNotice

HEADER = "agreement,placement,trade_date,shares,price,gross,method,agent_reference"
FIRST = "sales-agreement,1,2001-11-09,949710,4.0254,3822967.00,negotiated,424B3-2001-11-12"
NOTICE = SaleNotice(
    agreement="sales-agreement",
    placement=1,
    trade_date=date(2001, 11, 9),
    shares=949710,
    price=Decimal("4.0254"),
    gross=Decimal("3822967.00"),
    method="negotiated",
    agent_reference="424B3-2001-11-12",
)


def read(content: str | bytes) -> Notices:
    raw = content.encode() if isinstance(content, str) else content
    return read_notices(BytesIO(raw), len(raw))


def refusal(content: str | bytes) -> list[str]:
    with pytest.raises(Refused) as refused:
        read(content)
    return [reason.sentence for reason in refused.value.reasons]


def row(**cells: str) -> str:
    """The first row with other cells."""
    said = dict(zip(HEADER.split(","), FIRST.split(","), strict=True))
    return ",".join({**said, **cells}.values())


def test_a_notice_is_read_as_it_is_written() -> None:
    assert read(f"{HEADER}\n{FIRST}\n").notices == [NOTICE]


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\r\n{FIRST}\r\n",
        f"{HEADER}\n{FIRST}",
        f"\ufeff{HEADER}\n{FIRST}\n",
        f"\n{HEADER}\n\n{FIRST}\r\n\r\n\n",
        f'{HEADER}\n"sales-agreement",1,2001-11-09,"949710",4.0254,3822967.00,negotiated,424B3-2001-11-12\n',
    ],
)
def test_line_ends_byte_order_mark_quotes_and_empty_lines_make_no_difference(content: str) -> None:
    assert read(content).notices == [NOTICE]


def test_columns_may_stand_in_any_order() -> None:
    columns, cells = HEADER.split(","), FIRST.split(",")
    content = f"{','.join(reversed(columns))}\n{','.join(reversed(cells))}\n"

    assert read(content).notices == [NOTICE]


def test_an_empty_gross_is_left_to_shares_times_price() -> None:
    assert read(f"{HEADER}\n{row(gross='')}\n").notices == [NOTICE._replace(gross=None)]


def test_a_settlement_date_and_its_reason_may_be_given() -> None:
    content = (
        f"{HEADER},settlement_date,settlement_reason\n"
        f"{FIRST},2001-11-16,Agreed by telephone\n"
        f"{row(agent_reference='B')},,\n"
    )

    agreed, by_rule = read(content).notices
    assert (agreed.settlement_date, agreed.settlement_reason) == (
        date(2001, 11, 16),
        "Agreed by telephone",
    )
    assert (by_rule.settlement_date, by_rule.settlement_reason) == (None, "")


def test_a_notice_knows_its_line() -> None:
    content = f"{HEADER}\n\n{FIRST}\n\n\n{row(agent_reference='B')}\n"

    assert read(content).lines == [3, 6]


WRONG_HEADERS = {
    "": [
        (
            "The file is empty; its first line must name the columns agreement, placement, "
            "trade_date, shares, price, gross, method, agent_reference, settlement_date, "
            "settlement_reason, commission, deductions, remark."
        )
    ],
    f"{HEADER},note": [
        (
            "Line 1: the column “note” is not known; known are agreement, placement, trade_date, "
            "shares, price, gross, method, agent_reference, settlement_date, settlement_reason, "
            "commission, deductions, remark."
        )
    ],
    HEADER.replace("gross,", "").replace("price,", ""): [
        "Line 1: the column “price” is missing.",
        "Line 1: the column “gross” is missing.",
    ],
    f"{HEADER},shares": ["Line 1: the column “shares” appears twice."],
    HEADER: ["The file has a header, but no sales."],
}


@pytest.mark.parametrize("header", WRONG_HEADERS)
def test_a_wrong_header_is_refused(header: str) -> None:
    assert refusal(header) == WRONG_HEADERS[header]


def test_a_file_without_a_header_is_refused() -> None:
    assert refusal(f"{FIRST}\n")[0].startswith("Line 1: the column “sales-agreement” is not known;")


SHARES = "must be a whole number, in plain digits such as 949710"
PRICE = "must be a price in dollars with at most six decimals, in plain digits such as 4.0254"
GROSS = "must be an amount in dollars with at most two decimals, in plain digits such as 3822967.00"
YEARS = "trade_date must lie between 1980 and 2100"
DATE = "must be a date that exists, written as YYYY-MM-DD"
NUMBER = "must be the number of a placement within its agreement, such as 1"
SLUG = "must be the short name of an agreement, such as sales-agreement"
METHOD = "must be the short name of a method, such as negotiated"
LONG = "must be no longer than 64 characters"
FORTY = "1" * 40
WRONG_CELLS = [
    ("shares", "1.5", f"shares {SHARES}; it is “1.5”."),
    ("shares", '"1,000"', f"shares {SHARES}; it is “1,000”."),
    ("shares", "1e3", f"shares {SHARES}; it is “1e3”."),
    ("shares", "1_000", f"shares {SHARES}; it is “1_000”."),
    ("shares", "+1000", f"shares {SHARES}; it is “+1000”."),
    ("shares", "-1000", f"shares {SHARES}; it is “-1000”."),
    ("shares", "NaN", f"shares {SHARES}; it is “NaN”."),
    ("shares", "\u0661\u0660\u0660", f"shares {SHARES}; it is “\u0661\u0660\u0660”."),
    ("shares", "", f"shares {SHARES}; it is empty."),
    ("shares", "0", "shares must be more than zero; it is “0”."),
    ("shares", FORTY, f"shares {SHARES}; it is “{FORTY}”."),
    ("shares", f"{FORTY}1", f"shares {SHARES}; it is “{FORTY}…”."),
    ("price", "$4", f"price {PRICE}; it is “$4”."),
    ("price", "4,03", "has 9 cells; the header names 8 columns."),
    ("price", "4.", f"price {PRICE}; it is “4.”."),
    ("price", ".5", f"price {PRICE}; it is “.5”."),
    ("price", "4.0000001", f"price {PRICE}; it is “4.0000001”."),
    ("price", "Infinity", f"price {PRICE}; it is “Infinity”."),
    ("price", "0.000000", "price must be more than zero; it is “0.000000”."),
    ("gross", "(3822967.00)", f"gross {GROSS}; it is “(3822967.00)”."),
    ("gross", "1.234", f"gross {GROSS}; it is “1.234”."),
    ("gross", "0.00", "gross must be more than zero; it is “0.00”."),
    ("trade_date", "2001-02-30", f"trade_date {DATE}; it is “2001-02-30”."),
    ("trade_date", "11/09/2001", f"trade_date {DATE}; it is “11/09/2001”."),
    ("trade_date", "20011109", f"trade_date {DATE}; it is “20011109”."),
    ("trade_date", "2001-W45-5", f"trade_date {DATE}; it is “2001-W45-5”."),
    ("trade_date", "2001-11-09T00:00", f"trade_date {DATE}; it is “2001-11-09T00:00”."),
    ("trade_date", "1979-12-31", f"{YEARS}; it is “1979-12-31”."),
    ("trade_date", "9999-12-31", f"{YEARS}; it is “9999-12-31”."),
    ("placement", "01", f"placement {NUMBER}; it is “01”."),
    ("placement", "9999999999", f"placement {NUMBER}; it is “9999999999”."),
    ("agreement", "Sales Agreement", f"agreement {SLUG}; it is “Sales Agreement”."),
    ("method", "By phone", f"method {METHOD}; it is “By phone”."),
    ("method", " ecn", "method must not begin or end with a space; it is “ ecn”."),
    ("agent_reference", "", "agent_reference must be the agent's reference; it is empty."),
    ("agent_reference", "A" * 65, f"agent_reference {LONG}; it is “{'A' * 40}…”."),
]


@pytest.mark.parametrize(("column", "cell", "fault"), WRONG_CELLS)
def test_a_wrong_cell_is_named_with_its_line(column: str, cell: str, fault: str) -> None:
    assert refusal(f"{HEADER}\n{FIRST}\n{row(**{column: cell})}\n") == [f"Line 3: {fault}"]


def test_a_settlement_date_that_does_not_exist_is_named() -> None:
    content = f"{HEADER},settlement_date\n{FIRST},2001-11-31\n"

    assert refusal(content) == [f"Line 2: settlement_date {DATE}; it is “2001-11-31”."]


def test_every_fault_of_every_line_is_told() -> None:
    content = f"{HEADER}\n{row(shares='x', price='y')}\n{FIRST}\n{row(gross='z')}\n"

    assert [sentence.partition(" must")[0] for sentence in refusal(content)] == [
        "Line 2: shares",
        "Line 2: price",
        "Line 4: gross",
    ]


QUOTES = "is not CSV: a quotation mark is not closed, or text follows it."
CONTROL = "which no notice needs."
WRONG_LINES = [
    (b"sales-agreement,1", "has 2 cells; the header names 8 columns."),
    (f"{FIRST},,".encode(), "has 10 cells; the header names 8 columns."),
    (b"   ", "has 1 cell; the header names 8 columns."),
    (FIRST.replace("sa", "s\0a").encode(), f"holds a control character (U+0000), {CONTROL}"),
    (FIRST.replace(",", "\t").encode(), f"holds a control character (U+0009), {CONTROL}"),
    (f"{FIRST}\r{FIRST}".encode(), f"holds a control character (U+000D), {CONTROL}"),
    (FIRST.encode("utf-16"), "is not UTF-8 text: byte 0xFF at place 1."),
    (FIRST.replace("424", "\xe9").encode("latin-1"), "is not UTF-8 text: byte 0xE9 at place 66."),
    (f'"{FIRST}'.encode(), QUOTES),
    (f'"sales"{FIRST}'.encode(), QUOTES),
]


@pytest.mark.parametrize(("line", "fault"), WRONG_LINES)
def test_a_line_that_is_no_record_is_named(line: bytes, fault: str) -> None:
    content = f"{HEADER}\n{FIRST}\n".encode() + line + b"\n"

    assert refusal(content) == [f"Line 3: {fault}"]


def test_a_header_in_another_encoding_is_refused() -> None:
    assert refusal(f"{HEADER}\n".encode("utf-16")) == [
        "Line 1: is not UTF-8 text: byte 0xFF at place 1."
    ]


def test_a_reference_that_stands_twice_in_the_file_is_refused_with_both_lines() -> None:
    again = row(shares="1", gross="4.03")
    elsewhere = row(agreement="other-agreement")

    assert refusal(f"{HEADER}\n{FIRST}\n{elsewhere}\n{again}\n") == [
        "Line 4: the agent's reference “424B3-2001-11-12” already appears on line 2."
    ]


def test_a_reference_spelled_differently_is_refused_with_both_spellings() -> None:
    rows = (row(agent_reference="X-1"), row(agent_reference="x-01"))

    assert refusal("\n".join([HEADER, *rows])) == [
        "Line 3: the agent's reference “x-01” already appears on line 2 (as “X-1”)."
    ]


def test_rows_of_nothing_but_commas_are_passed_over() -> None:
    content = f"{HEADER}\n,,,,,,,\n{FIRST}\n,,,,,,,\n,,\n"

    assert read(content).lines == [3]
    assert refusal(f"{HEADER}\n,,,,,,,\n") == ["The file has a header, but no sales."]


@pytest.mark.parametrize("price", ["4.03", "4.0300", "4", "4.025400"])
def test_a_price_keeps_the_decimals_it_was_written_with(price: str) -> None:
    [notice] = read(f"{HEADER}\n{row(price=price, gross='')}\n").notices

    assert str(notice.price) == price


class Unread(BytesIO):
    """A file that nobody may read."""

    def readline(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("The file was read.")


def test_a_file_that_is_too_large_is_refused_by_its_size_and_not_read() -> None:
    with pytest.raises(Refused) as refused:
        read_notices(Unread(), 2_000_000_000)

    assert str(refused.value) == (
        "The file has 2,000,000,000 bytes; a file of notices has at most 20,000,000."
    )


def test_a_line_without_an_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "one-line.csv"
    path.write_bytes(f"{HEADER}\n".encode())
    os.truncate(path, MOST_BYTES)

    with path.open("rb") as file:
        with pytest.raises(Refused) as refused:
            read_notices(file, MOST_BYTES)
        assert file.tell() < 10_000
    assert str(refused.value) == "Line 2: is longer than 4,096 bytes."


def test_a_file_with_too_many_sales_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_SALES", 2)
    rows = [row(agent_reference=f"A{n}") for n in range(3)]

    assert refusal("\n".join([HEADER, *rows])) == ["The file has more than 2 sales; split it."]


def test_reading_ends_after_very_many_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_FAULTS", 2)

    told = refusal("\n".join([HEADER, *["x"] * 9]))

    assert len(told) == 4
    assert told[-1] == "Too many errors; stopped reading at line 4."
