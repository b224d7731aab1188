"""What a file is, its bytes say; its name and what a browser claims count for nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.documents.content import CSV, FORMATS, MAIL, TEXT, content_type_of
from tests.documents.files import KEPT, NOT_KEPT

MAIL_OF = b"From: %s\nDate: Fri, 9 Nov 2001 16:30:00 -0500\n\nSold.\n"


@pytest.mark.parametrize("content_type", FORMATS)
def test_every_format_that_is_kept_is_known_by_its_bytes(content_type: str) -> None:
    assert content_type_of(KEPT[content_type]) == content_type


@pytest.mark.parametrize("what", NOT_KEPT)
def test_what_is_none_of_them_is_told_from_them(what: str) -> None:
    assert content_type_of(NOT_KEPT[what]) is None


@pytest.mark.parametrize(
    "text",
    [
        "BMO Capital Markets",  # begins as a bitmap does
        "MZ Holdings sold 1,000 shares",  # begins as a program does
        "one line, with a comma",
        "a,b\nonly one cell here\n",
        'a,"b\n1,2\n',
        "",
    ],
)
def test_a_text_is_a_text_however_it_begins(text: str) -> None:
    assert content_type_of(text.encode()) == TEXT


@pytest.mark.parametrize("table", ["a;b\n1;2\n", "a\tb\n1\t2", 'a,b\n"1,5",2\n'])
def test_a_text_whose_rows_have_as_many_cells_each_is_a_table(table: str) -> None:
    assert content_type_of(table.encode()) == CSV


@pytest.mark.parametrize(
    "head",
    [
        b"Date: Fri, 9 Nov 2001 16:30:00 -0500\nFrom: Desk <desk@agent.example>\n",
        b"Received: by x\nFrom: \xe4@agent.example\nDate: 9 Nov 2001 16:30:00 GMT\n",
    ],
)
def test_a_mail_has_a_sender_and_a_date_among_its_headers(head: bytes) -> None:
    assert content_type_of(head + b"\nBody, of whatever bytes: \xe4\n") == MAIL


@pytest.mark.parametrize(
    "sender",
    [
        b"(" * 5_000 + b"desk@agent.example",
        b"a:" * 5_000 + b"desk@agent.example;",
        b"(" * 20_000 + b")" * 20_000 + b"desk@agent.example",
    ],
    ids=["brackets", "groups", "closed brackets"],
)
def test_a_sender_in_thousands_of_brackets_is_no_sender(sender: bytes) -> None:
    assert content_type_of(MAIL_OF % sender) != MAIL


@pytest.mark.parametrize(
    "sender",
    [
        b"Desk (ATM (at the market)) <desk@agent.example>",
        b'"Desk: sales" <desk@agent.example>',
        b"Desk: desk@agent.example, other@agent.example;",
    ],
)
def test_a_sender_in_a_few_brackets_is_one(sender: bytes) -> None:
    assert content_type_of(MAIL_OF % sender) == MAIL


@given(st.binary(max_size=300))
def test_no_bytes_can_stop_the_judgement(content: bytes) -> None:
    assert content_type_of(content) in {None, *FORMATS}


@given(st.sampled_from(sorted(KEPT)), st.binary(max_size=40))
def test_bytes_behind_a_header_of_a_mail_or_image_can_not_stop_it_either(
    content_type: str, further: bytes
) -> None:
    assert content_type_of(KEPT[content_type] + further) in {None, *FORMATS}
