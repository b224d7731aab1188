"""The web server: workers of waitress on one socket, and the process that keeps them.

`python -m neoequity.web_server PORT WORKERS BEHIND HOST`. A worker receives requests in one thread,
all connections side by side, and hands a request to one of its other threads when it is there in
full; what is sent back goes out the same way. So a slow client costs a connection and stops nobody.
Behind them so many workers make files in the background: see neoequity/work.
"""

import os
import resource
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from types import FrameType

BACKLOG = 1024  # connections that the system accepts while every worker is busy
OPEN_FILES = 4096  # of a worker, where the system allows so many
GRACE = 30  # seconds for what is under way when the server is told to end
PAUSE = 0.1  # seconds before a worker takes the place of one that ended
NOT_STARTED = 3  # a worker's exit code when the product cannot be loaded
_ENDS = {signal.SIGTERM, signal.SIGINT}


#: Loads the product and works; it is given the socket, and the process that keeps it.
Work = Callable[[socket.socket, int], None]


class Keeper:
    """Keeps so many workers until it is told to end, and ends with the last of them."""

    def __init__(self, listening: socket.socket, count: int, behind: int) -> None:
        self.listening = listening
        self.works = [*[_answer] * count, *[_make_files] * behind]
        self.workers: dict[int, Work] = {}
        self.code = 0
        self.ending = False

    def run(self) -> int:
        """Run until SIGTERM or Ctrl-C; the exit code. A second one waits for nothing."""
        for number in _ENDS:
            signal.signal(number, self._told)
        signal.signal(signal.SIGALRM, lambda *_: self._tell(signal.SIGKILL))
        for work in self.works:
            if not self.ending:
                self._start(work)
        while self.workers:
            self._mourn(*os.wait())
        return self.code

    def _mourn(self, pid: int, status: int) -> None:
        work = self.workers.pop(pid, None)
        if work is None:
            return  # an orphan of a worker, of which the first process of a container is told
        if os.waitstatus_to_exitcode(status) == NOT_STARTED and not self.ending:
            self.code = NOT_STARTED
            self._end()
        if not self.ending:
            time.sleep(PAUSE)
            self._start(work)

    def _start(self, work: Work) -> None:
        # Held back, so that no worker runs its keeper's handlers, or is told before it is known.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
        parent, pid = os.getpid(), os.fork()
        if not pid:
            _be_a_worker(work, self.listening, parent)
        self.workers[pid] = work
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
        if self.ending:
            os.kill(pid, signal.SIGTERM)

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        if self.ending:
            self._tell(signal.SIGKILL)
        self._end()

    def _end(self) -> None:
        self.ending = True
        self._tell(signal.SIGTERM)
        signal.alarm(GRACE + 1)

    def _tell(self, number: signal.Signals) -> None:
        for pid in tuple(self.workers):
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(pid, number)


def _be_a_worker(work: Work, listening: socket.socket, parent: int) -> None:
    """Be a worker, and never come back."""
    code = NOT_STARTED
    try:
        # Ctrl-C reaches the whole group, and the keeper passes it on.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
        # Here, as the keeper loads no product.
        import_module("neoequity.wsgi")
        code = 1
        work(listening, parent)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, a worker must not become a second keeper
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _answer(listening: socket.socket, parent: int) -> None:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    allowed = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    application = import_module("neoequity.wsgi").application
    server = import_module("neoequity.web_worker").server_on(listening, application)
    signal.signal(signal.SIGTERM, lambda *_: server.end(GRACE))
    server.run_below(parent)


def _make_files(listening: socket.socket, parent: int) -> None:
    listening.close()  # nobody is answered here
    worker = import_module("neoequity.work.worker").Worker(lambda: os.getppid() != parent)
    worker.run()


def listening_on(host: str, port: int) -> socket.socket:
    """The socket that all workers share."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except OSError as error:
        raise SystemExit(f"Port {port} cannot be used ({error.strerror}).") from error
    found.listen(BACKLOG)
    return found


if __name__ == "__main__":
    PORT, WORKERS, BEHIND = map(int, sys.argv[1:4])
    sys.exit(Keeper(listening_on(sys.argv[4], PORT), WORKERS, BEHIND).run())
