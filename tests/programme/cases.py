"""Small programmes that once went wrong, as files: built here, loaded and exported by command."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from tests.programme.told import (
    FALLING,
    Content,
    amended,
    delivered,
    event,
    moved,
    opened,
    programme,
    reversal,
    sold,
    split,
    written,
)

Row = dict[str, str]


def _day(text: str) -> date:
    return date.fromisoformat(f"2001-{text}")


_FIRST, _SECOND = (
    sold("N-1", _day("11-01"), 4_000_000, "2.00"),
    sold("N-2", _day("11-02"), 3_000_000, "2.00"),
)
_MINIMUM = {"minimum_price": "0.50"}
_OPEN_AT_A_SPLIT = [
    *opened(1_000_000, None, **_MINIMUM),
    sold("N-1", _day("11-05"), 250_000, "0.60"),
    split(_day("11-07")),
]


def _across(*tiers: tuple[str, str], first: int) -> Content:
    """A sale under these tiers is reversed after one at another flat rate."""
    return programme(
        *opened(),
        sold("N-1", _day("10-05"), first, "2.00"),
        amended(_day("11-01"), terms={}, fee_tiers=[_FLAT[tiers]]),
        sold("N-2", _day("11-05"), 2_000_000, "5.00"),
        reversal("N-1", _day("11-09")),
        tiers=tiers,
    )


_RISING = (("0.00", "0.001"), ("10000000.00", "0.04"))
_FLAT = {FALLING: {"above": "0.00", "rate": "0.03"}, _RISING: {"above": "0.00", "rate": "0.001"}}

CASES: dict[str, Content] = {
    "late notice": programme(
        *opened(),
        _SECOND,
        sold("N-1", _day("10-31"), 4_000_000, "2.00"),
        tiers=FALLING,
    ),
    "reversed on its trade date": programme(
        *opened(), _FIRST, _SECOND, reversal("N-1", _day("11-01")), tiers=FALLING
    ),
    "reversed later": programme(
        *opened(), _FIRST, _SECOND, reversal("N-1", _day("11-05")), tiers=FALLING
    ),
    "reversed across an amendment": _across(*FALLING, first=6_000_000),
    "rising rates": _across(*_RISING, first=5_000_000),
    "only cents": programme(
        *opened(100, "5.00"),
        sold("N-2", _day("11-02"), 2, "5.06"),
        sold("N-1", _day("10-30"), 2, "5.06"),
        capacity="8400000.00",
    ),
    "split while open": programme(*_OPEN_AT_A_SPLIT, warrants=True),
    "refused after a split": programme(
        *_OPEN_AT_A_SPLIT, sold("N-2", _day("11-08"), 10_000, "1.00"), warrants=True
    ),
    "split before settlement": programme(
        *opened(100_000, "4.00"),
        sold("N-1", _day("11-09"), 100_000, "4.00"),
        split(_day("11-13")),
        moved("close", _day("11-14")),
        delivered("N-1", _day("11-15")),
        event("issue", placement=1, on=_day("11-16")),
        warrants=True,
    ),
    "deductions": programme(
        *opened(),
        sold(
            "N-1",
            _day("11-05"),
            1_315_000,
            "1.5414",
            gross="2027000.00",
            deductions="123000.00",
            remark="agent's counsel",
        ),
        tiers=[("0.00", "0.03")],
    ),
    "terms of the day": programme(
        *opened(100_000, "4.00"),
        sold("N-1", _day("11-09"), 100_000, "4.00"),
        moved("close", _day("11-12")),
        delivered("N-1", _day("11-15")),
        amended(
            _day("12-03"),
            terms={"warrant_coverage_rate": "0.05", "warrant_strike_rate": "1.50"},
            fee_tiers=[],
        ),
        event("issue", placement=1, on=_day("12-04")),
        warrants=True,
    ),
}


def load(case: str, folder: Path) -> None:
    """`load_programme FILE --with-history` of a case."""
    file = written(CASES[case], folder / "case.toml")
    call_command("load_programme", str(file), with_history=True, stdout=StringIO())


def exported(dataset: str, as_of: str = "") -> list[Row]:
    """The rows that `export` writes, as of a day of 2001 or today."""
    written_out = StringIO()
    days = {"as_of": f"2001-{as_of}"} if as_of else {}
    call_command("export", dataset, stdout=written_out, **days)
    return list(csv.DictReader(StringIO(written_out.getvalue())))


def money(as_of: str) -> tuple[str, str, str]:
    """Gross, commission and net of the agreement as of a day of 2001."""
    [row] = exported("agreements", as_of)
    return row["gross_sold"], row["commission"], row["net"]


def proved() -> str:
    """What `verify_ledger` prints; it ends with 0."""
    printed = StringIO()
    call_command("verify_ledger", stdout=printed)
    return printed.getvalue()
