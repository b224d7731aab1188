"""Rows as JSON, written as they come: figures as exact texts, days and moments as ISO 8601."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import BinaryIO, NamedTuple

from neoequity.books.exporting.sheets import Cell, Column

#: So many rows are written at a time.
_PIECE = 500


class Part(NamedTuple):
    """Which rows are asked for: `most` of them after the first `passed`."""

    passed: int
    most: int


def write_rows(
    about: Mapping[str, object],
    columns: Sequence[Column],
    rows: Iterator[Sequence[object]],
    part: Part,
    out: BinaryIO,
) -> None:
    """Write an object of `about`, the `rows` and `next_offset`, in memory that does not grow.

    `rows` begins with the first row asked for and may have more than `part.most`: then
    `next_offset` says where they go on; null after the last.
    """
    out.write(json.dumps(about)[:-1].encode() + b', "rows": [')
    names = [column.name for column in columns]
    ahead = b"\n"
    while piece := list(islice(rows, min(_PIECE, part.most))):
        out.write(ahead + b",\n".join(_written(names, row) for row in piece))
        ahead, part = b",\n", Part(part.passed + len(piece), part.most - len(piece))
    following = part.passed if next(rows, None) is not None else None
    out.write(b'\n], "next_offset": ' + json.dumps(following).encode() + b"}\n")


def _written(names: Iterable[str], row: Sequence[object]) -> bytes:
    return json.dumps(dict(zip(names, map(plain, row), strict=True)), ensure_ascii=False).encode()


def plain(value: object) -> object:
    """A cell as JSON has it. Raises TypeError for a float, which no figure of the books is."""
    if isinstance(value, Cell):
        return plain(value.value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):  # a moment is one, too
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{value!r} is no figure of the books.")
