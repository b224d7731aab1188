"""The web server: workers of waitress on one socket, and the process that keeps them.

`python -m neoequity.web_server PORT WORKERS`. A worker receives requests in one thread, all
connections side by side, and hands a request to one of its other threads when it is there in full;
what is sent back goes out the same way. So a slow client costs a connection and stops nobody.
"""

import os
import resource
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from importlib import import_module
from types import FrameType

HOST = "127.0.0.1"
BACKLOG = 1024  # connections that the system accepts while every worker is busy
OPEN_FILES = 4096  # of a worker, where the system allows so many
GRACE = 30  # seconds for what is under way when the server is told to end
PAUSE = 0.1  # seconds before a worker takes the place of one that ended
NOT_STARTED = 3  # a worker's exit code when the product cannot be loaded
_ENDS = {signal.SIGTERM, signal.SIGINT}


class Keeper:
    """Keeps so many workers until it is told to end, and ends with the last of them."""

    def __init__(self, listening: socket.socket, count: int) -> None:
        self.listening, self.count = listening, count
        self.workers: set[int] = set()
        self.code = 0
        self.ending = False

    def run(self) -> int:
        """Run until SIGTERM or Ctrl-C; the exit code. A second one waits for nothing."""
        for number in _ENDS:
            signal.signal(number, self._told)
        signal.signal(signal.SIGALRM, lambda *_: self._tell(signal.SIGKILL))
        while not self.ending and len(self.workers) < self.count:
            self._start()
        while self.workers:
            self._mourn(*os.wait())
        return self.code

    def _mourn(self, pid: int, status: int) -> None:
        self.workers.discard(pid)
        if os.waitstatus_to_exitcode(status) == NOT_STARTED and not self.ending:
            self.code = NOT_STARTED
            self._end()
        if not self.ending:
            time.sleep(PAUSE)
            self._start()

    def _start(self) -> None:
        # Held back, so that no worker runs its keeper's handlers, or is told before it is known.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
        parent, pid = os.getpid(), os.fork()
        if not pid:
            _work(self.listening, parent)
        self.workers.add(pid)
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


def _work(listening: socket.socket, parent: int) -> None:
    """Be a worker, and never come back."""
    code = NOT_STARTED
    try:
        # Ctrl-C reaches the whole group, and the keeper passes it on.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        allowed = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
        # Here, as the keeper loads no product.
        application = import_module("neoequity.wsgi").application
        server = import_module("neoequity.web_worker").server_on(listening, application)
        code = 1
        signal.signal(signal.SIGTERM, lambda *_: server.end(GRACE))
        server.run_below(parent)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, a worker must not become a second keeper
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def listening_on(port: int) -> socket.socket:
    """The socket that all workers share."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
    except OSError as error:
        raise SystemExit(f"Port {port} cannot be used ({error.strerror}).") from error
    found.listen(BACKLOG)
    return found


if __name__ == "__main__":
    sys.exit(Keeper(listening_on(int(sys.argv[1])), int(sys.argv[2])).run())
