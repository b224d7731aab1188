"""Days as people type and paste them: Nov 9, 2001, 9-Nov-01, 11/09/2001. Never a guess.

What could mean two days is refused with a sentence that says what to enter. Files keep the one
format of `days.read_day`.
"""

import re
from datetime import date

from neoequity.books.days import written

SENTENCE = "Enter a date such as Nov 9, 2001, 11/09/2001 or 2001-11-09."
FIRST_YEAR, LAST_YEAR = 1980, 2079

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(r"(?P<weekday>[a-z]{3,9})\.?,? +(?P<rest>.*[0-9].*)")
_YEAR = "(?P<year>[0-9]{4}|'?[0-9]{2})"
_NAME = r"(?P<name>[a-z]{3,9})\.?"
_DAY = "(?P<day>[0-9]{1,2})"
_NAMED = (
    re.compile(rf"{_NAME} +{_DAY}(?:st|nd|rd|th)?,? +{_YEAR}"),  # Nov 9, 2001
    re.compile(rf"{_NAME}-{_DAY}-{_YEAR}"),  # Nov-09-2001
    re.compile(rf"{_DAY}(?:st|nd|rd|th)? +{_NAME},? +{_YEAR}"),  # 9 Nov 2001
    re.compile(rf"{_DAY}-?{_NAME}-?{_YEAR}"),  # 9-Nov-01, 09NOV2001
)
_ISO = re.compile(r"(?P<year>[0-9]{4})([-/]?)(?P<month>[0-9]{2})\2(?P<day>[0-9]{2})")
_SLASHES = re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4}|[0-9]{2})")
_OTHER_SIGNS = re.compile(r"[0-9]{1,2}([.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})")


def read_typed_day(text: str, *, month_first: bool = True) -> date:
    """The day in the text; two digits of a year lie between 1980 and 2079.

    Figures apart by slashes are month, day and year, as in the United States; not so when
    `month_first` is False, because the same column has a day that can only be written otherwise.
    Raises ValueError with a whole sentence for anything that is not one day, or could be two.
    """
    plain = " ".join(text.lower().split())
    weekday, plain = _without_weekday(plain)
    if found := _ISO.fullmatch(plain):
        day = _day(int(found["year"]), int(found["month"]), int(found["day"]))
    elif found := _SLASHES.fullmatch(plain):
        day = _with_slashes(found, text.strip(), month_first)
    elif _OTHER_SIGNS.fullmatch(plain):
        raise ValueError(f"{SENTENCE} “{text.strip()}” does not say which figure is the month.")
    else:
        day = _named(plain)
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(SENTENCE)
    if weekday and _WEEKDAYS[day.weekday()] != weekday:
        raise ValueError(f"{written(day)} is a {day:%A}. {SENTENCE}")
    return day


def only_day_first(text: str) -> bool:
    """Whether a date with slashes has no month in front, as in 13/11/2001."""
    found = _SLASHES.fullmatch(text.strip())
    return found is not None and int(found["month"]) > 12 >= int(found["day"])


def _without_weekday(plain: str) -> tuple[str, str]:
    """The weekday before the date in full, empty if there is none; and the rest."""
    found = _WEEKDAY.fullmatch(plain)
    known = [] if found is None else [day for day in _WEEKDAYS if _short(found["weekday"], day)]
    return (known[0], found["rest"]) if found and known else ("", plain)


def _short(name: str, full: str) -> bool:
    """Whether it is the full name or its beginning: nov, sept, november."""
    return full.startswith(name)


def _named(plain: str) -> date | None:
    found = next((found for form in _NAMED if (found := form.fullmatch(plain))), None)
    if found is None:
        return None
    months = [n for n, full in enumerate(_MONTHS, 1) if _short(found["name"], full)]
    return _day(_year(found["year"]), months[0], int(found["day"])) if months else None


def _with_slashes(found: re.Match[str], typed: str, month_first: bool) -> date | None:
    year, month, day = _year(found["year"]), int(found["month"]), int(found["day"])
    if month_first or month == day:
        return _day(year, month, day)
    as_us, as_other = _day(year, month, day), _day(year, day, month)
    if as_us and as_other:
        raise ValueError(
            f"Enter {written(as_us)} or {written(as_other)}: “{typed}” could mean either, for "
            "another date of the column has the day in front."
        )
    return as_us


def _year(text: str) -> int:
    """A year of four digits, or of two between 1980 and 2079."""
    year = int(text.removeprefix("'"))
    if len(text) == 4:
        return year
    return year + (1900 if year >= FIRST_YEAR % 100 else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
