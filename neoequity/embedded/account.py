"""The account that owns the server when root starts it, as PostgreSQL refuses to run as root."""

import os
import pwd
import stat
import subprocess
from pathlib import Path

NAME = "neoequity"
READ_AND_PASS = stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH


class NoAccountError(OSError):
    """There is no account to run the server as; the text says what to do."""


def hand_over(directory: Path) -> None:
    """Give a directory to the account, creating the account if necessary."""
    account = _account() or _make_account()
    os.chown(directory, account.pw_uid, account.pw_gid)


def open_the_way(data: Path, wheel: Path) -> None:
    """Let other users enter the directories above `data`, and read and run the programs."""
    if not stat.S_IMODE((wheel / "pginstall18").stat().st_mode) & stat.S_IROTH:
        for directory in (wheel, wheel.with_name(f"{wheel.name}.libs")):
            for path in (directory, *directory.rglob("*")):
                path.chmod(stat.S_IMODE(path.stat().st_mode) | READ_AND_PASS)
    for directory in (*data.parents, *wheel.parents):
        mode = stat.S_IMODE(directory.stat().st_mode)
        if not mode & stat.S_IXOTH:
            directory.chmod(mode | stat.S_IXOTH)


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
