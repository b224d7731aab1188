"""Exports as downloads: `/exports/<dataset>.csv` and `.xlsx`, with the filters of the pages."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import IO, BinaryIO

from django.db import connection
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from neoequity.books.chain.heads import heads_for_headers
from neoequity.books.exporting.parts import Stream
from neoequity.books.exporting.query import ExportQuery, Narrow, everything, parse_moment
from neoequity.books.pages.request import DatedRequest
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from neoequity.books.snapshot import one_snapshot
from neoequity.datasets import Making, dataset_stream, write_dataset, write_dataset_workbook
from neoequity.history.filters import HistoryFilter
from neoequity.replica import reads_may_lag
from neoequity.statements.filters import LineFilter, StatementFilter
from neoequity.statements.models import Statement, StatementLine
from placements.filters import PlacementFilter, SaleFilter, StrictFilter
from placements.models import PlacementEvent, Sale
from warrants.filters import WarrantFilter
from warrants.models import Warrant

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FEW_PIECES = 3  # the heading and two parts

Write = Callable[[ExportQuery, str, BinaryIO], None]


@require_safe
@reads_may_lag
def download(request: DatedRequest, dataset: str) -> HttpResponseBase:
    """Stream the same bytes as the command; 404 for an unknown name, 400 for an invalid filter.

    `as_of`, `known_at`, `agreement`, `issuer` and `bom=1` are the command's options; the filters
    of the pages of sales, placements, warrants and history narrow their datasets. `X-Chain-Head`
    gives for each issuer the number of entries sealed when the file was written, and their digest;
    `X-Log-Head` the same of the change log.
    """
    bom = request.GET.get("bom") == "1"

    def write(asked: ExportQuery, _filtered: str, out: BinaryIO) -> None:
        write_dataset(dataset, asked, out, bom=bom)

    streams = _takes_a_stream(request)

    def stream(asked: ExportQuery) -> Stream | None:
        return dataset_stream(dataset, asked, bom=bom) if streams else None

    return _download(request, dataset, write, stream, ending="csv", kind="text/csv; charset=utf-8")


@require_safe
@reads_may_lag
def download_workbook(request: DatedRequest, dataset: str) -> HttpResponseBase:
    """Stream the rows of `download` as a workbook for Excel, on the same terms."""

    def write(asked: ExportQuery, filtered: str, out: BinaryIO) -> None:
        making = Making(by=request.user.get_username(), at=timezone.now(), filtered=filtered)
        write_dataset_workbook(dataset, asked, out, making)

    return _download(request, dataset, write, lambda _: None, ending="xlsx", kind=WORKBOOK)


def _download(
    request: DatedRequest,
    dataset: str,
    write: Write,
    stream: Callable[[ExportQuery], Stream | None],
    *,
    ending: str,
    kind: str,
) -> HttpResponseBase:
    try:
        asked, filtered = asked_in(request, dataset)
    except Refused as refused:
        return _sentence(str(refused), 400)
    name = f"{dataset}-{request.as_of}.{ending}"
    try:
        with one_snapshot():
            heads = heads_for_headers()
            made = stream(asked) or temporary_file(lambda out: write(asked, filtered, out))
    except Refused as refused:
        return _sentence(str(refused), 404)
    if isinstance(made, Stream):
        return _sent(made, name, kind, heads)
    return _file(made, name, kind, heads)


def _file(file: IO[bytes], name: str, kind: str, heads: dict[str, str]) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind, headers=heads)


def _takes_a_stream(request: DatedRequest) -> bool:
    """Whether the client would notice that a file broke off: HTTP/1.0 ends one by hanging up.

    A job of the background needs a file, and another connection does not see an open transaction.
    """
    protocol = request.META.get("SERVER_PROTOCOL", "")
    return protocol == "HTTP/1.1" and not connection.in_atomic_block


def _sent(stream: Stream, name: str, kind: str, heads: dict[str, str]) -> HttpResponseBase:
    """The stream as it comes; one that ends soon is sent as a file, whose length is told."""
    try:
        begun = list(islice(stream, _FEW_PIECES))
        if len(begun) < _FEW_PIECES:
            stream.close()
            file = temporary_file(lambda out: out.writelines(begun))
            return _file(file, name, kind, heads)
    except BaseException:
        stream.close()
        raise
    response = StreamingHttpResponse(_Pieces(begun, stream), content_type=kind, headers=heads)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


class _Pieces:
    """What has been read of a stream, and the rest."""

    def __init__(self, begun: list[bytes], stream: Stream) -> None:
        self._all = chain(begun, stream)
        self.close = stream.close

    def __iter__(self) -> Iterator[bytes]:
        return self._all


def asked_in(request: DatedRequest, dataset: str) -> tuple[ExportQuery, str]:
    """What an address asks of a dataset, and its filter in words. Raises Refused."""
    query = request.GET
    page_filter = _filter_of(dataset, request)
    # The export itself reports an unknown agreement, as it does for the command.
    errors = {} if page_filter is None else {**page_filter.errors, "agreement": []}
    refuse_if_any([Reason(str(each[0])) for each in errors.values() if each][:1])
    try:
        known_at = parse_moment(query["known_at"]) if query.get("known_at") else None
    except ValueError as fault:
        raise Refused([Reason(str(fault))]) from fault
    asked = ExportQuery(
        as_of=request.as_of,
        known_at=known_at,
        agreement=query.get("agreement") or None,
        narrow=_narrow(page_filter),
        issuer=query.get("issuer") or None,
    )
    return asked, "" if page_filter is None else page_filter.in_words()


def _filter_of(dataset: str, request: DatedRequest) -> StrictFilter | HistoryFilter | None:
    if dataset == "sales":
        return SaleFilter(request.GET, Sale.objects.none())
    if dataset == "placements":
        return PlacementFilter(request.GET, PlacementEvent.objects.none())
    if dataset == "warrants":
        return WarrantFilter(request.GET, Warrant.objects.none(), as_of=request.as_of)
    if dataset == "statements":
        return LineFilter(request.GET, StatementLine.objects.none())
    if dataset == "statement_files":
        return StatementFilter(request.GET, Statement.objects.none())
    if dataset == "history":
        return HistoryFilter(request.GET)
    return None


def _narrow(rows_filter: StrictFilter | HistoryFilter | None) -> Narrow:
    """The filter for the rows; `ExportQuery` has a field of its own for the agreement."""
    if rows_filter is None or (
        isinstance(rows_filter, StrictFilter) and not rows_filter.is_used("agreement")
    ):
        return everything
    return rows_filter.narrow


def temporary_file(write: Callable[[BinaryIO], object]) -> IO[bytes]:
    """What `write` writes, in a file on disk to be streamed from its start.

    Memory does not grow with its size. The response that sends the file closes it.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _sentence(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
