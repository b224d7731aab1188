"""The agent's reference: what it may look like, and when two of them name the same notice."""

import re
from typing import NamedTuple

# A reference opens with a letter or digit, so that no spreadsheet can run it as a formula. The
# database checks the same pattern, so it is written as both understand it.
REFERENCE = r"[A-Za-z0-9][A-Za-z0-9 ._/#:()-]{0,63}"

# Both patterns are read by Python and by PostgreSQL alike: the key is a column of the database.
SEPARATORS = r"[ ._/#:()-]+"
LEADING_ZEROS = r"(?<![0-9])0+(?=[0-9])"

_REFERENCE = re.compile(REFERENCE, re.ASCII)
_SEPARATORS = re.compile(SEPARATORS, re.ASCII)
_LEADING_ZEROS = re.compile(LEADING_ZEROS, re.ASCII)


class Booked(NamedTuple):
    """A reference that is taken, as it was written, and the number of its sale."""

    number: int
    reference: str


def is_reference(text: str) -> bool:
    """Whether a notice may have this reference."""
    return _REFERENCE.fullmatch(text) is not None


def reference_key(reference: str) -> str:
    """What references that name the same notice have in common: X-1, x 01 and X/001 are all x-1.

    Case, the kind and number of separators, those at the end and the leading zeros of a number make
    no difference. Where a separator stands does: A-11, A1-1 and A11 are three notices.
    """
    parted = _SEPARATORS.sub("-", reference.lower()).strip("-")
    return _LEADING_ZEROS.sub("", parted)


def as_written(reference: str, other: str) -> str:
    """` (as “x 01”)` where the other reference of the same notice is spelled differently."""
    return f" (as “{other}”)" if other != reference else ""
