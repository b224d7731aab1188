r"""Text cells that no spreadsheet runs as a formula or turns into a number or a date.

A leading apostrophe marks such a cell. `PLAIN_TEXT` marks in SQL, `marked` in Python; `unmarked`
gives back exactly what was marked. Both languages read the same patterns: these keep to what the
regular expressions of both have, and hold no quotation mark, brace or percent sign, which mean
something to whoever puts SQL together.
"""

import re

#: The bytes that tell Excel that a file is UTF-8.
BOM = b"\xef\xbb\xbf"

# What may stand before a sign: blanks, controls, what has no width, and quotation marks, which
# are taken away where a cell is split. Apostrophes are among them, so a mark changes no verdict.
_PASSED_OVER = (
    r"\u0001-\u0020\u0022\u0027\u007f-\u00a0\u00ad\u0300-\u036f\u061c\u115f\u1160\u1680\u17b4\u17b5"
    r"\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff"
    r"\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
# = + - @, and what looks like them: small, full-width, raised, lowered, heavy, and all dashes.
_SIGNS = (
    r"=\u1400\u207c\u208c\u2e40\u30a0\ua78a\ufe66\uff1d"
    r"+\u207a\u208a\u2795\ufb29\ufe62\uff0b"
    r"\u002d\u02d7\u058a\u05be\u1806\u2010-\u2015\u2043\u207b\u208b\u2212\u2796\u2e3a\u2e3b"
    r"\ufe31\ufe32\ufe58\ufe63\uff0d"
    r"@\ufe6b\uff20"
)
_FORMULA = f"[{_PASSED_OVER}]*[{_SIGNS}]"


def _any_case(word: str) -> str:
    return "".join(f"[{letter.upper()}{letter}]" for letter in word)


_MONTHS = {
    "jan": "uary",
    "feb": "ruary",
    "mar": "ch",
    "apr": "il",
    "may": "",
    "jun": "e",
    "jul": "y",
    "aug": "ust",
    "sep": "tember",
    "oct": "ober",
    "nov": "ember",
    "dec": "ember",
}
_MONTH = (
    "(?:"
    + "|".join(f"{_any_case(month)}(?:{_any_case(rest)})?" for month, rest in _MONTHS.items())
    + f"|{_any_case('sept')})[.]?"
)
_TWO, _FOUR = "[0-9][0-9]?", "[0-9][0-9][0-9][0-9]"
_YEAR = f"(?:{_TWO}|{_FOUR})"
_TIME = f"[0-9]+:{_TWO}(?::{_TWO}(?:[.,][0-9]*)?)?(?: *[AaPp][Mm]?)?"
_NUMBER = "[0-9][0-9.,]*"
# What Excel, Sheets or LibreOffice would give back as something else than was written.
_READ_AS_ANOTHER_VALUE = (
    "0[0-9]+",  # loses its zeros
    f"[0-9]{'[0-9]' * 11}[0-9]*",  # is shown, and saved, as 1.23E+11
    "[0-9]+(?:[.,][0-9]*)+",
    "(?:[.,][0-9]+)+",
    rf"[($\u00a3\u20ac\u00a5]+ *{_NUMBER} *[)\u0025]*",
    rf"{_NUMBER} *[\u0025$\u00a3\u20ac\u00a5]",
    r"[0-9]+(?:[.,][0-9]*)?[Ee][+\u002d]?[0-9]+",
    "[0-9]+ +[0-9]+/[0-9]+",
    f"{_TWO}[/-]{_YEAR}",
    f"{_FOUR}[/-]{_TWO}",
    f"{_YEAR}[./-]{_TWO}[./-]{_YEAR}(?:[ T]+{_TIME})?",
    f"[0-9]+[-/., ]*{_MONTH}(?:[-/., ]*[0-9]+)?(?: +{_TIME})?",
    f"{_MONTH}[-/., ]*[0-9]+(?:[-/., ]+[0-9]+)?(?: +{_TIME})?",
    _TIME,
    f"{_TWO} +[AaPp][Mm]?",
    _any_case("true"),
    _any_case("false"),
)
_ANOTHER_VALUE = f"(?:{'|'.join(_READ_AS_ANOTHER_VALUE)})"

_LINE_ENDS = r"[\r\n]+"
# Where a cell begins, and where a spreadsheet that splits at semicolons or tabs sees one begin.
_CELL = rf"(?={_FORMULA}|\u0027*\t|\u0027* *{_ANOTHER_VALUE} *\Z)"
_WITHIN = rf"([;\t])(?={_FORMULA})"

# Nearly every cell is one of these, which need no mark. Small patterns find them in a fraction of
# the time that the patterns above take, which look at the others.
_REST = r"[^;\t\r\n]*"
_NO_NUMBER = r"[^0-9;\t\r\n]"
_PLAIN_WORDS = (
    f"[A-EG-SU-Za-eg-su-z]{_NO_NUMBER}*",
    # Neither TRUE nor FALSE, with blanks behind or without.
    rf"[FTft]{_NO_NUMBER * 4}{_NO_NUMBER}*[^0-9; \t\r\n]",
    f"[BCEGHIKLPQRU-Zbceghiklpqru-z]{_REST}",  # no month begins like this
    rf"[A-Za-z][^ACEOPRUaceopru;\t\r\n]{_REST}",  # nor goes on like this
)
_PLAIN_FIGURES = (
    "0|[1-9][0-9]*",
    f"[0-9]+[BCGHIKLPQRT-Zbcghiklpqrt-z]{_REST}",
    f"[0-9][0-9][0-9](?:[0-9][0-9]+)?[/-][0-9]{_REST}",
)
#: SQL for a text cell on one line, marked; `{}` stands for the text.
PLAIN_TEXT = rf"""(
    SELECT CASE
        WHEN plain = '' OR plain ~ '^(?:{"|".join(_PLAIN_WORDS)})\Z' THEN plain
        WHEN plain ~ '^(?:{"|".join(_PLAIN_FIGURES)})\Z'
            AND (length(plain) < 12 OR plain ~ '[^0-9]') THEN plain
        ELSE regexp_replace(
            regexp_replace(
                regexp_replace(plain, '{_LINE_ENDS}', ' ', 'g'), '{_WITHIN}', '\1''', 'g'
            ), '^{_CELL}', ''''
        ) END
    FROM (SELECT ({{}})::text AS plain OFFSET 0) AS cell)"""  # noqa: S608  # from constants

# Comparisons cost a fraction of a pattern: no month, nor TRUE or FALSE, begins with these letters.
_LETTERS = ", ".join(str(ord(letter)) for letter in "BCEGHIKLPQRUVWXYZbceghiklpqruvwxyz")
_ON_ONE_LINE = " AND ".join(rf"strpos({{0}}, E'{sign}') = 0" for sign in (";", r"\t", r"\r", r"\n"))
#: The same for a column, which stands in it several times; an empty cell is null.
PLAIN_COLUMN = f"""CASE
    WHEN {{0}} IS NULL OR {{0}} = '' THEN NULL
    WHEN ascii({{0}}) IN ({_LETTERS}) AND {_ON_ONE_LINE} THEN {{0}}::text
    ELSE {PLAIN_TEXT.replace("{}", "{0}")} END"""

_MARKS = re.compile(f"^{_CELL}"), re.compile(_WITHIN)
_MARKED = re.compile(rf"^'{_CELL}"), re.compile(rf"([;\t])'(?={_FORMULA})")


def marked(text: str) -> str:
    """The text on one line, as a cell that every spreadsheet shows as it is written."""
    whole, within = _MARKS
    return whole.sub("'", within.sub(r"\1'", re.sub(_LINE_ENDS, " ", text)), count=1)


def unmarked(cell: str) -> str:
    """The text that was marked; a cell without a mark is itself the text."""
    whole, within = _MARKED
    return within.sub(r"\1", whole.sub("", cell, count=1))
