"""The text of a programme file is bounded before it is parsed, and told where it is beyond."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as quickly
from hypothesis import strategies as st

from neoequity.programme_text import MOST_BYTES, UnreadableError, parse

PROGRAMMES = settings.BASE_DIR / "neoequity" / "programmes"


def fault(content: str | bytes) -> str:
    with pytest.raises(UnreadableError) as unreadable:
        parse(content.encode() if isinstance(content, str) else content)
    return str(unreadable.value)


DEEP = "nests its tables deeper than a programme file does"
PARTS = "has a key of more than 10 parts"
NUMBER = "has a number longer than any figure is"
TEXT = "has a text of more than 1,000 characters"
HALF_A_HEADER = "Expected ']' at the end of a table declaration"
BEYOND: dict[str, tuple[str | bytes, str]] = {
    "a number of 4,301 digits": (f"a = {'1' * 4_301}", f"{NUMBER} (at line 1, column 5)"),
    "the same in sixteens": (f"\n a = 0x{'f' * 5_000}", f"{NUMBER} (at line 2, column 6)"),
    "the same below zero": (f"a = -{'1' * 4_301}", f"{NUMBER} (at line 1, column 5)"),
    "decimals without end": (f"a = 1.{'1' * 4_301}", f"{NUMBER} (at line 1, column 5)"),
    "a power beyond all": ("a = 1e9999999999999999999", f"{NUMBER} (at line 1, column 5)"),
    "a power that can be written out": ("a = [1, 1e1000]", f"{NUMBER} (at line 1, column 9)"),
    "lists in lists": (f"a = {'[' * 5_000}{']' * 5_000}", f"{DEEP} (at line 1, column 15)"),
    "tables in lists": (f"a = {'[{b = ' * 900}", f"{DEEP} (at line 1, column 35)"),
    "a key of 20,000 parts": (f"a{'.a' * 20_000} = 1", f"{PARTS} (at line 1, column 1)"),
    "a key in parts apart": (f"b = 1\na{' . a' * 20_000} = 1", f"{PARTS} (at line 2, column 39)"),
    "a key in quoted parts": ('"a"' + '."a"' * 900 + " = 1", f"{PARTS} (at line 1, column 40)"),
    "a header of 900 parts": (f"[a{'.a' * 400}]", f"{PARTS} (at line 1, column 2)"),
    "a text of a megabyte": ('a = "' + "x" * 900_000 + '"', f"{TEXT} (at line 1, column 5)"),
    "a text of escapes": ('a = "' + r"\n" * 5_000 + '"', f"{TEXT} (at line 1, column 5)"),
    "a text of many lines": ('a = """' + "x\n" * 5_000 + '"""', f"{TEXT} (at line 1, column 5)"),
    "a literal text": (f"a = '{'x' * 5_000}'", f"{TEXT} (at line 1, column 5)"),
    "a literal text of many lines": (f"a = '''{'x' * 5_000}'''", f"{TEXT} (at line 1, column 5)"),
    "a key as long as a text": ('"' + "x" * 5_000 + '" = 1', f"{TEXT} (at line 1, column 1)"),
    "a word without end": (
        f"{'x' * 5_000} = 1",
        "has a word of more than 1,000 characters (at line 1, column 1)",
    ),
    "a list without end": (
        f"a = [{'1,' * 200_000}]",
        "has more than 100,000 keys and values (at line 1, column 200002)",
    ),
    "a file without end": (
        b"#" * (MOST_BYTES + 1),
        "is larger than 1,000,000 bytes: it is no programme file",
    ),
    "no text": (b"a = '\xff'", "is not UTF-8 text: invalid start byte"),
    "no TOML": ("[issuer\n", f"is not TOML: {HALF_A_HEADER} (at line 1, column 8)"),
}  # fmt: skip


@pytest.mark.parametrize("what", BEYOND)
def test_what_is_beyond_all_bounds_is_told_with_its_place(what: str) -> None:
    content, sentence = BEYOND[what]
    assert fault(content) == sentence


@pytest.mark.parametrize("path", sorted(PROGRAMMES.glob("*.toml")), ids=lambda path: path.stem)
def test_a_programme_is_read_as_the_library_reads_it(path: Path) -> None:
    expected = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    assert parse(path.read_bytes()) == expected


def test_what_looks_like_the_end_of_a_text_and_is_not_bounds_nothing() -> None:
    content = r"""
a = "\" # [[[[[[[[[[[[[[[[" # [[[[[[[[[[[[[[[[[[
b = '\' # [[[[[[[[[[[[[[[['
c = '''
[[[[[[[[[[[[''[[[[ # ' '''''
d = {e = 1.5, "f g".h = [2001-11-09T22:30:00.123456+00:00, 1_000, 4e-10]}
"""
    assert parse(content.encode()) == tomllib.loads(content, parse_float=Decimal)
    assert list(parse(content.encode())) == ["a", "b", "c", "d"]


_PIECES = [
    *("a", "b", ".", " ", "=", "\n", "\n[", "[[", "]]", "]", "{", "}", ",", "#", '"', "'", '"""'),
    *(
        "'''",
        "\\",
        '\\"',
        "\\u0000",
        "1",
        "-",
        "1.5",
        "1e5",
        "true",
        "2001-11-09",
        "nan",
        "é",
        "\r",
    ),
    *("\0", "\x85", "a.b.c", "[history.event]\n", "1" * 41, "x" * 1_001, "1e999", "\ufeff"),
]


@quickly(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_any_text_is_read_as_the_library_reads_it_or_refused_in_a_sentence(text: str) -> None:
    try:
        expected = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError):
        expected = None
    try:
        found, sentence = parse(text.encode()), ""
    except UnreadableError as unreadable:
        found, sentence = None, str(unreadable)

    assert "(at " in sentence if found is None else repr(found) == repr(expected)
