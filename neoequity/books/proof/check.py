"""A check of the proof: a query for stored figures that do not follow from the rows."""

from typing import NamedTuple


class Check(NamedTuple):
    """SQL that returns differences only; `source` introduces the correct figure in the sentence.

    Its columns: name of the record, what differs, stored figure, correct figure, issuer, day.
    """

    about: str
    source: str
    sql: str
