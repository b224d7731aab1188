"""Dates as people and files write them."""

import re
from datetime import date

# Not inside an agent's reference, such as 424B3-2001-11-12.
_ISO_DAY = re.compile(r"(?<![\w-])([0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w-])")
_ISO_MONTH = re.compile(r"(?<![\w-])([0-9]{4})-(0[1-9]|1[0-2])(?![\w-])")
_QUARTER = re.compile(r"(?<![\w-])([0-9]{4})Q([1-4])(?!\w)")


def read_day(text: str) -> date | None:
    """The day written as YYYY-MM-DD, the only accepted format; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # fromisoformat also reads other ISO spellings, such as 20011109 and 2001-W45-5.
    return day if day.isoformat() == text else None


def written(day: date) -> str:
    """A day as pages and sentences write it: Nov 9, 2001."""
    return f"{day:%b} {day.day}, {day.year}"


def on_page(sentence: str) -> str:
    """A sentence of a command or a file with its dates as pages write them.

    2001-11-09 becomes Nov 9, 2001; 2001-10, a month, becomes October 2001; 2001Q4 becomes Q4 2001.
    """
    sentence = _ISO_DAY.sub(lambda found: _day(found[1]), sentence)
    sentence = _ISO_MONTH.sub(lambda found: _month(int(found[1]), int(found[2])), sentence)
    return _QUARTER.sub(r"Q\2 \1", sentence)


def _day(text: str) -> str:
    day = read_day(text)
    return text if day is None else written(day)  # 2001-02-30 is no day


def _month(year: int, month: int) -> str:
    return f"{date(year, month, 1):%B} {year}" if year else f"{year:04}-{month:02}"
