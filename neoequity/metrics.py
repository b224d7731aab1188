"""For Prometheus, at `/metrics`: what was answered, how long it took, and what waits for a worker.

Each web worker counts for itself, in files of a directory that `serve` makes; whichever is asked
adds them up. What the database knows is asked when somebody looks. With or without metrics, slow
queries are named in the log.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from secrets import compare_digest
from time import perf_counter, time

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from neoequity.books.proof.recording import seconds_since_proofs
from neoequity.queries import Watch
from neoequity.replica import READ_FROM
from neoequity.work.queue import queue_length

#: Where the counts of all workers of a host are; the library reads it when it is loaded.
DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
#: The methods that pages answer; any other word is counted as one, as a stranger may invent many.
_METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
_NO_PAGE = "none"

COUNTED = CollectorRegistry()
REQUESTS = Counter(
    "neoequity_requests",
    "Requests answered.",
    ["method", "page", "status"],
    registry=COUNTED,
)
SECONDS = Histogram(
    "neoequity_request_seconds",
    "Seconds until an answer was ready to be sent; a POST is what records, approves and posts.",
    ["method", "page"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=COUNTED,
)
QUERIES = Histogram(
    "neoequity_request_queries",
    "Queries of the database until an answer was ready to be sent.",
    ["page"],
    buckets=(5, 10, 20, 40, 80, 160),
    registry=COUNTED,
)
QUERY_SECONDS = Counter(
    "neoequity_query_seconds", "Seconds spent in those queries.", ["page"], registry=COUNTED
)
READ_FROM_ONE = Counter(
    "neoequity_answers_of_either",
    "Answers that the replica or the primary may give, by which of them gave it.",
    ["source"],
    registry=COUNTED,
)


class MetricsMiddleware:
    """Counts every answer where a token is set, and tells the counts to callers who have it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.METRICS_TOKEN and request.path == "/metrics":
            return _told(request)
        began = perf_counter()
        with Watch() as watch:
            response = self.get_response(request)
        if settings.METRICS_TOKEN:
            _count(request, response, perf_counter() - began, watch)
        return response


def _count(request: HttpRequest, response: HttpResponseBase, seconds: float, watch: Watch) -> None:
    match = request.resolver_match
    page = (match and match.view_name) or _NO_PAGE
    method = request.method if request.method in _METHODS else "other"
    REQUESTS.labels(method, page, str(response.status_code)).inc()
    SECONDS.labels(method, page).observe(seconds)
    QUERIES.labels(page).observe(watch.queries)
    QUERY_SECONDS.labels(page).inc(watch.seconds)
    if source := response.headers.get(READ_FROM):
        READ_FROM_ONE.labels(source).inc()


def _told(request: HttpRequest) -> HttpResponse:
    given = request.headers.get("Authorization", "")
    if not compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(
            "Send the token of NEOEQUITY_METRICS_TOKEN as a bearer token.\n",
            status=401,
            content_type="text/plain; charset=utf-8",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return HttpResponse(_metrics(), content_type=CONTENT_TYPE_LATEST)


def _metrics() -> bytes:
    counted = COUNTED
    if os.environ.get(DIRECTORY):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # by the library
    asked = CollectorRegistry(auto_describe=False)
    asked.register(_Waiting())
    asked.register(_Backups())
    return generate_latest(counted) + generate_latest(asked)


class _Waiting(Collector):
    """What the database knows of the queue; nothing while it does not answer."""

    def collect(self) -> Iterable[Metric]:
        answers = GaugeMetricFamily(
            "neoequity_database_up", "Whether the database answers: 1 or 0.", value=0
        )
        try:
            connection.ensure_connection()
            waiting, in_hand, oldest = queue_length()
            proven = seconds_since_proofs()
        except (DatabaseError, InterfaceError):
            yield answers
            return
        answers.samples.clear()
        answers.add_metric([], 1)
        yield answers
        yield GaugeMetricFamily("neoequity_files_waiting", "Files that wait.", value=waiting)
        yield GaugeMetricFamily("neoequity_files_in_hand", "Files being made.", value=in_hand)
        yield GaugeMetricFamily(
            "neoequity_files_waiting_seconds",
            "For how long the file that waits longest has waited; 0 if none does.",
            value=oldest,
        )
        proofs = GaugeMetricFamily(
            "neoequity_last_proof_seconds",
            "For how long the last proof of the books has been on record: a full one, and any.",
            labels=["proof"],
        )
        for kind, seconds in proven.items():
            proofs.add_metric([kind], seconds)
        yield proofs


class _Backups(Collector):
    """The age of the newest backup in the folder of backups, if there is such a folder and one.

    A backup takes its name only when it is whole; until then it is hidden.
    """

    def collect(self) -> Iterable[Metric]:
        made: list[float] = []
        with suppress(OSError):  # no folder, or one that is not for the web's user
            for path in settings.BACKUPS.iterdir() if settings.BACKUPS else ():
                if path.suffix == ".dump" and not path.name.startswith("."):
                    with suppress(FileNotFoundError):  # it was old, and is removed
                        made.append(path.stat().st_mtime)
        if made:
            yield GaugeMetricFamily(
                "neoequity_last_backup_seconds",
                "For how long the newest backup has been in the folder of backups.",
                value=max(0, time() - max(made)),
            )
