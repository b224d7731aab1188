"""The auditors' pack as a download."""

from datetime import date

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from neoequity.books.models import Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.books.periods.rules import parse_period
from neoequity.books.refusal import Refused
from neoequity.downloads import temporary_file
from neoequity.pack import write_pack
from neoequity.pack.scope import scope_of
from neoequity.replica import reads_may_lag


@require_safe
@reads_may_lag
def pack(request: DatedRequest, issuer: str, label: str) -> HttpResponseBase:
    """`/packs/<issuer>/<period>.zip`: streams the same bytes as the command."""
    packed_issuer = get_object_or_404(Issuer, slug=issuer)
    today: date = request.today
    try:
        scope = scope_of(packed_issuer, parse_period(label), today)
    except ValueError as fault:
        raise Http404(str(fault)) from fault
    except Refused as refused:
        return HttpResponse(f"{refused}\n", status=400, content_type="text/plain; charset=utf-8")
    file = temporary_file(lambda out: write_pack(scope, out))
    response = FileResponse(
        file, as_attachment=True, filename=f"{scope.name}.zip", content_type="application/zip"
    )
    response["X-Chain-Head"] = f"{issuer} {scope.chain_position} {scope.chain_digest}"
    return response
