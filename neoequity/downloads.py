"""The exports as downloads: `/exports/<dataset>.csv`, with the filters of the pages."""

import tempfile
from typing import IO

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from neoequity.books.chain.heads import heads_in_a_line
from neoequity.books.exporting.query import Asked, Narrow, everything, parse_moment
from neoequity.books.pages.request import DatedRequest
from neoequity.books.refusal import Refused
from neoequity.books.snapshot import one_snapshot
from neoequity.datasets import write_dataset
from neoequity.history.filters import HistoryFilter
from placements.filters import PlacementFilter, SaleFilter, StrictFilter
from placements.models import PlacementEvent, Sale
from warrants.filters import WarrantFilter
from warrants.models import Warrant


@require_safe
def download(request: DatedRequest, dataset: str) -> HttpResponseBase:
    """The same bytes as from the command, streamed; 404 for an unknown name, 400 for a wrong one.

    `as_of`, `known_at` and `agreement` are the command's options; the filters of the pages of
    sales, placements, warrants and history narrow their datasets. `X-Chain-Head` names, for each
    issuer, the entries that were sealed when the file was written, and the digest over them.
    """
    query = request.GET
    chosen = _filter_of(dataset, request)
    # An agreement that is not there is told by the export itself, as for the command.
    wrong = {} if chosen is None else {**chosen.errors, "agreement": []}
    for sentences in wrong.values():
        if sentences:
            return _sentence(str(sentences[0]), 400)
    try:
        known_at = parse_moment(query["known_at"]) if query.get("known_at") else None
    except ValueError as fault:
        return _sentence(str(fault), 400)
    asked = Asked(
        as_of=request.as_of,
        known_at=known_at,
        agreement=query.get("agreement") or None,
        narrow=_narrow(chosen),
    )
    try:
        with one_snapshot():
            heads, whole = heads_in_a_line(), _whole(dataset, asked)
    except Refused as refused:
        return _sentence(str(refused), 404)
    return FileResponse(
        whole,
        as_attachment=True,
        filename=f"{dataset}-{request.as_of}.csv",
        content_type="text/csv; charset=utf-8",
        headers={"X-Chain-Head": heads},
    )


def _filter_of(dataset: str, request: DatedRequest) -> StrictFilter | HistoryFilter | None:
    if dataset == "sales":
        return SaleFilter(request.GET, Sale.objects.none())
    if dataset == "placements":
        return PlacementFilter(request.GET, PlacementEvent.objects.none())
    if dataset == "warrants":
        return WarrantFilter(request.GET, Warrant.objects.none(), as_of=request.as_of)
    if dataset == "history":
        return HistoryFilter(request.GET)
    return None


def _narrow(chosen: StrictFilter | HistoryFilter | None) -> Narrow:
    """What the rows are narrowed by; `Asked` has the agreement of its own."""
    if chosen is None or (isinstance(chosen, StrictFilter) and not chosen.is_used("agreement")):
        return everything
    return chosen.narrow


def _whole(dataset: str, asked: Asked) -> IO[bytes]:
    """The export in a file on disk, to be streamed from its start: memory does not grow with it."""
    whole = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    try:
        write_dataset(dataset, asked, whole)
    except BaseException:
        whole.close()
        raise
    whole.seek(0)
    return whole


def _sentence(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
