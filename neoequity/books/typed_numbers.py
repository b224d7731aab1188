"""Numbers as people type and paste them: separators, a dollar sign, parentheses. Never a guess.

What could mean two numbers is refused with a sentence that says what to enter. Files keep the
strict formats of `money` and `strict_table`.
"""

import re
from decimal import Decimal
from typing import NamedTuple

# A space, and the no-break, figure, thin and narrow no-break spaces that separate thousands.
_SPACES = " \u00a0\u2007\u2009\u202f"
_ANY = f"[{_SPACES}]*"
_DIGITS = re.compile(
    rf"(?P<whole>[0-9]*|[1-9][0-9]{{0,2}}(?:(?P<mark>[,{_SPACES}])[0-9]{{3}})"
    r"(?:(?P=mark)[0-9]{3})*)(?P<decimals>\.[0-9]+)?"
)
_SIGNED = (
    re.compile(rf"(?P<minus>[-\N{{MINUS SIGN}}])?(?P<dollar>\$)?{_ANY}(?P<number>[^()$%]+)"),
    re.compile(rf"(?P<minus>\()(?P<dollar>\$)?{_ANY}(?P<number>[^()$%]+)\)"),
    re.compile(rf"(?P<dollar>\$){_ANY}(?P<minus>\()(?P<number>[^()$%]+)\)"),  # as Excel shows it
)


class Kind(NamedTuple):
    """One kind of number: how many digits the books keep, and what to enter, as a sentence."""

    whole_digits: int
    decimals: int
    sentence: str
    in_dollars: bool = False
    in_percent: bool = False
    #: A percentage with its sign is read as the fraction it is, beside plain figures.
    may_be_percent: bool = False


SHARES = Kind(12, 0, "Enter a whole number of shares, such as 949,710.")
PRICE = Kind(
    8, 6, "Enter a price in dollars with at most six decimals, such as 4.0254.", in_dollars=True
)
MONEY = Kind(
    *(16, 2, "Enter an amount in dollars with at most two decimals, such as 3,822,967.00."),
    in_dollars=True,
)
FIGURE = Kind(
    *(16, 6, "Enter a figure, such as 50,000,000, $0.001 or 20%."),
    in_dollars=True,
    may_be_percent=True,
)
RATE = Kind(3, 6, "Enter a percentage with at most four decimals, such as 3.5.", in_percent=True)


def read_number(text: str, kind: Kind) -> Decimal:
    """The number in the text, with the decimals that it was written with: two in $4.10.

    A rate is typed in percent, with or without the sign, and read as the fraction it is. Raises
    ValueError with a whole sentence for anything that is not one number of this kind, or that
    could be two.
    """
    text = text.strip()
    marked = (kind.in_percent or kind.may_be_percent) and text.endswith("%")
    percent = kind.in_percent or marked
    signed = _signed(text[:-1].rstrip(_SPACES) if marked else text)
    read = _DIGITS.fullmatch(signed["number"].strip(_SPACES)) if signed else None
    if signed is None or read is None or (signed["dollar"] and (marked or not kind.in_dollars)):
        raise ValueError(kind.sentence)
    mark, decimals = read["mark"], read["decimals"] or ""
    whole = read["whole"].replace(mark, "") if mark else read["whole"]
    places = len(decimals) - 1 + 2 * percent if decimals else 2 * percent
    too_long = len(whole) > kind.whole_digits + 2 * percent or places > kind.decimals
    if too_long or not (whole or decimals):
        raise ValueError(kind.sentence)
    two_ways = kind.decimals > 2 and not kind.may_be_percent
    if two_ways and mark == "," and read["whole"].count(",") == 1 and not decimals:
        raise ValueError(_two_ways(read["whole"]))
    number = Decimal(f"{'-' if signed['minus'] else ''}{whole or '0'}{decimals}")
    if percent and not marked and 0 < abs(number) < 1:
        raise ValueError(_perhaps_a_fraction(number))
    return number.scaleb(-2) if percent else number


def _signed(text: str) -> re.Match[str] | None:
    """The sign, the dollar sign and the rest; None where they stand as in no number."""
    return next((found for form in _SIGNED if (found := form.fullmatch(text))), None)


def _two_ways(typed: str) -> str:
    """The sentence about 4,025, which is a thousand to some and a price to others."""
    point = typed.replace(",", ".")
    return f"Enter {point} or {typed}.00: “{typed}” could mean either."


def _perhaps_a_fraction(number: Decimal) -> str:
    """The sentence about 0.035, which is a fraction to some and a small percentage to others."""
    plain, as_percent = f"{number.normalize():f}", f"{(100 * number).normalize():f}"
    return (
        f"Enter the rate in percent: {as_percent} for {as_percent}%, or {plain}% with the sign for "
        "less than 1%."
    )


def above_zero(number: Decimal) -> Decimal:
    """The number. Raises ValueError with a whole sentence if it is zero or less."""
    if number <= 0:
        raise ValueError("Enter a number above zero.")
    return number


def write_number(number: Decimal, kind: Kind) -> str:
    """A number as the product writes it in a field: 949,710, 3,822,967.00, 4.10, 3.5.

    A figure of any unit has no zeros at its end.
    A price keeps its decimals; one without any has no separator, for 4,025 could mean 4.025. A rate
    stands in percent, below 1% with the sign, for 0.5 alone could mean 50%.
    """
    if kind.in_percent:
        percent = 100 * number
        return f"{percent.normalize():f}{'%' if 0 < abs(percent) < 1 else ''}"
    if kind is MONEY:
        return f"{number:,.2f}"
    if kind is FIGURE:
        return f"{number.normalize():,f}"
    with_separators = f"{number:,f}"
    plainly = kind.decimals > 0 and "." not in with_separators
    return f"{number:f}" if plainly else with_separators
