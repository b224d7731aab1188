"""A check of the proof: it reads rows and finds what does not agree with them."""

from typing import NamedTuple


class Check(NamedTuple):
    """SQL that finds differences only; `source` leads to what the figure should be.

    Its columns: name of the record, what differs, what stands, what follows, issuer, day.
    """

    about: str
    source: str
    sql: str
