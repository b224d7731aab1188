"""The agent's reference: its format, and when two references name the same notice."""

import re
from functools import lru_cache
from typing import NamedTuple

# A reference begins with a letter or digit, so that no spreadsheet runs it as a formula. The
# database checks the same pattern, so it uses the syntax that both understand.
REFERENCE = r"[A-Za-z0-9][A-Za-z0-9 ._/#:()-]{0,63}"

# Python and PostgreSQL read both patterns alike: the key is a column of the database.
SEPARATORS = r"[ ._/#:()-]+"
LEADING_ZEROS = r"(?<![0-9])0+(?=[0-9])"

_REFERENCE = re.compile(REFERENCE, re.ASCII)
_SEPARATORS = re.compile(SEPARATORS, re.ASCII)
_LEADING_ZEROS = re.compile(LEADING_ZEROS, re.ASCII)


class Booked(NamedTuple):
    """A reference already booked, as written, and the number of its sale."""

    number: int
    reference: str


def is_reference(text: str) -> bool:
    """Whether a notice may have this reference."""
    return _REFERENCE.fullmatch(text) is not None


@lru_cache(maxsize=1_024)  # a notice is asked about several times in turn
def reference_key(reference: str) -> str:
    """The normalized form of a reference: X-1, x 01 and X/001 name the same notice, x-1.

    Case, the kind and number of separators, separators at either end, and leading zeros make no
    difference. The position of a separator does: A-11, A1-1 and A11 are three notices.
    """
    parted = _SEPARATORS.sub("-", reference.lower()).strip("-")
    return _LEADING_ZEROS.sub("", parted)


def as_written(reference: str, other: str) -> str:
    """The suffix ` (as “x 01”)` if the other reference is spelled differently."""
    return f" (as “{other}”)" if other != reference else ""
