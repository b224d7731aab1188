"""Import of sales in the browser: rows are pasted or read from a file, checked, and all posted.

Between the steps everything is in the form, and each step reads all of it again.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from neoequity.books.database_refusal import DATABASE_REFUSES, reason_of
from neoequity.books.days import on_page
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import write_view
from neoequity.books.refusal import Reason, Refused
from placements.actions.recorded import (
    Recorded,
    Trial,
    record_and_tell,
    remember_columns,
    try_sales,
)
from placements.forms.importing import ForAllForm, ImportForm
from placements.forms.review import Batch, Review, sent_cells
from placements.forms.sales import NoticeForm
from placements.importing.columns import COLUMNS, NOT_USED, guesses, remembered_as
from placements.importing.rows import Cells, cells_of, day_comes_first, filled, read_rows
from placements.models import Agreement, RememberedColumn, Sale

_MOST_WARNINGS = 10


@write_view("placements.add_sale")
@require_http_methods(["GET", "HEAD", "POST"])
def sale_import(request: DatedRequest) -> HttpResponse:
    """`/sales/import/`: take the rows, ask what their columns are, show each sale, post all."""
    if request.method != "POST":
        return _start(request, ImportForm())
    if "line" in request.POST:
        return _check_or_post(request)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _start(request, form, status=422)
    return _with_columns(request, form)


def _start(request: DatedRequest, form: ImportForm, status: int = 200) -> HttpResponse:
    return render(request, "placements/import.html", {"form": form}, status=status)


def _with_columns(request: DatedRequest, form: ImportForm) -> HttpResponse:
    """The rows, once the person has said what the columns are or the header says it as we do."""
    headers = form.table.headers()
    before = _chosen_before(request, headers)
    if "columns" in request.POST:
        columns = _sent_columns(request, len(headers))
        against = form.reasons_against_columns(columns)
        if not against:
            chosen = zip(headers, columns, strict=True)
            remember_columns(
                {remembered_as(header): column for header, column in chosen}, by=request.user
            )
    else:
        columns = headers if form.table.is_ours() else guesses(headers, before)
        against = form.reasons_against_columns(columns)
    asked = "columns" not in request.POST and not form.table.is_ours()
    if against or asked:
        return _ask_columns(
            request, form, columns, [] if asked else against, remembered=bool(before)
        )
    cells = filled(cells_of(form.table, columns), form.for_all())
    return _review(request, cells, form, month_first=not day_comes_first(cells))


def _chosen_before(request: DatedRequest, headers: list[str]) -> dict[str, str]:
    """What this person said last time of headers with these names."""
    rows = RememberedColumn.objects.filter(
        person=request.user, header__in=[remembered_as(header) for header in headers]
    )
    return dict(rows.values_list("header", "column"))


def _sent_columns(request: DatedRequest, count: int) -> list[str]:
    """The choices for the columns, in their order; what is no column is not used."""
    sent = [column if column in COLUMNS else NOT_USED for column in request.POST.getlist("column")]
    return [*sent, *[NOT_USED] * count][:count]


def _ask_columns(
    request: DatedRequest,
    form: ImportForm,
    columns: list[str],
    against: list[str],
    *,
    remembered: bool,
) -> HttpResponse:
    table = form.table
    shown = [
        (header, table.first_values(place), columns[place])
        for place, header in enumerate(table.headers())
    ]
    context = {
        "form": form,
        "text": form.cleaned_data["paste"],
        "shown": shown,
        "choices": COLUMNS.items(),
        "rows": len(table.lines),
        "against": against,
        "remembered": remembered,
    }
    status = 422 if against else 200
    return render(request, "placements/import_columns.html", context, status=status)


def _check_or_post(request: DatedRequest) -> HttpResponse:
    """The corrected rows, checked once more; posted if that is asked for and all are in order."""
    form = ForAllForm(request.POST)
    form.full_clean()
    cells = filled(sent_cells(request.POST), form.for_all())
    return _review(request, cells, form, month_first="day_first" not in request.POST)


def _review(
    request: DatedRequest, cells: list[Cells], form: ForAllForm, *, month_first: bool
) -> HttpResponse:
    agreements = dict(Agreement.objects.values_list("slug", "name"))
    batch = Batch(read_rows(cells, agreements, month_first=month_first))
    posting = "post" in request.POST
    notice = NoticeForm(request.POST if posting else None, request.FILES)
    refused: tuple[Reason, ...] = ()
    if posting and batch.is_read and notice.is_valid():
        try:
            recorded = record_and_tell(
                batch.notices,
                named=batch.named,
                by=request.user,
                today=request.today,
                file=notice.file(),
                received_on=notice.cleaned_data["received_on"],
            )
        except Refused as refusal:
            of_the_file = [reason for reason in refusal.reasons if reason.field in notice.fields]
            notice.add_reasons(of_the_file)
            refused = () if of_the_file else refusal.reasons
        except DATABASE_REFUSES as error:
            refused = (reason_of(error),)
        else:
            return _posted(request, recorded)
    trial = Trial({})
    if batch.notices:
        trial = try_sales(batch.notices, named=batch.named, by=request.user, today=request.today)
    if refused:
        trial = trial._replace(reasons=refused)
    review = Review(batch, trial, agreements)
    context = {
        "review": review,
        "form": form,
        "notice": notice,
        "day_first": not month_first,
        "starts_in": review.starts_in(),
    }
    status = 422 if posting else 200
    return render(request, "placements/import_review.html", context, status=status)


def _posted(request: DatedRequest, recorded: Recorded) -> HttpResponse:
    """Tell what was posted, and show it in the list of sales."""
    count = len(recorded.sales)
    told = [f"{count} sale{'s'[: count != 1]} posted.", *(f"{line}." for line in recorded.summary)]
    messages.success(request, " ".join(told))
    for warning in recorded.warnings[:_MOST_WARNINGS]:
        messages.warning(request, on_page(warning.sentence))
    return redirect(f"{reverse('placements:sales')}?{urlencode(_filter(recorded.sales))}")


def _filter(sales: list[Sale]) -> dict[str, str]:
    """The filter of the list of sales that shows these, and others of the same days."""
    days = [sale.trade_date for sale in sales]
    chosen = {"trade_from": min(days).isoformat(), "trade_to": max(days).isoformat()}
    if len({sale.agreement_id for sale in sales}) == 1:
        chosen["agreement"] = sales[0].agreement.slug
        if len({sale.placement_id for sale in sales}) == 1:
            chosen["placement"] = str(sales[0].placement.number)
    return chosen
