"""The account that runs the server when root starts it, as PostgreSQL refuses to run as root.

Nothing that lies above `var` is changed for it: what the account cannot get to is kept in a
directory of its own, HOME.
"""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

NAME = "neoequity"
HOME = Path("/var/lib") / NAME
_ENTER, _READ = stat.S_IXOTH, stat.S_IROTH
_OPEN = stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | _READ | _ENTER


class NoAccountError(OSError):
    """There is no account to run the server as; the text says what to do."""


def hand_over(directory: Path) -> None:
    """Give a directory to the account, creating the account if necessary."""
    account = _account() or _make_account()
    os.chown(directory, account.pw_uid, account.pw_gid)


def closed_on_the_way(directory: Path) -> Path | None:
    """The first directory from the root down to this one that others may not enter."""
    way = (*reversed(directory.resolve().parents), directory.resolve())
    return next((each for each in way if not each.stat().st_mode & _ENTER), None)


def let_in(var: Path) -> bool:
    """Whether others may enter `var`; it is opened to them if need be, and nothing above it is."""
    closed = closed_on_the_way(var)
    if closed == var.resolve():
        closed.chmod(stat.S_IMODE(closed.stat().st_mode) | _ENTER)
        return True
    return closed is None


def home() -> Path:
    """The directory for what the account cannot get to elsewhere, made if it is missing."""
    if not HOME.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        HOME.chmod(_OPEN)
    return HOME


def readable(wheel: Path, programs: str, version: str) -> Path:
    """The wheel, or a copy in HOME of its directory `programs` if others may not run it."""
    directory = wheel / programs
    if closed_on_the_way(directory / "bin") is None and directory.stat().st_mode & _READ:
        return wheel
    copy = home() / f"programs-{version}"
    if not copy.exists():
        _copy(wheel, (f"{wheel.name}/{programs}", f"{wheel.name}.libs"), copy)
    return copy / wheel.name


def _copy(wheel: Path, parts: tuple[str, ...], copy: Path) -> None:
    """Copy under another name until complete; of two starts at once, one is enough."""
    draft = Path(tempfile.mkdtemp(dir=copy.parent))
    for part in parts:
        if (wheel.parent / part).exists():
            shutil.copytree(wheel.parent / part, draft / part, symlinks=True)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(_OPEN if runs else _OPEN & ~0o111)
    try:
        draft.rename(copy)
    except OSError:
        shutil.rmtree(draft)
        if not copy.exists():
            raise


def _account() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return None


def _make_account() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home", NAME]
    # Another start may be creating it, too; what counts is whether it exists afterwards.
    subprocess.run(command, check=False, capture_output=True)
    account = _account()
    if account is None:
        raise NoAccountError(
            f"PostgreSQL does not run as root, and no account {NAME} could be made. "
            "Run NeoEquity as another user, or set DATABASE_URL."
        )
    return account
