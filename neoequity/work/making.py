"""Making the file of a job: a download is opened for whoever asked, a proof is written down."""

from io import BytesIO
from typing import IO, cast
from urllib.parse import urlsplit

from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import resolve

from neoequity import asof, clock
from neoequity.books.chain.heads import heads_for_headers
from neoequity.books.pages.request import DatedRequest
from neoequity.books.progress import saying
from neoequity.books.refusal import Reason, Refused
from neoequity.books.seen import both, seeing
from neoequity.books.snapshot import one_snapshot
from neoequity.ledger_statement import keep, ledger_statement
from neoequity.people.sight import issuers_of
from neoequity.read_access import may_open
from neoequity.roles import READ_BOOKS
from neoequity.work.models import Job
from neoequity.work.queue import Made


def make(job: Job) -> Made:
    """The file of a job. Raises Refused with why there is none."""
    person = job.asked_by
    if not (person.may_sign_in(clock.real_day()) and person.has_perm(READ_BOOKS)):
        raise Refused([Reason(f"{person} no longer has access to the books.")])
    saying("Reading the books")
    if not job.address:
        return _proved(job)
    chosen = None if job.issuer_id is None else frozenset([job.issuer_id])
    with seeing(both(issuers_of(person), chosen)):
        return _downloaded(job)


def _downloaded(job: Job) -> Made:
    """What the direct download would send this moment to the person who asked."""
    parts = urlsplit(job.address)
    match = resolve(parts.path)
    if not may_open(job.asked_by, match.func):
        raise Refused([Reason(f"{job.asked_by} no longer has access to this file.")])
    request = DatedRequest()
    request.method, request.path, request.resolver_match = "GET", parts.path, match
    request.GET = QueryDict(parts.query)
    day = request.GET.get("as_of", "")
    request.user, request.today = job.asked_by, job.today
    request.as_of, request.as_of_given = asof.parse_day(day) if day else job.today, bool(day)
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except Http404 as missing:
        raise Refused([Reason(str(missing))]) from missing
    return _made_of(response)


def _made_of(response: HttpResponseBase) -> Made:
    if not isinstance(response, FileResponse):
        said = response.content.decode() if isinstance(response, HttpResponse) else ""
        raise Refused([Reason(line) for line in said.splitlines() if line])
    headers = {name: value for name, value in response.items() if name.startswith("X-")}
    return Made(
        cast(IO[bytes], response.file_to_stream),
        response.filename,
        response["Content-Type"],
        headers,
    )


def _proved(job: Job) -> Made:
    """The statement of `verify_ledger`, as a text."""
    with one_snapshot():
        statement, headers = ledger_statement(job.today), heads_for_headers()
    keep(statement, by=job.asked_by)
    text = "".join(f"{line}\n" for line in statement.lines)
    return Made(
        BytesIO(text.encode()),
        f"proof-{job.today}.txt",
        "text/plain; charset=utf-8",
        headers,
        sentence=statement.verdict,
        is_alarm=not statement.agrees,
    )
