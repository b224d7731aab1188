"""Importing sales in the browser: what each step shows, all or none, and nothing twice."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neoequity.books.models import Document
from placements.models import Attachment, Placement, RememberedColumn, Sale
from tests.books import nothing_changes
from tests.factories import AgreementFactory, PlacementFactory, UserFactory, sell
from tests.pages.plain_text import words
from tests.terms.workbooks import Cell, workbook
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

IMPORT = "/sales/import/"
OURS = "agreement,placement,trade_date,shares,price,gross,method,agent_reference"
HEAD = "Trade Date\tQty\tPx\tTicket Ref"
COLUMNS = ["trade_date", "shares", "price", "agent_reference"]


@built_once
def placement(db: None) -> Placement:
    """Of a million shares, from $4.00."""
    made: Placement = PlacementFactory(accepted=True)
    return made


def ours(*rows: str) -> str:
    return "\n".join([OURS, *(f"sales-agreement,1,{row}" for row in rows)])


def good(reference: str, price: str = "4.10") -> str:
    return f"2001-11-09,1000,{price},,negotiated,{reference}"


def read(client: Client, text: str, **fields: object) -> Any:
    return client.post(IMPORT, {"paste": text, **fields})


def sent(response: Any) -> dict[str, list[str]]:
    """What a browser sends back of the table that it was shown."""
    page = response.content.decode()
    form = page.partition('enctype="multipart/form-data"')[2].partition("</form>")[0]
    fields: dict[str, list[str]] = {}
    for tag, body in re.findall(
        r"<(input|select)\b((?:.|\n)*?)(?=<(?:input|select|/td|/tr))", form
    ):
        name = re.search(r' name="([^"]*)"', body)
        value = re.search(r' value="([^"]*)"', body)
        if tag == "select":
            value = re.search(r'<option value="([^"]*)" selected', body)
        if name and (' type="checkbox"' not in body or " checked" in body):
            fields.setdefault(name[1], []).append(_plain(value[1]) if value else "")
    return fields


def _plain(text: str) -> str:
    for sign, written in (("'", "&#x27;"), ('"', "&quot;"), ("<", "&lt;"), ("&", "&amp;")):
        text = text.replace(written, sign)
    return text


def send(client: Client, response: Any, button: str, **cells: tuple[int, str]) -> Any:
    """The table sent back by this button, with one cell changed each: its row and text."""
    fields = sent(response)
    for column, (row, text) in cells.items():
        fields[column][row] = text
    return client.post(IMPORT, {**fields, button: "1"}, follow=True)


def test_a_stranger_is_sent_to_the_login_and_a_reader_is_refused(
    stranger: Client, reader: Client
) -> None:
    assert stranger.get(IMPORT)["Location"] == f"/accounts/login/?next={IMPORT}"
    assert reader.get(IMPORT).status_code == 403
    assert read(reader, ours(good("A-1"))).status_code == 403


def test_whoever_records_sales_is_led_to_the_import(reader: Client, writer: Client) -> None:
    assert f'href="{IMPORT}"' in writer.get("/sales/").content.decode()
    assert f'href="{IMPORT}"' in writer.get("/sales/new/").content.decode()
    assert f'href="{IMPORT}"' not in reader.get("/sales/").content.decode()


def test_nothing_is_imported_while_another_day_is_shown(writer: Client) -> None:
    assert writer.get(f"{IMPORT}?as_of=2001-11-01").status_code == 409


def test_a_file_of_the_contract_needs_no_question(writer: Client, placement: Placement) -> None:
    file = SimpleUploadedFile("notices.csv", ours(good("A-1"), good("A-2")).encode())
    with nothing_changes():
        page = writer.post(IMPORT, {"file": file})

    assert page.status_code == 200
    told = words(page)
    assert "Ready to post." in told
    assert "Gross $4,100.00 · commission $164.00 · net $3,936.00" in told
    assert "settles Nov 15, 2001 · $24,991,800.00 left after it" in told
    assert "Total of 2 sales Shares 2,000 Gross $8,200.00" in told


def test_an_excel_file_is_read_and_its_days_are_days(writer: Client, placement: Placement) -> None:
    names: list[Cell] = [*OURS.split(",")]
    row: list[Cell] = [
        "sales-agreement",
        1,
        placement.accepted_on,
        1000,
        "=4.1",
        None,
        "negotiated",
        "A-1",
    ]
    file = SimpleUploadedFile("fills.xlsx", workbook([names, row]))

    page = writer.post(IMPORT, {"file": file})

    assert sent(page)["trade_date"] == ["Oct 1, 2001"]
    assert sent(page)["price"] == ["4.1"]


def test_columns_of_other_names_are_asked_about_and_shown_with_their_values(
    writer: Client, placement: Placement
) -> None:
    page = read(writer, f"{HEAD}\n11/09/2001\t1,000\t4.10\tA-1", for_placement=placement.pk)

    assert page.context["shown"] == [
        ("Trade Date", ["11/09/2001"], "trade_date"),
        ("Qty", ["1,000"], "shares"),
        ("Px", ["4.10"], "price"),
        ("Ticket Ref", ["A-1"], ""),
    ]
    assert "Choose the column that holds the agent's reference." in words(
        read(writer, page.context["text"], columns="1", column=["", "shares", "price", ""])
    )


def test_what_was_said_of_the_columns_is_remembered_for_the_person(
    writer: Client, placement: Placement
) -> None:
    text = f"{HEAD}\n11/09/2001\t1,000\t4.10\tA-1"
    read(writer, text, columns="1", column=COLUMNS)
    read(writer, text, columns="1", column=COLUMNS)

    again = read(writer, text)

    assert "As you chose for your last file" in words(again)
    assert [chosen for _, _, chosen in again.context["shown"]] == COLUMNS
    remembered = RememberedColumn.objects.values_list("person__username", "header", "column")
    assert set(remembered) == {
        ("writer", "trade date", "trade_date"),
        ("writer", "qty", "shares"),
        ("writer", "px", "price"),
        ("writer", "ticket ref", "agent_reference"),
    }


def test_what_another_person_chose_is_not_remembered(writer: Client, placement: Placement) -> None:
    somebody = UserFactory()
    RememberedColumn.objects.create(person=somebody, header="qty", column="price")

    page = read(writer, f"{HEAD}\n11/09/2001\t1,000\t4.10\tA-1")

    assert "As you chose" not in words(page)
    assert page.context["shown"][1][2] == "shares"


def test_defaults_fill_the_cells_that_are_empty(writer: Client, placement: Placement) -> None:
    page = read(
        writer,
        "Qty  Px  Ref\n1,000  4.10  A-1\nTotal  1,000",
        columns="1",
        column=["shares", "price", "agent_reference"],
        for_placement=placement.pk,
        for_trade_date="2001-11-09",
        for_method="negotiated",
    )

    assert "Ready to post." in words(page)
    assert "Left out: line 3." in words(page)
    assert "Not a sale: Total · 1,000" in words(page) or "Not a sale: 1,000" in words(page)


def test_a_row_that_is_refused_has_its_sentence_beside_it(
    writer: Client, placement: Placement
) -> None:
    with nothing_changes():
        page = read(
            writer, ours(good("A-1"), good("A-2", price="3.99"), good("A-3", price='"4,1"'))
        )

    told = words(page)
    assert "2 of 3 rows must be corrected or unticked. Fix line 3, line 4." in told
    assert "below the minimum of $4.0000 agreed for placement 1 (p. S-11)." in told
    assert "Enter a price in dollars with at most six decimals, such as 4.0254." in told
    assert 'id="r1-price-against"' in page.content.decode()
    assert 'id="r1-price" value="3.99"' in page.content.decode()
    assert "Total of 1 of 3 sales" in told


def test_a_row_is_corrected_in_place_and_all_are_posted(
    writer: Client, placement: Placement
) -> None:
    page = read(writer, ours(good("A-1"), good("A-2", price="3.99")))
    checked = send(writer, page, "check", price=(1, "$4.25"))
    assert "Ready to post." in words(checked)
    assert not Sale.objects.exists()

    posted = send(writer, checked, "post")

    [(address, _)] = posted.redirect_chain
    assert address == (
        "/sales/?trade_from=2001-11-09&trade_to=2001-11-09&agreement=sales-agreement&placement=1"
    )
    assert (
        "2 sales posted. Sales Agreement: 2 sales, 2,000 shares, gross $8,350.00, commission "
        "$334.00." in words(posted)
    )
    assert set(Sale.objects.values_list("agent_reference", "price")) == {
        ("A-1", Decimal("4.10")),
        ("A-2", Decimal("4.25")),
    }
    assert {sale.recorded_by.username for sale in Sale.objects.all()} == {"writer"}


def test_all_are_posted_or_none(writer: Client, placement: Placement) -> None:
    page = read(writer, ours(good("A-1"), good("A-2", price="3.99")))
    with nothing_changes():
        refused = send(writer, page, "post")

    assert refused.status_code == 422
    assert "below the minimum of $4.0000" in words(refused)


def test_a_row_is_taken_out_and_put_back(writer: Client, placement: Placement) -> None:
    page = read(writer, ours(good("A-1"), good("A-2", price="3.99")))
    fields = sent(page)
    out = writer.post(IMPORT, {**fields, "posts": ["0"], "check": "1"})
    assert "Ready to post." in words(out)
    assert "Left out: 2001-11-09" in words(out) or "Left out: line 3." in words(out)

    back = writer.post(IMPORT, {**sent(out), "posts": ["0", "1"], "check": "1"})

    assert "below the minimum of $4.0000" in words(back)
    assert sent(back)["agent_reference"] == ["A-1", "A-2"]


def test_nothing_is_posted_when_no_row_is_ticked(writer: Client, placement: Placement) -> None:
    page = read(writer, ours(good("A-1")))
    with nothing_changes():
        answer = writer.post(IMPORT, {**sent(page), "posts": [], "post": "1"})
    assert answer.status_code == 422
    assert "No row is ticked" in words(answer)


def test_posting_twice_books_once_and_says_so_in_the_row(
    writer: Client, placement: Placement
) -> None:
    page = read(writer, ours(good("A-1"), good("A-2")))
    send(writer, page, "post")
    with nothing_changes():
        again = send(writer, page, "post")

    assert again.status_code == 422
    assert (
        "The agent's reference “A-1” is already booked as sale 1 of the Sales Agreement."
        in words(again)
    )


def test_what_only_posting_refuses_comes_back_in_the_same_table(
    writer: Client, placement: Placement
) -> None:
    """Somebody else posts the same notice between the check and the post."""
    page = read(writer, ours(good("A-1"), good("A-2")))
    sell(placement, agent_reference="a 2")

    refused = send(writer, page, "post")

    assert refused.status_code == 422
    assert "Fix line 3." in words(refused)
    assert "“A-2” is already booked as sale 1 of the Sales Agreement (as “a 2”)." in words(refused)
    assert Sale.objects.count() == 1


def test_what_looks_like_another_sale_is_said_and_does_not_stop_it(
    writer: Client, placement: Placement
) -> None:
    page = read(writer, ours(good("A-1"), good("A-2")))

    assert "Ready to post." in words(page)
    assert "line 3 looks like line 2" in words(page).lower()


def test_the_preview_is_a_trial_of_the_very_post(writer: Client, placement: Placement) -> None:
    """What it shows of each sale is what is then in the books."""
    page = read(writer, ours(good("A-1"), good("A-2", price="25.00")))
    shown = [row.figures.sale for row in page.context["review"].rows]
    send(writer, page, "post")

    booked = Sale.objects.order_by("number")
    for before, after in zip(shown, booked, strict=True):
        for column in ("gross", "commission", "net", "settlement_date", "number"):
            assert getattr(before, column) == getattr(after, column)


def test_file_and_rows_together_are_a_question(writer: Client) -> None:
    file = SimpleUploadedFile("notices.csv", b"a,b\n1,2")
    answer = read(writer, "a  b", file=file)
    assert answer.status_code == 422
    assert "Choose a file or paste rows, not both." in words(answer)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0" * 9, "The workbook is of an old version of Excel: save it as"),
        (b"\xff\xfe\x00\xd8", "The file is not text"),
        (b"PK\x03\x04nothing", "The file is not an Excel workbook (.xlsx) that can be read."),
        (b"%PDF-1.4\x00", "Line 1 holds a control character (U+0000)"),
        (b"x" * (2 * 1024 * 1024 + 1), "at most 2 MB are read. The command import_sales"),
        (b"Qty,Px\n1,2,3\n", "Line 2 has 3 cells; the header names 2."),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_with_a_sentence(
    writer: Client, content: bytes, sentence: str
) -> None:
    answer = writer.post(IMPORT, {"file": SimpleUploadedFile("fills.csv", content)})

    assert answer.status_code == 422
    assert sentence in words(answer)


def test_rows_of_a_file_that_are_refused_can_be_corrected_where_they_are(writer: Client) -> None:
    content = f"{OURS}\na,b,c,d,e,f,g,h,i\n".encode()
    answer = writer.post(IMPORT, {"file": SimpleUploadedFile("fills.csv", content)})

    assert "Line 2 has 9 cells" in words(answer)
    assert f"{OURS}\na,b,c,d,e,f,g,h,i" in answer.context["form"]["paste"].value()


def test_enter_presses_a_button_that_does_not_post(writer: Client, placement: Placement) -> None:
    page = read(writer, ours(good("A-1"))).content.decode()
    form = page.partition('enctype="multipart/form-data"')[2]
    assert 'name="check"' in re.findall(r"<button[^>]*>", form)[0]


def test_a_table_of_more_rows_than_are_ever_shown_is_refused(writer: Client) -> None:
    assert writer.post(IMPORT, {"line": ["1"] * 521}).status_code == 400


@pytest.mark.parametrize(
    "fields",
    [
        {"line": ["x", "9" * 40]},
        {"line": ["1"], "posts": ["0", "7", "x"], "shares": ["a", "b", "c"]},
        {"line": ["1"], "posts": ["0"], "agreement": ["../x"], "placement": ["9" * 30]},
        {"line": ["1"], "for_placement": "x", "for_trade_date": "soon", "for_method": "x"},
        {"paste": "a\tb\n1\t2", "columns": "1", "column": ["x", "shares", "price"]},
        {"paste": "a\tb\n1\t2", "column": ["shares"] * 50},
        {"columns": "1"},
        {"post": "1"},
    ],
)
def test_a_form_made_by_hand_posts_nothing_and_is_answered(
    writer: Client, fields: dict[str, object]
) -> None:
    sales = Sale.objects.count()
    assert writer.post(IMPORT, fields).status_code < 500
    assert Sale.objects.count() == sales


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=80))
def test_any_bytes_as_rows_or_as_a_file_are_answered(writer: Client, odd: bytes) -> None:
    head = OURS.encode() + b"\n"
    for content in (odd, head + odd):
        file = SimpleUploadedFile("odd", content)
        assert writer.post(IMPORT, {"file": file}).status_code < 500
        text = content.decode("latin-1")
        page = read(writer, text)
        assert page.status_code < 500
        if "review" in (page.context or {}):
            assert writer.post(IMPORT, {**sent(page), "post": "1"}).status_code < 500


def test_more_rows_cost_no_more_queries(writer: Client, placement: Placement) -> None:
    counts = []
    for number in (2, 60):
        text = ours(*(good(f"{number}-{n}") for n in range(number)))
        read(writer, text)  # what is remembered per process
        with CaptureQueriesContext(connection) as asked:
            assert "Ready to post." in words(read(writer, text))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_five_hundred_rows_are_checked_and_posted(writer: Client) -> None:
    PlacementFactory(accepted=True, shares_offered=1_000_000)
    page = read(writer, ours(*(good(f"N-{n}") for n in range(500))))
    posted = send(writer, page, "post")

    assert "500 sales posted." in words(posted)
    assert Sale.objects.count() == 500


def test_sales_under_two_agreements_are_listed_by_their_days(
    writer: Client, placement: Placement
) -> None:
    PlacementFactory(agreement=AgreementFactory(other=True), accepted=True)
    other = "other-agreement,1,2001-11-12,1000,4.10,,nasdaq,B-1"
    posted = send(writer, read(writer, f"{ours(good('A-1'))}\n{other}"), "post")

    assert posted.redirect_chain[0][0] == "/sales/?trade_from=2001-11-09&trade_to=2001-11-12"
    assert "Other Agreement: 1 sale, 1,000 shares" in words(posted)


def notice_file(content: bytes = b"We sold for you today.\n") -> SimpleUploadedFile:
    return SimpleUploadedFile("notice.txt", content)


def test_the_agents_notice_is_attached_to_each_posted_sale(
    writer: Client, placement: Placement
) -> None:
    review = sent(read(writer, ours(good("CF-1"), good("CF-2"))))
    writer.post(IMPORT, {**review, "post": "1", "document": notice_file()})
    attached = Attachment.objects.order_by("sale__number")
    assert list(attached.values_list("sale__agent_reference", "kind", "name")) == [
        ("CF-1", "notice", "notice.txt"),
        ("CF-2", "notice", "notice.txt"),
    ]
    assert Document.objects.count() == 1


def test_nothing_is_posted_with_a_notice_that_cannot_be_attached(
    writer: Client, placement: Placement
) -> None:
    review = sent(read(writer, ours(good("CF-1"))))
    with nothing_changes():
        answer = writer.post(IMPORT, {**review, "post": "1", "document": notice_file(b"")})
    assert answer.status_code == 422
    assert "Nothing was posted. Fix the agent's notice." in words(answer)
    assert "The file is empty." in words(answer)


def test_a_file_chosen_before_the_rows_are_in_order_must_be_chosen_again(
    writer: Client, placement: Placement
) -> None:
    review = sent(read(writer, ours(good("CF-1", price="3.00"))))
    answer = writer.post(IMPORT, {**review, "post": "1", "document": notice_file()})
    assert answer.status_code == 422
    assert "Choose “notice.txt” again" in words(answer)
