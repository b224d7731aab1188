"""`/api/v1/`: what the pages show and the exports hold, as JSON, on the same days."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import wraps
from itertools import islice
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from ninja import NinjaAPI
from ninja import Query as Wanted
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from neoequity import clock
from neoequity.api.schemas import (
    DaysWanted,
    Problem,
    Reported,
    Reports,
    RowsWanted,
    answer_of,
)
from neoequity.api.selectors import Bearer, bearer_of
from neoequity.api.writing import Part, write_rows
from neoequity.books.chain.heads import heads_for_headers
from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.sheets import Column
from neoequity.books.exporting.typed_rows import typed_rows
from neoequity.books.refusal import Refused
from neoequity.books.seen import narrow
from neoequity.books.snapshot import one_snapshot
from neoequity.datasets import DATASETS, typed_dataset
from neoequity.downloads import asked_in, temporary_file
from neoequity.replica import answered
from neoequity.reports import views as reports
from neoequity.reports.all import REPORTS

_JSON = "application/json"


class Token(HttpBearer):
    """A person's token: `Authorization: Bearer …`."""

    def authenticate(self, _request: HttpRequest, token: str) -> Bearer | None:
        bearer = bearer_of(token, clock.real_day())
        if bearer is not None:
            narrow(bearer.sees)
        return bearer


api = NinjaAPI(
    title="NeoEquity",
    version="1.0.0",
    description="The books of controlled equity offerings, read only.",
    urls_namespace="api",
    docs_url=None,  # the product's own page describes it: /help/api/
    docs_decorator=require_safe,
    auth=Token(),
)


@api.exception_handler(AuthenticationError)
def _stranger(_request: HttpRequest, _error: object) -> HttpResponse:
    sentence = "A token in use is needed, as in “Authorization: Bearer …”."
    response = _problem(sentence, 401)
    response.headers["WWW-Authenticate"] = 'Bearer realm="NeoEquity"'
    return response


