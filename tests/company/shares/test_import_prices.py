"""`import_prices`: all rows or none, each refusal with its line, the same figures skipped."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from neoequity.books.models import Issuer
from neoequity.books.refusal import Refused
from neoequity.company.actions.prices import record_prices
from neoequity.company.actions.record import record_price
from neoequity.company.models import MarketPrice
from neoequity.company.terms.price_day import PriceDay
from neoequity.people.models import User
from tests.factories import TODAY, IssuerFactory, UserFactory
from tests.periods.closings import close

Import = Callable[..., str]

HEADER = "date,close,bid,volume,source"
FRIDAY = "2001-11-09,4.03,4.01,120500,Nasdaq"


@pytest.fixture
def imported(tmp_path: Path, settings: LazySettings) -> Import:
    """What the command prints for a file of these lines, on the example's day."""
    settings.NEOEQUITY_TODAY = TODAY

    def act(*lines: str, content: bytes | None = None, issuer: str = "neotherapeutics") -> str:
        file = tmp_path / "prices.csv"
        file.write_bytes("\n".join(lines).encode() if content is None else content)
        out = StringIO()
        call_command("import_prices", str(file), issuer=issuer, stdout=out)
        return out.getvalue()

    return act


def _refusal(imported: Import, *lines: str, **options: bytes) -> list[str]:
    """The lines of the refusal; nothing was recorded."""
    before = MarketPrice.objects.count()
    with pytest.raises((CommandError, Refused)) as refused:
        imported(*lines, **options)
    assert MarketPrice.objects.count() == before
    return str(refused.value).split("\n")


def test_a_file_is_recorded_and_told_in_one_line(programme: Issuer, imported: Import) -> None:
    printed = imported(HEADER, "2001-11-08,4.10,,98000,Nasdaq", FRIDAY)
    assert printed == "NeoTherapeutics, Inc.: 2 market prices, 2001-11-08 to 2001-11-09\n"
    row = MarketPrice.objects.get(issuer=programme, day=date(2001, 11, 9))
    assert (row.close, row.bid, row.volume) == (Decimal("4.03"), Decimal("4.01"), 120_500)
    assert (row.document, row.recorded_by.username) == ("Nasdaq", "command-line")
    empty = MarketPrice.objects.get(issuer=programme, day=date(2001, 11, 8))
    assert (empty.bid, empty.volume) == (None, 98_000)


def test_columns_stand_in_any_order_and_those_without_figures_may_be_missing(
    programme: Issuer, imported: Import
) -> None:
    imported("source,bid,date", "Nasdaq,0.97,2001-11-09")
    row = MarketPrice.objects.get(issuer=programme, day=date(2001, 11, 9))
    assert (row.close, row.bid, row.volume) == (None, Decimal("0.97"), None)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_byte_order_mark_and_either_line_end_are_read(
    programme: Issuer, imported: Import, mark: bytes, end: bytes
) -> None:
    content = mark + end.join([HEADER.encode(), FRIDAY.encode(), b",,,,", b""])
    assert "1 market price, 2001-11-09 to 2001-11-09" in imported(content=content)


def test_the_same_figures_are_skipped_and_told(programme: Issuer, imported: Import) -> None:
    oct_31 = "2001-10-31,4.04,,,Nasdaq"  # $4.04 on the cover page
    assert imported(HEADER, oct_31, FRIDAY) == (
        "NeoTherapeutics, Inc.: 1 market price, 2001-11-09 to 2001-11-09\n"
        "NeoTherapeutics, Inc.: 1 market price on the books already with the same figures, "
        "skipped: 2001-10-31\n"
    )
    assert imported(HEADER, oct_31, FRIDAY) == (
        "NeoTherapeutics, Inc.: nothing to record\n"
        "NeoTherapeutics, Inc.: 2 market prices on the books already with the same figures, "
        "skipped: 2001-10-31, 2001-11-09\n"
    )


def test_other_figures_are_refused_and_the_whole_file_with_them(
    programme: Issuer, imported: Import
) -> None:
    assert _refusal(imported, HEADER, FRIDAY, "2001-10-31,4.05,,,Nasdaq") == [
        (
            "Line 3: Oct 31, 2001 has a market price already, with other figures "
            "(close $4.04, no bid, no volume): correct that record instead."
        )
    ]


def test_a_corrected_day_is_compared_with_its_correction(
    programme: Issuer, imported: Import, treasurer: User
) -> None:
    wrong = MarketPrice.objects.get(issuer=programme)
    record_price(
        issuer=programme,
        day=wrong.day,
        close=Decimal("4.05"),
        replaces=wrong,
        document="Nasdaq",
        remark="Misread",
        by=treasurer,
        today=TODAY,
    )
    assert "nothing to record" in imported(HEADER, "2001-10-31,4.05,,,Nasdaq")
    assert "close $4.05" in _refusal(imported, HEADER, "2001-10-31,4.04,,,Nasdaq")[0]


