"""Rows that people paste: their columns, their figures and days, and what is no sale."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from neoequity.books.typed_numbers import MONEY, PRICE, SHARES, Kind, read_number
from placements.importing.columns import COLUMNS, guess, guesses, remembered_as
from placements.importing.rows import Cells, Row, cells_of, day_comes_first, filled, read_rows
from placements.importing.table import MOST_ROWS, Table, read_table
from placements.terms.notice import SaleNotice

NAMES = {"sales-agreement": "Sales Agreement", "other-agreement": "Other Agreement"}
FOR_ALL = {"agreement": "sales-agreement", "placement": "1", "method": "negotiated"}
NOTICE = SaleNotice(
    agreement="sales-agreement",
    placement=1,
    trade_date=date(2001, 11, 9),
    shares=949710,
    price=Decimal("4.0254"),
    gross=Decimal("3822967.00"),
    method="negotiated",
    agent_reference="A-1",
)
HEAD = ["Trade Date", "Qty", "Avg Px", "Principal", "Ref"]
FILL = ["Nov 9, 2001", "949,710", "4.0254", "3,822,967.00", "A-1"]


def read(text: str, for_all: dict[str, str] = FOR_ALL) -> list[Row]:
    """The rows as they are read with the columns that their names suggest."""
    table = read_table(text)
    cells = cells_of(table, guesses(table.headers(), {}))
    return read_rows(filled(cells, for_all), NAMES, month_first=not day_comes_first(cells))


def notices(text: str) -> list[SaleNotice | None]:
    return [row.notice for row in read(text)]


def refusal(text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_table(text)
    return [reason.sentence for reason in refused.value.reasons]


def sentences(row: Row) -> dict[str, str]:
    return {reason.field: reason.sentence for reason in row.reasons}


@pytest.mark.parametrize(
    "text",
    [
        "\t".join(HEAD) + "\r\n" + "\t".join(FILL) + "\r\n",
        "  ".join(HEAD) + "\n" + "    ".join(FILL),
        ";".join(HEAD) + "\n" + ";".join(FILL) + "\n",
        ",".join(HEAD) + "\n" + ",".join(f'"{cell}"' for cell in FILL),
        "\ufeff" + "\t".join(HEAD) + "\n\n" + "\t".join(FILL) + "\t\t\n",
        "\u00a0\u00a0".join(HEAD) + "\n" + "\u00a0 ".join(FILL),
        " \t ".join(HEAD) + "\n" + "---  ---  ---\n" + "\t".join(FILL),
    ],
    ids=["excel", "mail", "semicolons", "commas", "empty lines", "no-break spaces", "a rule"],
)
def test_columns_are_found_whatever_stands_between_them(text: str) -> None:
    assert notices(text) == [NOTICE]


def test_figures_of_a_mail_keep_their_commas() -> None:
    """A comma parts the columns only where nothing else does."""
    table = read_table("Nov 9, 2001  1,000  4.02  A-1\nNov 9, 2001  2,000  4.03  A-2")

    assert [line.cells for line in table.lines] == [
        ["Nov 9, 2001", "1,000", "4.02", "A-1"],
        ["Nov 9, 2001", "2,000", "4.03", "A-2"],
    ]


def test_a_comma_within_a_figure_never_moves_the_figures_behind_it() -> None:
    assert refusal("trade_date,shares,price\n2001-11-09,949,710,4.0254\n") == [
        (
            "Line 2 has 4 cells; the header names 3. Remove the commas within its figures, or put "
            "those cells in quotation marks."
        )
    ]


def test_a_column_of_excel_without_a_name_is_a_column() -> None:
    table = read_table("Qty\tPx\tRef\n100\t4.02\tA-1\tchecked\n")

    assert table.headers() == ["Qty", "Px", "Ref", "column 4 of 4"]


def test_in_a_mail_a_dash_is_an_empty_cell() -> None:
    [row] = read("  ".join(HEAD) + "\nNov 9, 2001  100  4.02  -  A-1")

    assert row.notice is not None
    assert row.notice.gross is None


def test_a_line_of_a_mail_that_lacks_a_cell_is_not_posted_unless_somebody_says_so() -> None:
    row, whole = read("  ".join(HEAD) + "\nNov 9, 2001  100  4.02  A-1\n" + "  ".join(FILL))

    assert (row.cells.posts, whole.cells.posts) == (False, True)


def test_titles_totals_and_farewells_are_no_sales() -> None:
    lines = [
        *("Fills for Nov 9, 2001, all accounts", "", "\t".join(HEAD), "\t".join(FILL)),
        *("\t".join(HEAD), "Total\t949,710\t\t3,822,967.00", "Grand total\t\t\t\tT-1"),
        "Best regards",
    ]
    rows = read("\n".join(lines))

    assert [(row.cells.line, row.cells.posts) for row in rows] == [
        *((1, False), (4, True), (5, False), (6, False), (7, False), (8, False)),
    ]
    assert [row.notice for row in rows if row.cells.posts] == [NOTICE]
    assert "Fills for Nov 9, 2001, all accounts" in rows[0].cells.texts.values()


def test_rows_without_names_of_columns_are_remembered_by_their_places() -> None:
    table = read_table("\t".join(FILL))

    assert table.header is None
    assert table.headers()[:2] == ["column 1 of 5", "column 2 of 5"]
    assert not table.is_ours()


def test_a_header_of_unknown_names_is_still_a_header() -> None:
    table = read_table("Datum;Menge;Kurs;Beleg\n2001-11-09;100;4.02;A-1")

    assert table.header == ["Datum", "Menge", "Kurs", "Beleg"]


def test_the_header_of_the_command_is_ours_and_needs_no_question() -> None:
    ours = "agreement,placement,trade_date,shares,price,gross,method,agent_reference"

    assert read_table(f"{ours}\nx,1,2001-11-09,1,2.00,,other,A-1").is_ours()
    assert not read_table("trade_date,shares,Px\n2001-11-09,1,2.00").is_ours()


@pytest.mark.parametrize(
    ("name", "column"),
    [
        *(("Trade Date", "trade_date"), ("TRADE_DT", "trade_date"), ("Date:", "trade_date")),
        *(
            ("Qty", "shares"),
            ("# of Shares", "shares"),
            ("No. of Shares", "shares"),
            ("Px", "price"),
        ),
        *(("Avg. Price", "price"), ("Gross Proceeds", "gross"), ("Ref #", "agent_reference")),
        *(("Agent’s Reference", "agent_reference"), ("Settle Date", "settlement_date")),
        *(("Net", ""), ("Amount", ""), ("Comm.", "commission"), ("", "")),
    ],
)
def test_a_column_is_guessed_by_the_names_of_the_trade(name: str, column: str) -> None:
    assert guess(name) == column


@pytest.mark.parametrize("column", COLUMNS)
def test_each_column_is_guessed_by_its_own_name(column: str) -> None:
    assert guess(column) == guess(COLUMNS[column]) == column


def test_two_columns_are_not_guessed_to_be_the_same() -> None:
    assert guesses(["Date", "Trade Date", "Qty"], {}) == ["trade_date", "", "shares"]


def test_what_was_chosen_before_goes_before_the_name() -> None:
    before = {remembered_as("Date"): "settlement_date", remembered_as("Size"): ""}

    assert guesses(["Date", "Size", "Px"], before) == ["settlement_date", "", "price"]


def test_dates_with_a_day_in_front_make_the_others_a_question() -> None:
    rows = read("Date\tQty\tPx\tRef\n11/09/2001\t1\t4.02\tA-1\n13/11/2001\t1\t4.02\tA-2")

    assert "could mean either" in sentences(rows[0])["trade_date"]
    assert sentences(rows[1])["trade_date"].startswith("Enter a date")


def test_what_was_read_is_shown_as_the_product_writes_it() -> None:
    texts = read("Date\tQty\tPx\tGross\tRef\n9-Nov-01\t949710\t$4.10\t$3893811\tA-1")[0].cells.texts

    assert (texts["trade_date"], texts["shares"]) == ("Nov 9, 2001", "949,710")
    assert (texts["price"], texts["gross"]) == ("4.10", "3,893,811.00")


def test_every_cell_that_cannot_be_read_has_a_sentence_of_its_own() -> None:
    [row] = read("Date\tQty\tPx\tMethod\tRef\nsoon\t1.5\t4,025\tby hand\t" + "x" * 65)

    assert row.notice is None
    assert sentences(row) == {
        "trade_date": "Enter a date such as Nov 9, 2001, 11/09/2001 or 2001-11-09.",
        "shares": "Enter a whole number of shares, such as 949,710.",
        "price": "Enter 4.025 or 4,025.00: “4,025” could mean either.",
        "method": "There is no method “by hand”: choose one.",
        "agent_reference": "Enter at most 64 characters.",
    }


def test_agreement_and_method_are_read_by_their_names_too() -> None:
    [row] = read(
        "Agreement\tPlacement\tDate\tQty\tPx\tMethod\tRef\n"
        "other agreement\tPlacement 2\t2001-11-09\t1\t4.02\tInto Nasdaq\tA-1"
    )

    assert row.notice is not None
    assert row.notice[:2] == ("other-agreement", 2)
    assert row.notice.method == "nasdaq"


def test_the_marks_of_an_export_are_taken_away() -> None:
    [row] = read("Date\tQty\tPx\tRef\n2001-11-09\t1\t4.02\t'0012345")

    assert row.notice is not None
    assert row.notice.agent_reference == "0012345"


def test_a_reference_twice_is_named_with_its_first_line() -> None:
    rows = read("Date\tQty\tPx\tRef\n2001-11-09\t1\t4.02\tX-1\n2001-11-09\t1\t4.02\tx 01")

    assert sentences(rows[1]) == {
        "agent_reference": "The agent's reference “x 01” already appears on line 2 (as “X-1”)."
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There are no rows: choose a file or paste the rows."),
        (" \n\n", "There are no rows: choose a file or paste the rows."),
        ("Qty\tPx\n", "There is a header, but there are no rows beneath it."),
        (
            "a\0b\t1",
            "Line 1 holds a control character (U+0000), which no notice needs.",
        ),
        (
            "one word a line\n",
            (
                "No columns were found: paste the rows from Excel, or separate the columns by "
                "tabs, commas, semicolons, or two or more spaces."
            ),
        ),
        ('Qty\tPx\n"1\t2', "Line 2: a quotation mark is not closed, or text follows it."),
        (f"Qty\tPx\n1\t{'2' * 501}", "Line 2 has a cell of more than 500 characters."),
        ("\t".join("x" * 41) + "\n", "There are 41 columns; at most 40 are read."),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    assert refusal(text) == [sentence]


def test_more_rows_than_can_be_corrected_are_left_to_the_command() -> None:
    text = "Qty\tPx\tRef\n" + "".join(f"1\t2.00\tA-{n}\n" for n in range(MOST_ROWS + 1))

    assert refusal(text) == [
        (
            "There are more than 500 rows; paste fewer at a time. The command import_sales records "
            "files of up to 100,000 sales."
        )
    ]
    assert len(read_table(text.rsplit("\n", 2)[0]).lines) == MOST_ROWS


@given(
    st.text(max_size=300)
    | st.text(st.sampled_from("Qty Px,Ref;\t\n\"'1234.50$()-/TotalNov"), max_size=300)
)
def test_whatever_is_pasted_is_a_table_or_a_sentence(text: str) -> None:
    table, against = None, ["."]
    try:
        table = read_table(text)
    except Refused as refused:
        against = [reason.sentence for reason in refused.reasons]
    assert all(sentence.endswith(".") for sentence in against)
    if table:
        assert all(len(line.cells) == table.width for line in [*table.above, *table.lines])
        rows = read_rows(cells_of(table, _first_columns(table)), NAMES)
        assert len(rows) == len(table.above) + len(table.lines)


def _first_columns(table: Table) -> list[str]:
    known = ["shares", "price", "gross", "trade_date", "agent_reference", "placement"]
    return (known + [""] * table.width)[: table.width]


@given(st.text(st.sampled_from("0123456789.,$()- \u00a0%x"), max_size=12))
def test_no_number_is_read_otherwise_than_numbers_are_typed(text: str) -> None:
    texts = {
        **dict.fromkeys(COLUMNS, ""),
        **FOR_ALL,
        "trade_date": "2001-11-09",
        "agent_reference": "A-1",
        "shares": text,
        "price": text,
        "gross": text,
    }
    [row] = read_rows([Cells(line=1, posts=True, texts=texts)], NAMES)
    reasons = sentences(row)
    for column, kind in (("shares", SHARES), ("price", PRICE), ("gross", MONEY)):
        typed = _typed(text, kind)
        if isinstance(typed, str):
            empty = column == "gross" and not text.strip()
            assert reasons.get(column) == (None if empty else typed)
        else:
            assert (column in reasons) == (typed <= 0)
            assert row.notice is None or getattr(row.notice, column) == typed


def _typed(text: str, kind: Kind) -> Decimal | str:
    """The number as it would be typed in a field, or the sentence against it."""
    try:
        return read_number(text, kind)
    except ValueError as fault:
        return str(fault)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=12))
def test_reading_what_was_read_changes_nothing(cells: list[str]) -> None:
    """What comes back from the browser untouched is the same sale."""
    texts = dict.fromkeys(COLUMNS, "") | dict(zip(COLUMNS, cells, strict=False))
    [once] = read_rows([Cells(1, posts=True, texts=texts)], NAMES)
    [again] = read_rows([once.cells], NAMES)

    assert again == once