@api.exception_handler(ValidationError)
def _misread(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    return _problem(f"{first['loc'][-1]}: {first['msg']}.", 400)


@api.exception_handler(HttpError)
def _refused(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(str(error), error.status_code)


def _problem(sentence: str, status: int) -> HttpResponse:
    content = Problem(detail=sentence).model_dump_json()
    return HttpResponse(f"{content}\n", status=status, content_type=_JSON)


def _dataset(name: str, dataset: str, summary: str) -> Callable[..., HttpResponseBase]:
    """Serves a dataset's rows under a name of the API."""
    answers = {200: answer_of(name, DATASETS[dataset].columns), (400, 401, 403, 404): Problem}

    @api.get(
        name, response=answers, summary=summary, operation_id=name, url_name=name, tags=["Books"]
    )
    def rows(request: Any, wanted: Wanted[RowsWanted]) -> HttpResponseBase:
        try:
            asked, _ = asked_in(_as_bearer(request), dataset)
        except Refused as refused:
            raise HttpError(400, str(refused)) from refused
        about = {"as_of": asked.as_of, "known_at": asked.known_at, "issuer": asked.issuer,
                 "agreement": asked.agreement}  # fmt: skip
        part = Part(wanted.offset, wanted.limit)

        def answer() -> HttpResponseBase:
            with one_snapshot():
                columns, query, typed = typed_dataset(dataset, asked)
                rows = _part_of(query, columns, part, typed)
                return _answer(request, about, columns, rows, part)

        try:
            return answered(answer)
        except Refused as refused:
            raise HttpError(404, str(refused)) from refused

    return rows


rows_of_positions = _dataset(
    "positions", "agreements", "Each agreement’s capacity: sold, settled, reserved and left"
)
rows_of_placements = _dataset("placements", "placements", "Each placement with what it sold")
rows_of_sales = _dataset(
    "sales", "sales", "Each sale, reversal and adjustment; the filters of the page narrow them"
)
rows_of_warrants = _dataset("warrants", "warrants", "Each warrant of the agent and of investors")
rows_of_limits = _dataset("limits", "limits", "Each limit: allowed, used and left")


@api.get("reports", response={200: Reports, 401: Problem}, operation_id="reports",
         url_name="reports", tags=["Reports"],
         summary="The reports that can be asked for")  # fmt: skip
def listed(request: Any) -> dict[str, object]:  # noqa: ARG001  # passed by name
    """Names, titles and what each is of."""
    return {
        "reports": [
            {"name": each.name, "title": each.title, "about": each.about}
            for each in REPORTS.values()
        ]
    }


_REPORTED = {200: Reported, (400, 401, 403, 404): Problem}


@api.get("settlements", response=_REPORTED, operation_id="settlements",
         url_name="settlements", tags=["Books"],
         summary="Due, delivered, overdue and paid, by agreement and settlement day")  # fmt: skip
def settlements(request: Any, wanted: Wanted[DaysWanted]) -> HttpResponseBase:
    """The report `settlements`: the quarter to date unless `from` and `to` say otherwise."""
    return _report(_as_bearer(request), "settlements", Part(wanted.offset, wanted.limit))


@api.get("reports/{name}", response=_REPORTED, operation_id="report", url_name="report",
         tags=["Reports"], summary="The data and the paragraphs of a report")  # fmt: skip
def report(request: Any, name: str, wanted: Wanted[DaysWanted]) -> HttpResponseBase:
    """A report on the same terms as its page: the quarter to date unless asked otherwise."""
    if name not in REPORTS:
        raise HttpError(404, f"There is no report “{name[:50]}”; there are {', '.join(REPORTS)}.")
    return _report(_as_bearer(request), name, Part(wanted.offset, wanted.limit))


def _report(request: Any, name: str, part: Part) -> HttpResponseBase:
    def answer() -> HttpResponseBase:
        with one_snapshot():
            asked = reports.asked_in(request.GET, request.as_of)
            content = REPORTS[name].build(asked)
            data = content.data
            about = {
                "report": name, "since": asked.since, "until": asked.until, "as_of": asked.as_of,
                "known_at": asked.known_at, "issuer": asked.issuer.slug,
                "agreement": asked.agreement,
                "columns": [{"name": each.name, "heading": each.heading, "kind": each.kind}
                            for each in data.columns],
                "words": list(content.words),
            }  # fmt: skip
            rows = (
                _part_of(data.rows, data.columns, part)
                if isinstance(data.rows, Query)
                else islice(data.rows, part.passed, None)
            )
            return _answer(request, about, data.columns, iter(rows), part)

    try:
        return answered(answer)
    except Refused as refused:
        raise HttpError(400, str(refused)) from refused


def _as_bearer(request: Any) -> Any:
    """The request, under the token's only issuer where it has one. Raises HttpError."""
    only = request.auth.issuer
    if only is None:
        return request
    if request.GET.get("issuer") not in (None, "", only):
        raise HttpError(403, f"This token opens the books of “{only}” alone.")
    request.GET = request.GET.copy()
    request.GET["issuer"] = only
    return request


def _part_of(
    query: Query,
    columns: Sequence[Column],
    part: Part,
    typed: Callable[[list[object]], Sequence[object]] = list,
) -> Iterator[Sequence[object]]:
    """The rows from the first one asked for, to one more than asked for."""
    # The limit is the database's: without it all rows would be sent here first.
    limited = f"SELECT * FROM ({query.sql}) AS rows OFFSET {part.passed:d} LIMIT {part.most + 1:d}"  # noqa: S608  # our own SQL
    with closing(typed_rows(query._replace(sql=limited), columns)) as rows:
        yield from map(typed, rows)


def _answer(
    request: Any,
    about: Mapping[str, object],
    columns: Sequence[Column],
    rows: Iterator[Sequence[object]],
    part: Part,
) -> FileResponse:
    heads = heads_for_headers(request.auth.issuer)
    told = {
        **{name: each.isoformat() if isinstance(each, date) else each
           for name, each in about.items()},
        "chain_head": heads["X-Chain-Head"],
    }  # fmt: skip
    file = temporary_file(lambda out: write_rows(told, columns, rows, part, out))
    return FileResponse(file, content_type=_JSON, headers=heads)


def addresses() -> list[Any]:
    """The addresses of the API, which need a token and no sign-in, and answer in JSON.

    Its root, which has nothing to read, leads to the page that describes it.
    """
    root: Any = require_safe(RedirectView.as_view(pattern_name="api_help"))
    made: list[Any] = api.urls[0]
    patterns: list[Any] = [
        path("", root, name=each.name) if each.name == "api-root" else each for each in made
    ]
    for each in patterns:
        each.callback = _answering_head(each.callback)
        each.callback.login_required = False
        each.callback.answers_in_json = True
    return patterns


def _answering_head(view: Callable[..., HttpResponseBase]) -> Any:
    """The view, which takes a HEAD for a GET: the outermost layer leaves its body out."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        method = request.method
        request.method = "GET" if method == "HEAD" else method
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = method

    return answer
