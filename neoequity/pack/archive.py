"""A ZIP archive whose bytes depend only on its contents: not on clock, machine or zlib."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import IO, BinaryIO, NamedTuple, Self, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from neoequity.books.progress import Steps

#: Writes one file of the archive, piece by piece.
Write = Callable[[BinaryIO], object]

_NO_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o644 << 16


class Filed(NamedTuple):
    """A file in the archive; `lines` excludes a table's header, and is None for other files."""

    name: str
    lines: int | None
    size: int
    sha256: str


class _Counted:
    """A writer that counts and hashes what passes through."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.digest, self.size, self.ends = out, sha256(), 0, 0

    def write(self, piece: bytes) -> int:
        self.digest.update(piece)
        self.size += len(piece)
        self.ends += piece.count(b"\n")
        return self.out.write(piece)


class Archive:
    """A ZIP archive written sequentially.

    Files are stored uncompressed: compressed bytes differ between versions of zlib. Each is a step
    that is `counted`.
    """

    def __init__(self, out: BinaryIO, counted: Steps) -> None:
        self.counted = counted
        self.whole = ZipFile(out, "w", ZIP_STORED)
        self.filed: list[Filed] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_details: object) -> None:
        """Write the archive's own table of contents, unless writing it has failed."""
        if failed is not None:
            self.whole.fp = None  # else it would be written when the archive is forgotten
        self.whole.close()

    def add(self, name: str, write: Write, *, is_table: bool = True) -> None:
        """Write a file of any size, and record it for the manifest."""
        self.counted.doing(f"Writing {name}")
        entry = ZipInfo(name, date_time=_NO_MOMENT)
        entry.create_system, entry.external_attr = _UNIX, _READABLE
        with self.whole.open(entry, "w", force_zip64=True) as out:
            writer = _Counted(out)
            write(cast(BinaryIO, writer))
        lines = writer.ends - 1 if is_table else None
        self.filed.append(Filed(name, lines, writer.size, writer.digest.hexdigest()))
        self.counted.did()

    def add_text(self, name: str, text: str, *, is_table: bool = True) -> None:
        """Add a text from memory, with the line ends of the exports."""
        self.add_bytes(name, text.replace("\n", "\r\n").encode(), is_table=is_table)

    def add_bytes(self, name: str, content: bytes, *, is_table: bool = False) -> None:
        """Add bytes from memory."""
        self.add(name, lambda out: out.write(content), is_table=is_table)


def table(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A small table as CSV; its cells are figures, days and names without commas."""
    lines = [heading, *(["" if cell is None else str(cell) for cell in row] for row in rows)]
    return "".join(",".join(cells) + "\n" for cells in lines)
