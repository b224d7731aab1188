"""The file that a command writes: whole under the name that was given, or not there at all."""

import errno
import os
import shutil
import stat
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_INTO = "Use --force to write into it."
_TAKEN = (
    (stat.S_ISLNK, "is a link. Use --force to write the file that it leads to."),
    (stat.S_ISFIFO, f"is a pipe. {_INTO}"),
    (stat.S_ISCHR, f"is a device. {_INTO}"),
    (stat.S_ISBLK, f"is a device. {_INTO}"),
    (stat.S_ISREG, "already exists. Use --force to replace it."),
)
# What a file system answers that has no second names, as on a memory stick.
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


class OutputError(Exception):
    """The file cannot be written, and nothing was left behind; the text names it and says why."""


def add_force_option(parser: ArgumentParser) -> None:
    """Add `--force`, without which nothing that is there is written over."""
    parser.add_argument(
        "--force",
        action="store_true",
        help="replace the file if it exists, follow a link, write into a device or pipe",
    )


@contextmanager
def new_file(path: Path, *, force: bool = False, private: bool = False) -> Iterator[IO[bytes]]:
    """A draft beside `path`, which takes its name when all of it is on the disk.

    Whatever is at `path` already stays as it is, unless `force`: then a file is replaced and keeps
    its rights, a link leads to the file to replace, and a device or pipe receives the bytes. Only
    the owner may read a `private` file; the draft has a `name`, for programs that write it.

    Raises OutputError if the file cannot be written; the draft is removed whatever happens.
    """
    place = _place(path, force=force)
    try:
        if place.exists() and not place.is_file():
            with tempfile.TemporaryFile() as draft:
                yield draft
                _pour(draft, place)
        else:
            with _draft(place) as draft:
                yield draft
                draft.flush()
                os.fchmod(draft.fileno(), 0o600 if private else _mode(place))
                os.fsync(draft.fileno())
                _name(Path(draft.name), place, force=force)
    except FileExistsError as error:
        raise OutputError(f"{path} was made by someone else meanwhile; it stays.") from error
    except OSError as error:
        raise OutputError(f"{path} was not written: {error.strerror or error}.") from error


@contextmanager
def _draft(place: Path) -> Iterator[IO[bytes]]:
    number, name = tempfile.mkstemp(dir=place.parent, prefix=".neoequity-")  # mode 0600
    try:
        with open(name, "w+b", opener=lambda *_: number) as draft:
            yield draft
    finally:
        Path(name).unlink(missing_ok=True)


def _place(path: Path, *, force: bool) -> Path:
    """Where the bytes go: `path` itself, or where it leads. Raises OutputError if they may not."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise OutputError(f"{path}: there is no directory {path.parent}.") from None
        return path
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}.") from error
    if path.is_dir():
        raise OutputError(f"{path} is a directory.")
    if not force:
        taken = [what for is_one, what in _TAKEN if is_one(found.st_mode)]
        raise OutputError(f"{path} {taken[0] if taken else 'is not a file.'}")
    # A link to a device or pipe has no other name that could be opened.
    leads_on = path.exists() and not path.is_file()
    return path if leads_on else Path(os.path.realpath(path))


def _pour(draft: IO[bytes], place: Path) -> None:
    draft.seek(0)
    with place.open("wb", buffering=0) as target:
        shutil.copyfileobj(draft, target)


def _mode(place: Path) -> int:
    """The mode of the file replaced, or that of a new file."""
    if place.exists():
        return stat.S_IMODE(place.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _name(draft: Path, place: Path, *, force: bool) -> None:
    if force:
        draft.replace(place)
    else:
        _name_anew(draft, place)
    directory = os.open(place.parent, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)


def _name_anew(draft: Path, place: Path) -> None:
    try:
        os.link(draft, place)  # unlike a rename, this refuses to replace
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from error
        draft.replace(place)