def test_every_fault_of_every_line_is_named(programme: Issuer, imported: Import) -> None:
    assert _refusal(
        imported,
        HEADER,
        "2001-11-31,4.03,4.01,1,Nasdaq",
        "11/09/2001,4.03,4.01,1,Nasdaq",
        "2001-11-09,4.0312345,-1,1.5,",
        "2001-11-08,0,,,Nasdaq",
        "2001-11-07,,,,Nasdaq",
        "2001-11-06,4.03,4.01",
        '2001-11-05,"4.03,4.01,1,Nasdaq',
        "2001-11-02, 4.03,,,Nasdaq",
    ) == [
        "Line 2: date must be a date that exists, written as YYYY-MM-DD; it is “2001-11-31”.",
        "Line 3: date must be a date that exists, written as YYYY-MM-DD; it is “11/09/2001”.",
        (
            "Line 4: close must be a price in dollars with at most six decimals, in plain digits "
            "such as 4.0254; it is “4.0312345”."
        ),
        (
            "Line 4: bid must be a price in dollars with at most six decimals, in plain digits "
            "such as 4.0254; it is “-1”."
        ),
        (
            "Line 4: volume must be a whole number of shares, in plain digits such as 949710; it "
            "is “1.5”."
        ),
        "Line 4: source must say where the price comes from; it is empty.",
        "Line 5: close must be more than zero; it is “0”.",
        "Line 6: has neither a closing price nor a closing bid nor a volume.",
        "Line 7: has 3 cells; the header names 5 columns.",
        "Line 8: is not CSV: a quotation mark is not closed, or text follows it.",
        "Line 9: close must not begin or end with a space; it is “ 4.03”.",
    ]


def test_a_day_stands_once_in_a_file(programme: Issuer, imported: Import) -> None:
    assert _refusal(imported, HEADER, FRIDAY, "2001-11-08,4,,,Nasdaq", FRIDAY) == [
        "Line 4: 2001-11-09 already appears on line 2."
    ]


def test_days_to_come_and_closed_days_are_refused_with_their_lines(
    programme: Issuer, imported: Import
) -> None:
    close("2001-10", today=TODAY)
    refusal = _refusal(
        imported, HEADER, FRIDAY, "2001-11-14,4.03,,,Nasdaq", "2001-10-30,4.03,,,Nasdaq"
    )
    assert refusal[0] == "Line 3: Nov 14, 2001 is in the future; today is Nov 13, 2001."
    assert refusal[1].startswith("Line 4: 2001-10 of NeoTherapeutics, Inc. was closed by ")
    assert len(refusal) == 2


def test_a_closed_day_with_the_same_figures_is_skipped(programme: Issuer, imported: Import) -> None:
    close("2001-10", today=TODAY)
    assert "nothing to record" in imported(HEADER, "2001-10-31,4.04,,,Nasdaq")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            [],
            (
                "The file is empty; its first line must name the columns date, close, bid, volume, "
                "source."
            ),
        ),
        ([HEADER], "The file has a header, but no prices."),
        (["date,close"], "Line 1: the column “source” is missing."),
        (
            ["date,source,open"],
            "Line 1: the column “open” is not known; known are date, close, bid, volume, source.",
        ),
        (["date,date,source"], "Line 1: the column “date” appears twice."),
    ],
)
def test_the_header_is_read_strictly(
    programme: Issuer, imported: Import, lines: list[str], sentence: str
) -> None:
    assert _refusal(imported, *lines) == [sentence]


def test_what_is_not_utf8_or_holds_a_control_character_is_refused(
    programme: Issuer, imported: Import
) -> None:
    content = f"{HEADER}\n2001-11-09,4,,,Caf".encode() + b"\xe9\n2001-11-08,4,,,a\x07\n"
    assert _refusal(imported, content=content) == [
        "Line 2: is not UTF-8 text: byte 0xE9 at place 19.",
        "Line 3: holds a control character (U+0007), which no price needs.",
    ]


def test_what_is_no_file_and_who_is_no_issuer_are_told(
    programme: Issuer, imported: Import, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="is not a file"):
        call_command("import_prices", str(tmp_path))
    with pytest.raises(CommandError, match="There is no issuer “elsewhere”"):
        imported(HEADER, FRIDAY, issuer="elsewhere")
    IssuerFactory(slug="other", name="Other, Inc.", ticker="OTHR")
    (tmp_path / "one.csv").write_text(f"{HEADER}\n{FRIDAY}\n")
    with pytest.raises(CommandError, match="name one with --issuer"):
        call_command("import_prices", str(tmp_path / "one.csv"))


def test_who_may_not_record_prices_is_refused(programme: Issuer, tmp_path: Path) -> None:
    UserFactory(username="auditor", group="Auditor")
    file = tmp_path / "prices.csv"
    file.write_text(f"{HEADER}\n{FRIDAY}\n")
    with pytest.raises(CommandError, match="auditor may not record prices"):
        call_command("import_prices", str(file), issuer="neotherapeutics", user="auditor")
    assert MarketPrice.objects.count() == 1


def _days(count: int) -> list[PriceDay]:
    return [
        PriceDay(TODAY - timedelta(days=n), Decimal("4.03"), Decimal("4.01"), 100_000, "Nasdaq")
        for n in range(count)
        if TODAY - timedelta(days=n) != date(2001, 10, 31)
    ]


def test_many_days_take_the_statements_and_the_lock_of_one(
    programme: Issuer, treasurer: User
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        record_prices(programme, _days(2), by=treasurer, today=TODAY)
    with CaptureQueriesContext(connection) as many:
        record_prices(programme, _days(252), by=treasurer, today=TODAY)
    assert len(many) == len(few)
    inserts = [q for q in many.captured_queries if 'INSERT INTO "company_marketprice"' in q["sql"]]
    assert len(inserts) == 1


def test_a_year_is_recorded_in_well_under_a_second(programme: Issuer, treasurer: User) -> None:
    began = time.perf_counter()
    recorded = record_prices(programme, _days(253), by=treasurer, today=TODAY)
    assert len(recorded.days) == 252
    assert time.perf_counter() - began < 1
