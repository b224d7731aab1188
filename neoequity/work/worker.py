"""The worker: takes jobs one by one, and has each made by a process of its own.

So memory is given back after each file, a cancelled job ends at once whatever it is doing, and a
file that takes all the memory ends its own process and not the worker.
"""

import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from neoequity.work.child import Child
from neoequity.work.models import Job
from neoequity.work.queue import fail, give_back, keep, remove_old, take, try_again

logger = logging.getLogger("neoequity.work")

PAUSE = 1.0  # seconds until a worker with nothing to do looks again
_TOLD_EVERY = 1.0  # seconds between two notes of how far a job is
_TIDIED_EVERY = 600.0  # seconds between two looks for files that are too old


class Worker:
    """Works until it is told to end, or until `is_alone` says that nobody would tell it."""

    def __init__(self, is_alone: Callable[[], bool] = lambda: False) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.is_alone = is_alone
        self.is_told = False
        self.tidied = 0.0

    def run(self) -> None:
        """Work on and on; SIGTERM or Ctrl-C ends it within a second, and its job goes back."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)
        while not self._is_over():
            try:
                if not self.work_once():
                    self._pause()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("The worker cannot reach the database: %s", str(error).strip())
                connection.close()
                self._pause()
        connection.close()

    def work_once(self) -> bool:
        """Work on the next job, if there is one; whether there was."""
        self._tidy()
        job = take(self.name)
        if job is not None:
            self._work_on(job)
        return job is not None

    def _work_on(self, job: Job) -> None:
        connection.close()  # the child must not share it
        with Child(job) as child:
            while not child.has_ended(within=_TOLD_EVERY):
                if not keep(job, *child.told):
                    return  # ready this moment, cancelled, or in the hands of another
                if self._is_over():
                    child.kill()
                    give_back(job)
                    return
            if child.failed:
                _end(job, child)

    def _tidy(self) -> None:
        now = time.monotonic()
        if not self.tidied or now - self.tidied > _TIDIED_EVERY:
            self.tidied = now
            remove_old(timezone.now() - settings.FILES_KEPT)

    def _is_over(self) -> bool:
        return self.is_told or self.is_alone()

    def _pause(self) -> None:
        until = time.monotonic() + PAUSE
        while not self._is_over() and time.monotonic() < until:
            time.sleep(PAUSE / 10)

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        self.is_told = True


def _end(job: Job, child: Child) -> None:
    """The process ended by itself and left no file: what it said of that, or another attempt."""
    if child.complaint:
        fail(job, child.complaint)
    else:
        logger.warning("The process of job %s died.", job.pk)
        try_again(job)
