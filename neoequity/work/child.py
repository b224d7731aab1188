"""The process that makes one file; it tells the worker through a pipe how far it is.

It ends with the worker: another pipe, of which the worker holds the other end, is closed when the
worker is gone, however it went.
"""

import json
import logging
import os
import select
import signal
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from django.db import connection

from neoequity.books.full_disk import is_full_disk
from neoequity.books.progress import listened
from neoequity.books.refusal import Refused
from neoequity.work.making import make
from neoequity.work.models import Job
from neoequity.work.queue import store

logger = logging.getLogger("neoequity.work")

_REFUSED = 3  # exit code of a process that said why there is no file
_SEEN_EVERY = 0.2  # seconds between two things said of the progress
_BROKEN = "The file could not be made because of an error; the server log has the details."
_FULL = "The file could not be made: the disk of the server is full."


class Child:
    """A process that makes the file of a job and keeps it, or says why there is none.

    `told` is how far it was when it last said so.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.told: tuple[int, int | None, str] = (0, None, "")
        self.complaint = ""
        self.status: int | None = None
        self._rest = b""

    def __enter__(self) -> Self:
        self._reading, writing = os.pipe()
        alive, self._alive = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            os.close(self._reading)
            os.close(self._alive)
            _be_the_child(self.job, writing, alive)
        os.close(writing)
        os.close(alive)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.kill()
        os.close(self._reading)
        os.close(self._alive)

    @property
    def failed(self) -> bool:
        """Whether it ended without a file."""
        return self.status != 0

    def has_ended(self, within: float) -> bool:
        """Listen to it for so many seconds, or until it has ended; whether it has."""
        until = time.monotonic() + within
        while self.status is None and (left := until - time.monotonic()) > 0:
            if not select.select([self._reading], [], [], left)[0]:
                break
            if not self._hear():
                self._mourn(os.waitpid(self._pid, 0)[1])
        return self.status is not None

    def kill(self) -> None:
        """End it at once, if it has not ended."""
        if self.status is None:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            self._mourn(os.waitpid(self._pid, 0)[1])

    def _hear(self) -> bool:
        """Read what it said; False if it will say no more."""
        said = os.read(self._reading, 65536)
        *lines, self._rest = (self._rest + said).split(b"\n")
        for line in lines:
            word: dict[str, Any] = json.loads(line)
            self.complaint = word.get("complaint", self.complaint)
            if "done" in word:
                self.told = word["done"], word["total"], word["doing"]
        return bool(said)

    def _mourn(self, status: int) -> None:
        self.status = os.waitstatus_to_exitcode(status)


def _be_the_child(job: Job, writing: int, alive: int) -> None:
    """Make the file, and never come back."""
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)  # the worker, which is told as well, ends this
        threading.Thread(target=_end_with_the_worker, args=(alive,), daemon=True).start()
        complaint = _complaint(job, _Teller(writing))
        if complaint:
            _say(writing, {"complaint": complaint})
        code = _REFUSED if complaint else 0
    finally:
        os._exit(code)


def _complaint(job: Job, tell: "_Teller") -> str:
    """Make the file and keep it; why that could not be done, empty if it was."""
    try:
        with listened(tell):
            made = make(job)
        with made.file:
            store(job, made)
    except Refused as refused:
        return str(refused)
    except Exception as error:  # whatever it is, the person is told in a sentence
        logger.exception("Job %s failed.", job.pk)
        return _FULL if is_full_disk(error) else _BROKEN
    finally:
        connection.close()
    return ""


def _end_with_the_worker(alive: int) -> None:
    os.read(alive, 1)  # returns when the worker is gone
    os._exit(1)


class _Teller:
    """Passes on how far the work is, a few times a second."""

    def __init__(self, writing: int) -> None:
        self.writing, self.last, self.words = writing, 0.0, ""

    def __call__(self, done: int, total: int | None, doing: str) -> None:
        now = time.monotonic()
        if now - self.last > _SEEN_EVERY or doing != self.words:
            self.last, self.words = now, doing
            _say(self.writing, {"done": done, "total": total, "doing": doing[:200]})


def _say(writing: int, word: dict[str, object]) -> None:
    os.write(writing, json.dumps(word).encode() + b"\n")
