"""One cell of a sender's table as a number or a day, written as the layout says: never a guess."""

import re
from datetime import date
from decimal import Decimal

from neoequity.books.calendar import FIRST_DAY, LAST_DAY, covers
from neoequity.books.typed_days import FIRST_YEAR, read_typed_day
from neoequity.statements.terms.faults import shown

#: So many digits that the sum of 100,000 figures is still exact.
MOST_WHOLE_DIGITS, MOST_DECIMALS = 14, 8
#: No number or day takes more characters, and looking for one in many takes long.
_LONGEST = 60

#: How a cell says that there is no figure.
_NOTHING = frozenset({"", "-", "--", "\N{EN DASH}", "\N{EM DASH}", "n/a"})
_CURRENCY = re.compile(r"^(?P<before>[-+(]?) *(?:US\$|USD|\$) *", re.ASCII)
_SIGNED = re.compile(
    r"(?P<open>\()? *(?P<lead>[-+])? *(?P<digits>[0-9.,' ]*[0-9][0-9.,' ]*?) *(?P<close>\))?"
    r"(?P<trail>[-+])?(?: *USD)? *(?P<side>CR|DR)?",
    re.ASCII,
)
_DIGITS = {
    sign: re.compile(
        rf"(?P<whole>[0-9]*|[0-9]{{1,3}}(?P<mark>[{other}' ])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*)"
        rf"(?:[{sign}](?P<decimals>[0-9]+))?",
        re.ASCII,
    )
    for sign, other in ((".", ","), (",", "."))
}
_TIME = re.compile(r"(?:T| +)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: *[AaPp][Mm])?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})", re.ASCII)
_PARTS = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", re.ASCII)
_COMPACT = re.compile(r"([0-9]{2})()([0-9]{2})([0-9]{4})", re.ASCII)
_SLASHED_YEAR_FIRST = re.compile(r"([0-9]{4})([-/. ])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)

#: How a sender writes days, with an example for people.
DATES = {
    "month_first": "Month, day, year: 11/09/2001",
    "day_first": "Day, month, year: 09/11/2001",
    "year_first": "Year, month, day: 2001-11-09",
}


def number(text: str, decimal_sign: str) -> Decimal | None:
    """The number with the decimals it was written with; None for an empty cell.

    Negative are a minus before or behind, parentheses, and DR. Raises ValueError with a sentence.
    """
    plain = text.strip().replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-")
    if plain.lower() in _NOTHING:
        return None
    if len(plain) > _LONGEST:
        raise ValueError(f"{shown(text)} is not a number.")
    signed = _SIGNED.fullmatch(_CURRENCY.sub(r"\g<before>", plain.upper(), count=1))
    digits = signed and _DIGITS[decimal_sign].fullmatch(signed["digits"])
    if not signed or not digits or bool(signed["open"]) != bool(signed["close"]):
        raise ValueError(f"{shown(text)} is not a number.")
    negative = [
        bool(signed["open"]),
        signed["lead"] == "-",
        signed["trail"] == "-",
        signed["side"] == "DR",
    ]
    plus = signed["lead"] == "+", signed["trail"] == "+", signed["side"] == "CR"
    if sum(negative) + sum(plus) > 1:
        raise ValueError(f"{shown(text)} has more than one sign.")
    whole = re.sub(r"[^0-9]", "", digits["whole"]) or "0"
    decimals = digits["decimals"] or ""
    if len(whole.lstrip("0")) > MOST_WHOLE_DIGITS or len(decimals) > MOST_DECIMALS:
        raise ValueError(
            f"{shown(text)} has more than {MOST_WHOLE_DIGITS} digits, or more than "
            f"{MOST_DECIMALS} decimals."
        )
    return Decimal(f"{'-' if any(negative) else ''}{whole}{'.' * bool(decimals)}{decimals}")


def whole_number(text: str, decimal_sign: str) -> int | None:
    """A number of shares, above or below zero. Raises as `number` does."""
    read = number(text, decimal_sign)
    if read is not None and read != read.to_integral_value():
        raise ValueError(f"{shown(text)} is not a whole number of shares.")
    return None if read is None else int(read)


def day(text: str, order: str) -> date | None:
    """The day, a time behind it left out; None for an empty cell.

    Four digits of a year in front and months in letters mean one day whatever the order. Raises
    ValueError with a sentence.
    """
    plain = " ".join(text.split())
    if plain.lower() in _NOTHING:
        return None
    try:
        read = _day(plain, order)
    except ValueError:
        raise ValueError(
            f"{shown(text)} is not a date as this sender writes them ({DATES[order].lower()})."
        ) from None
    if not covers(read):
        raise ValueError(f"{shown(text)} must lie between {FIRST_DAY.year} and {LAST_DAY.year}.")
    return read


def _day(plain: str, order: str) -> date:
    if len(plain) > _LONGEST:
        raise ValueError
    plain = _TIME.sub("", plain)
    if (found := _YEAR_FIRST.fullmatch(plain)) and ("-" in plain or order == "year_first"):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if order == "year_first":
        if found := _SLASHED_YEAR_FIRST.fullmatch(plain):
            return date(int(found[1]), int(found[3]), int(found[4]))
    elif found := _PARTS.fullmatch(plain) or _COMPACT.fullmatch(plain):
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        month, day_of_month = (first, second) if order == "month_first" else (second, first)
        return date(year, month, day_of_month)
    if not any(each.isalpha() for each in plain):
        raise ValueError
    return read_typed_day(plain)


def _year(digits: str) -> int:
    """A year of four digits, or of two between 1980 and 2079, as people type them."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= FIRST_YEAR % 100 else 2000)
