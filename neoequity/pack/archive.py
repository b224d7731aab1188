"""An archive whose bytes depend on nothing but what is put in: no clock, no machine, no packing."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import IO, Any, BinaryIO, NamedTuple, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

#: Writes one file of the archive, piece by piece.
Write = Callable[[BinaryIO], object]

_NO_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o644 << 16


class Filed(NamedTuple):
    """A file in the archive; `lines` without a table's heading, None where it is no table."""

    name: str
    lines: int | None
    size: int
    sha256: str


class _Counted:
    """A file to write to that counts what passes."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.digest, self.size, self.ends = out, sha256(), 0, 0

    def write(self, piece: bytes) -> int:
        self.digest.update(piece)
        self.size += len(piece)
        self.ends += piece.count(b"\n")
        return self.out.write(piece)


class Archive:
    """A ZIP archive that is written from its start to its end.

    Its files are stored as they are: packed ones would differ from one version of zlib to the next.
    """

    def __init__(self, out: BinaryIO) -> None:
        self.whole = ZipFile(out, "w", ZIP_STORED)
        self.filed: list[Filed] = []

    def add(self, name: str, write: Write, *, is_table: bool = True) -> None:
        """Write a file, however large, and keep what the manifest says of it."""
        entry = ZipInfo(name, date_time=_NO_MOMENT)
        entry.create_system, entry.external_attr = _UNIX, _READABLE
        with self.whole.open(entry, "w", force_zip64=True) as out:
            counted = _Counted(out)
            write(cast(BinaryIO, counted))
        lines = counted.ends - 1 if is_table else None
        self.filed.append(Filed(name, lines, counted.size, counted.digest.hexdigest()))

    def add_text(self, name: str, text: str, *, is_table: bool = True) -> None:
        """A file that is held in memory, with the line ends of the exports."""
        self.add_bytes(name, text.replace("\n", "\r\n").encode(), is_table=is_table)

    def add_bytes(self, name: str, content: bytes, *, is_table: bool = False) -> None:
        """A file that is held in memory."""
        self.add(name, lambda out: out.write(content), is_table=is_table)

    def close(self) -> None:
        """Write the archive's own table of contents."""
        self.whole.close()


def table(heading: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A small table as CSV; its cells are figures, days and names that hold no comma."""
    lines = [heading, *(["" if cell is None else str(cell) for cell in row] for row in rows)]
    return "".join(",".join(cells) + "\n" for cells in lines)
