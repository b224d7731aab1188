"""Damaged statements of every format: whole, or refused with a line; never another exception.

A run damages a counted number of files, the same ones each time. ODD=10 damages ten times as many,
as `make odd` does.
"""

import os
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from neoequity.books.refusal import Refused
from neoequity.statements.terms.layout import Layout
from neoequity.statements.terms.line import Line, Statement
from neoequity.statements.terms.reading import read
from tests.statements import files

TIMES = int(os.environ.get("ODD") or 1)
FILES_A_FORMAT = 500 * TIMES
WORKBOOKS = 100 * TIMES
_SENTENCE = re.compile(r"Line [1-9][0-9]*: .+\.|Too many errors; stopped reading at line [0-9]+\.")
_OF_A_WORKBOOK = re.compile(r"The (?:file|workbook) .+\.")
_ODD = (
    *(b"\0", b"\xff", b"\xc3", b'"', b"\r", b"\n", b",", b";", b"\t", b"<", b">", b"&", b"&#0;"),
    *(b"-", b"(", b"9" * 30, b"1e400", b"NaN", b"Total", b"0", b"<!DOCTYPE a>", b":61:", b":86:"),
    *(b"</STMTTRN>", b"<STMTTRN>", b"]]>", b"<![CDATA[", "\u0663\u202e".encode(), b"=1+1", b"{"),
)
_LINES = [
    files.payment(1, files.NOV_9 + timedelta(n), f"{n * 1000 + 5}.25", f"B-{n}", f"Wire {n}")
    for n in range(12)
]
_SALES = [
    files.SALE.replace("HV-1", f"HV-{n}").replace("11/09", f"11/{n + 10:02}") for n in range(9)
]
_MOVED = (
    *("Issuer\tNeoTherapeutics", "Opening shares\t1,000", "Date\tRef\tMovement\tShares"),
    *(f"2001-11-{n + 10}\tE-{n}\tIssued\t{n + 1}00" for n in range(9)),
    "Closing shares\t5,500",
)
_OPENING = Decimal("10.00")
VALID: list[tuple[str, bytes, Layout]] = [
    ("csv", files.as_csv(_LINES, _OPENING), files.BANK),
    ("agent", files.sales(*_SALES, "Total,,,,,8547390"), files.AGENT),
    ("tsv", files.lines_of(*_MOVED), files.TRANSFER_AGENT),
    ("ofx", files.as_ofx(_LINES, _OPENING), files.OFX),
    ("mt940", files.as_mt940(_LINES, _OPENING), files.MT940),
    ("camt053", files.as_camt053(_LINES, _OPENING), files.CAMT053),
]
WORKBOOK = files.as_workbook(_LINES, _OPENING)
BOOK_LAYOUT = files.BANK._replace(format="xlsx")


def damaged(content: bytes, chance: Random, count: int) -> Iterator[bytes]:
    """The content, each time with one to four places changed, cut out, doubled or swapped."""
    for _ in range(count):
        bad = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(bad) + 1)
            behind = min(len(bad), place + chance.randint(0, 40))
            odd = chance.choice(_ODD), chance.randbytes(chance.randint(1, 4)), bad[place:behind] * 2
            bad[place : chance.choice((place, behind))] = chance.choice((b"", *odd))
        yield bytes(bad)


def said(content: bytes, layout: Layout) -> Statement | list[str]:
    """The statement or the reasons against the file; anything else is an error."""
    try:
        return read(content, layout)
    except Refused as refused:
        return [reason.sentence for reason in refused.reasons]


def proved(statement: Statement) -> bool:
    """Whether a statement holds together: lines in order, in its period, balances that agree."""
    numbers = [line.number for line in statement.lines]
    first, last = statement.first_day or date.max, statement.last_day or date.min
    whole = statement.opening is None or statement.closing is None
    return (
        numbers == sorted(numbers)
        and all(first <= line.day <= last for line in statement.lines)
        and (whole or statement.closing == (statement.opening or 0) + moved(statement))
    )


def moved(statement: Statement) -> Decimal:
    """What the lines add to the opening balance."""
    if statement.side == "bank":
        return files.total(line for line in statement.lines if line.kind != "balance")
    return sum((_shares(line) for line in statement.lines), Decimal(0))


def _shares(line: Line) -> Decimal:
    return Decimal(line.shares or 0) * (-1 if line.kind == "cancel" else 1)


def check(content: bytes, layout: Layout, sentence: Callable[[str], object]) -> bool:
    """Whether a damaged file is refused as it should be; one that is read must hold together."""
    told = said(content, layout)
    if isinstance(told, Statement):
        assert proved(told), content
        return False
    assert told
    assert all(sentence(each) and each.isprintable() for each in told), (told, content)
    return True


@pytest.mark.parametrize(("name", "content", "layout"), VALID, ids=lambda each: str(each)[:8])
def test_an_undamaged_file_is_read(name: str, content: bytes, layout: Layout) -> None:
    told = said(content, layout)
    assert isinstance(told, Statement)
    assert len(told.lines) == (9 if layout.side != "bank" else 12)


@pytest.mark.parametrize(("name", "content", "layout"), VALID, ids=lambda each: str(each)[:8])
def test_a_damaged_file_is_whole_or_refused_with_a_line(
    name: str, content: bytes, layout: Layout
) -> None:
    chance = Random(name)  # noqa: S311  # no secret: the same in every run
    refused = [
        check(bad, layout, _SENTENCE.fullmatch) for bad in damaged(content, chance, FILES_A_FORMAT)
    ]
    assert sum(refused) > FILES_A_FORMAT // 4


def test_a_damaged_workbook_is_whole_or_refused() -> None:
    def sentence(told: str) -> object:
        return _SENTENCE.fullmatch(told) or _OF_A_WORKBOOK.fullmatch(told)

    chance = Random("xlsx")  # noqa: S311  # no secret: the same in every run
    refused = [check(bad, BOOK_LAYOUT, sentence) for bad in damaged(WORKBOOK, chance, WORKBOOKS)]
    assert sum(refused) > WORKBOOKS // 2


@pytest.mark.parametrize(("name", "content", "layout"), VALID, ids=lambda each: str(each)[:8])
def test_a_file_that_ends_early_is_refused_or_whole(
    name: str, content: bytes, layout: Layout
) -> None:
    places = Random(name).sample(range(len(content)), 40)  # noqa: S311  # no secret: the same in every run
    for place in places:
        check(content[:place], layout, _SENTENCE.fullmatch)
