"""A worker of the web server: waitress, with a time within which a request must be there."""

import os
import socket
import time
from errno import ENOSPC
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.utilities import Error

from neoequity.books.full_disk import is_full_disk

HEADER_SECONDS = 20  # for all headers of a request, however they drip
REQUEST_SECONDS = 300  # for the request with its body: ten megabytes on a poor line
IDLE_SECONDS = 30  # without a byte, between requests or from a reader who stopped reading
LIMITS = {
    "connection_limit": 1000,
    "channel_timeout": IDLE_SECONDS,
    "cleanup_interval": 5,
    "max_request_header_size": 32 * 1024,  # browsers' headers stay far below
    "max_request_body_size": 64 * 1024 * 1024,  # five documents of the largest size, and the form
}


class NoRoomError(Error):
    """The answer to a request whose body the disk has no room for."""

    code = 507
    reason = os.strerror(ENOSPC)


class Request(HTTPRequestParser):
    """A request being received, which knows since when."""

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.began = time.time()

    def is_late(self, now: float) -> bool:
        """Whether its time is up."""
        allowed = REQUEST_SECONDS if self.headers_finished else HEADER_SECONDS
        return bool(now - self.began > allowed)


class Channel(HTTPChannel):
    """A connection."""

    parser_class = Request
    request: Any  # of the parser's class, or None between requests

    def received(self, data: bytes) -> bool:
        """Take what has come; a body for which there is no room is refused in a sentence."""
        try:
            return bool(super().received(data))
        except OSError as error:
            if not is_full_disk(error):
                raise
        with self.requests_lock:
            refused: Request = self.request
            self.request = None
            refused.error = NoRoomError("There is no room on the disk of the server for this.")
            self.requests.append(refused)
            if len(self.requests) == 1:
                self.server.add_task(self)
        return True

    def _flush_outbufs_below_high_watermark(self) -> None:
        """No thread waits for a reader: what is not read yet lies on the disk."""


class Server(TcpWSGIServer):
    """Answers on a socket that it shares with other workers."""

    channel_class = Channel
    ends_by: float | None = None

    def maintenance(self, now: float) -> None:
        """Close what was idle for too long, and what takes too long to arrive."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            request = channel.request
            if request is not None and request.is_late(now):
                channel.will_close = True

    def run_below(self, parent: int) -> None:
        """Serve until told to end, or until the process that would tell it is gone."""
        while not self._is_over():
            wasyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)
            if os.getppid() != parent:
                self.end(0)

    def end(self, seconds: float) -> None:
        """Accept nothing more, and end when all is answered or the time is up."""
        self.accepting = False
        self.ends_by = time.monotonic() + seconds
        self.pull_trigger()

    def _is_over(self) -> bool:
        if self.ends_by is None:
            return False
        under_way = any(
            channel.requests or channel.total_outbufs_len
            for channel in self.active_channels.values()
        )
        return not under_way or time.monotonic() > self.ends_by


def server_on(listening: socket.socket, application: WSGIHandler) -> Server:
    """The application's server on a socket that listens already."""
    settings = Adjustments(
        sockets=[listening],
        threads=4,
        server_name=listening.getsockname()[0],
        ident=None,
        # The settings say which of the proxy's headers are believed, and when.
        clear_untrusted_proxy_headers=False,
        log_socket_errors=False,  # a client that has gone is no error
        outbuf_overflow=16 * 1024 * 1024,
        **LIMITS,
    )
    place = (listening.family, listening.type, listening.proto, listening.getsockname())
    return Server(application, _sock=listening, adj=settings, bind_socket=False, sockinfo=place)
