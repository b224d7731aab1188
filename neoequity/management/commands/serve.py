"""`serve`: prepare, then become the web server."""

import os
import shutil
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from neoequity import environment, metrics


class Command(BaseCommand):
    help = "Prepare the product and serve it on NEOEQUITY_LISTEN (127.0.0.1) and the port in PORT."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        host = environment.listen()
        port = free_port(os.environ.get("PORT") or "8000", host)
        turn = claimed(port, host)
        workers = worker_count(os.environ.get("WEB_CONCURRENCY") or "2")
        behind = background_count(os.environ.get("BACKGROUND_WORKERS") or "1")
        call_command("prepare", stdout=self.stdout)
        self.stdout.write(f"NeoEquity is served at http://{host}:{port}/ (Ctrl-C ends it).")
        self.stdout.flush()
        server = (
            sys.executable,
            "-m",
            "neoequity.web_server",
            str(port),
            str(workers),
            str(behind),
            host,
        )
        os.set_inheritable(turn.fileno(), True)
        for name in ("DATABASE_OWNER_URL", "DATABASE_OWNER_URL_FILE"):
            os.environ.pop(name, None)  # what is served has no use for it
        os.environ[metrics.DIRECTORY] = new_directory(settings.VAR / f"metrics-{port}")
        os.execv(sys.executable, server)  # noqa: S606 - no shell is wanted


def free_port(text: str, host: str = environment.HERE) -> int:
    """The port, if it is valid and free."""
    port = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= port <= 65535:
        raise CommandError(f'PORT must be a number from 1 to 65535, but it is "{text}".')
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Set PORT to another, "
                f"such as: make run PORT={port % 65535 + 1}"
            ) from error
    return port


def new_directory(path: Path) -> str:
    """An empty directory for what the workers count, which begins anew with each start."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    return str(path)


def claimed(port: int, host: str = environment.HERE) -> socket.socket:
    """A claim on the port while the product is prepared, and for as long as it is served.

    Two starts at one moment both find the port free, as nothing answers there until the database is
    ready. The claim is the UDP port of that number: it is one machine-wide, unlike a lock in
    `var`, and gone with its last process, unlike a file.
    """
    claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        claim.bind((host, port))
    except OSError as error:
        claim.close()
        raise CommandError(
            f"NeoEquity is already starting on port {port}; use that one, or set PORT to another, "
            f"such as: make run PORT={port % 65535 + 1}"
        ) from error
    return claim


def worker_count(text: str) -> int:
    """At least two, so that one slow request does not stop the others."""
    return max(2, _whole_number("WEB_CONCURRENCY", text))


def background_count(text: str) -> int:
    """None where other hosts have workers for what is made in the background."""
    return _whole_number("BACKGROUND_WORKERS", text)


def _whole_number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise CommandError(f'{name} must be a whole number, but it is "{text}".')
    return int(text)
