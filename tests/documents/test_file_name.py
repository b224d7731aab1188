"""Names of files: what they may not hold is taken out, and they end as their content does."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.documents.content import FORMATS, PDF, TEXT
from neoequity.books.documents.file_name import LONGEST, archive_name, clean_name

ENDINGS = st.sampled_from([form.endings for form in FORMATS.values()])


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("notice.pdf", "notice.pdf"),
        ("Notice 9 Nov.PDF", "Notice 9 Nov.PDF"),
        ("C:\\Users\\cfo\\notice.pdf", "notice.pdf"),
        ("../../etc/notice.pdf", "notice.pdf"),
        ("notice.txt", "notice.txt.pdf"),
        ("run.bat", "run.bat.pdf"),
        ("notice", "notice.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("a\r\nb\0c.pdf", "a bc.pdf"),
        ("not\u202efdp.exe.pdf", "notfdp.exe.pdf"),
        ('what?"<now>|.pdf', "what___now__.pdf"),
        ("über — Mitteilung.pdf", "über — Mitteilung.pdf"),
        ("notice.pdf ", "notice.pdf"),
    ],
)
def test_a_name_is_made_clean(name: str, clean: str) -> None:
    assert clean_name(name, FORMATS[PDF].endings) == clean


def test_a_text_never_leaves_as_a_program() -> None:
    assert clean_name("run.bat", FORMATS[TEXT].endings) == "run.bat.txt"


def test_a_name_that_is_too_long_keeps_its_ending() -> None:
    name = clean_name("x" * 300 + ".pdf", FORMATS[PDF].endings)
    assert (len(name), name[-5:]) == (LONGEST, "x.pdf")


@given(st.text(max_size=200), ENDINGS)
def test_whatever_it_was_called_the_name_is_safe(name: str, endings: tuple[str, ...]) -> None:
    clean = clean_name(name, endings)
    assert 0 < len(clean) <= LONGEST
    assert clean.lower().endswith(endings)
    assert not clean.startswith((".", " "))
    assert not set(clean) & set('/\\<>:"|?*')
    assert not [c for c in clean if unicodedata.category(c).startswith("C")]


@given(st.text(max_size=200), ENDINGS)
def test_a_clean_name_stays_as_it_is(name: str, endings: tuple[str, ...]) -> None:
    clean = clean_name(name, endings)
    assert clean_name(clean, endings) == clean


@given(st.text(max_size=200))
def test_a_name_in_an_archive_is_plain_letters(name: str) -> None:
    plain = archive_name(name)
    assert plain.isascii()
    assert plain
    assert not set(plain) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
    assert not plain.startswith((".", "-"))
