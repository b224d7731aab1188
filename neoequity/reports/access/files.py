"""The files of the access review: accounts as CSV, and the statement that was signed off."""

from collections.abc import Sequence
from typing import BinaryIO

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from neoequity.books.exporting.copying import copy_csv, values_query
from neoequity.books.pages.request import DatedRequest
from neoequity.books.refusal import Refused
from neoequity.books.snapshot import one_snapshot
from neoequity.downloads import temporary_file
from neoequity.people.access import Account
from neoequity.reports.access.asking import asked_reading, review_or_404
from neoequity.reports.access.statement import accounts_in, moment_of

COLUMNS = (
    *("account", "name", "groups", "rights", "state", "last_day"),
    *("second_factor", "last_sign_in"),
)


@require_safe
def access_csv(request: DatedRequest) -> HttpResponseBase:
    """`/reports/access-review.csv?day=`: the accounts of a day, one a row."""
    try:
        with one_snapshot():
            reading = asked_reading(request)
    except Refused as refused:
        return HttpResponse(f"{refused}\n", status=400, content_type="text/plain; charset=utf-8")
    return _csv(reading.accounts, f"access-{reading.day}.csv")


@require_safe
def signed_csv(_request: DatedRequest, pk: int) -> HttpResponseBase:
    """`/reports/access-review/7.csv`: the accounts of a review as it was signed off."""
    review = review_or_404(pk)
    return _csv(accounts_in(review.statement), f"access-review-{pk}-{review.reviewed_on}.csv")


@require_safe
def signed_statement(_request: DatedRequest, pk: int) -> HttpResponse:
    """`/reports/access-review/7.json`: the statement to the byte, whose SHA-256 is sealed."""
    headers = {"Content-Disposition": f'attachment; filename="access-review-{pk}.json"'}
    return HttpResponse(
        review_or_404(pk).statement, content_type="application/json", headers=headers
    )


def _csv(accounts: Sequence[Account], name: str) -> FileResponse:
    rows = [_cells(each) for each in accounts]

    def write(out: BinaryIO) -> None:
        copy_csv(values_query(rows), COLUMNS, out)

    return FileResponse(
        temporary_file(write),
        as_attachment=True,
        filename=name,
        content_type="text/csv; charset=utf-8",
    )


def _cells(account: Account) -> tuple[object, ...]:
    last = account.last_sign_in
    return (
        account.username,
        account.name or None,
        ", ".join(account.groups) or None,
        "; ".join(account.rights) or None,
        account.state,
        None if account.last_day is None else account.last_day.isoformat(),
        "yes" if account.second_factor else "no",
        None if last is None else moment_of(last),
    )
