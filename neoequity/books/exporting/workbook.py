"""Workbooks."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    SHARES = "shares"
    PRICE = "price"
    MONEY = "money"
    PERCENT = "percent"
    DAY = "day"
    MOMENT = "moment"


class Column(NamedTuple):
    name: str
    heading: str
    kind: Kind = Kind.TEXT
    totaled: bool = False


class Sheet(NamedTuple):
    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    about: Sequence[tuple[str, str]] = ()


def write_workbook(sheets, out, *, made_at, title):
    raise NotImplementedError
