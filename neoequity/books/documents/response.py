"""A document as a download: never shown or run in the browser, and only if it is intact."""

import logging
from base64 import b64encode
from hashlib import sha256
from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import condition

from neoequity.books.documents.models import Attached
from neoequity.books.pages.request import DatedRequest

_log = logging.getLogger(__name__)


def handed_out(request: DatedRequest, attached: type[Attached], pk: int) -> HttpResponseBase:
    """The original bytes with their hash; 500 with a sentence if the bytes no longer match it.

    The hash is the ETag: a browser that has the bytes gets 304, and they are not read.
    """
    rows = attached.objects.order_by()
    row = get_object_or_404(rows, pk=pk)

    @condition(etag_func=lambda _request: f'"{row.document.sha256}"')
    def answer(_request: DatedRequest) -> HttpResponseBase:
        return _whole(row)

    return _guarded(answer(request))


def _whole(row: Attached) -> HttpResponseBase:
    content = bytes(row.document.content)
    digest = sha256(content)
    if digest.hexdigest() != row.document.sha256:
        _log.error("The bytes of document %s do not fit their SHA-256.", row.document_id)
        sentence = (
            f"The bytes kept of “{row.name}” no longer fit their SHA-256, so they are not handed "
            "out. Run verify_ledger.\n"
        )
        return HttpResponse(sentence, status=500, content_type="text/plain; charset=utf-8")
    response = FileResponse(
        BytesIO(content),
        as_attachment=True,
        filename=row.name,
        content_type=row.document.content_type,
    )
    response["Repr-Digest"] = f"sha-256=:{b64encode(digest.digest()).decode()}:"
    return response


def _guarded(response: HttpResponseBase) -> HttpResponseBase:
    """Headers that make the browser save the bytes and nothing else, whatever they contain."""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response
