"""Dates as people and files write them."""

from datetime import date


def read_day(text: str) -> date | None:
    """The day written as YYYY-MM-DD, the only accepted format; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # fromisoformat also reads other ISO spellings, such as 20011109 and 2001-W45-5.
    return day if day.isoformat() == text else None
