"""Pages of sales: the list, one sale with its calculation, the form, and the reversal."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neoequity.books.approvals.selectors import requests_about
from neoequity.books.money import dollars, of_shares
from neoequity.books.pages.form_fields import read_key
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.tables import asked_of_export, show
from neoequity.books.pages.writing import acted, write_view
from placements.actions.recorded import record_with_notice
from placements.actions.sale import (
    Consideration,
    consider_sale,
)
from placements.filters import AggregateFilter, NeedingFilter, SaleFilter
from placements.forms.sales import DeliveryForm, SaleForm
from placements.models import Placement, Sale, SaleAggregate
from placements.selectors.agent_notices import notice_of
from placements.selectors.counted import Splits, shares_of_aggregates, shares_of_sales
from placements.selectors.documents import totals_lacking
from placements.selectors.failures import failures_of
from placements.selectors.one_sale import (
    adjustments_of,
    commission_workings,
    counted_after_splits,
    counted_days,
    settles_otherwise,
)
from placements.selectors.sale_aggregates import aggregates_as_of, found_by_status
from placements.selectors.sales import OVERDUE, UNSETTLED, sales_as_of
from placements.selectors.splits import splits_by
from placements.tables.sales import SaleTable
from placements.terms.notice import SaleNotice
from placements.terms.request import REVERSAL
from placements.views.attachments import documents_on
from placements.views.cash import cash_of
from placements.views.settlements import may_deliver

if TYPE_CHECKING:
    from placements.selectors.sales import DatedSale

# The count filters on a column whose name a sum takes, so it comes first.
_TOTALS = {
    "with_deductions": Count("pk", filter=~Q(deductions=0)),
    **{name: Sum(name) for name in ("shares", "gross", "commission", "deductions", "net")},
}


@require_safe
def sales(request: DatedRequest) -> HttpResponse:
    """The sales as of the day that match the filter, with their totals and a link to the CSV."""
    chosen = SaleFilter(request.GET, sales_as_of(request.as_of))
    splits = splits_by(request.as_of)
    matching, totals = _matching(request, chosen, splits)
    context = {
        "splits": splits,
        "filter": chosen,
        "filtered": chosen.is_used(),
        "table": table_of_sales(request, matching, totals, rows=50, without=("method",)),
        "csv": asked_of_export(request),
    }
    status = 200 if chosen.is_valid() else 400
    return render(request, "placements/sales.html", context, status=status)


def _matching(
    request: DatedRequest, chosen: SaleFilter, splits: Splits
) -> "tuple[QuerySet[DatedSale], dict[str, Any]]":
    """The sales that match the filter, and their totals: by aggregate where it can be filtered."""
    rows, cleaned = chosen.qs, chosen.form.cleaned_data
    if lacking := cleaned.get("document"):
        counted = NeedingFilter(request.GET, aggregates_as_of(request.as_of)).qs
        needing = NeedingFilter(request.GET, sales_as_of(request.as_of)).qs
        totals = totals_lacking(lacking, counted, needing)
        totals = _after_splits(totals, shares_of_sales(request.as_of, rows, splits))
        if not totals["sales"]:
            return rows.none(), totals  # a search for what is not there would read every sale
        return found_by_status(counted, rows, cleaned.get("status", ())), totals
    aggregates = AggregateFilter(request.GET, aggregates_as_of(request.as_of)).qs
    totals = totals_of(aggregates, request.as_of, splits)
    return found_by_status(aggregates, rows, cleaned.get("status", ())), totals


def totals_of(aggregates: QuerySet[SaleAggregate], as_of: date, splits: Splits) -> dict[str, Any]:
    """The number of sales in these aggregates and their totals, with shares in those of the day."""
    totals = aggregates.order_by().aggregate(sales=Sum("sales", default=0), **_TOTALS)
    return _after_splits(totals, shares_of_aggregates(as_of, aggregates, splits))


def _after_splits(totals: dict[str, Any], shares: int | None) -> dict[str, Any]:
    """The totals with shares restated after splits, if there were any by the day."""
    if shares is None:
        return totals
    # The rows above show shares as traded.
    return {**totals, "shares": shares, "label": "Total, in shares after the split"}


def table_of_sales(
    request: DatedRequest,
    sales_shown: "QuerySet[DatedSale]",
    totals: dict[str, Any],
    *,
    rows: int,
    without: tuple[str, ...],
) -> SaleTable:
    """One page of these sales, with the totals over all of them."""
    joined = sales_shown.select_related("agreement", "placement", "reverses", "reversal", "adjusts")
    summed = totals if totals["sales"] else None
    # A column that would be empty throughout is left out.
    rare = () if totals["with_deductions"] else ("deductions",)
    table = SaleTable(joined, totals=summed, exclude=(*without, *rare))
    return show(table, request, rows=rows, count=totals["sales"])


@require_safe
def sale(request: DatedRequest, slug: str, number: int) -> HttpResponse:
    """One entry as of the day, with its calculation."""
    posted = sale_named(slug, number)
    then = sales_as_of(request.as_of).filter(pk=posted.pk).first()
    if then is None:
        context = {"name": f"{posted.kind} {number}", "agreement": posted.agreement}
        return render(request, "placements/not_yet.html", context, status=404)
    delivery = getattr(posted, "delivery", None)
    if delivery is not None and delivery.delivered_on > request.as_of:
        delivery = None
    reversal = getattr(posted, "reversal", None)
    if reversal is not None and reversal.trade_date > request.as_of:
        reversal = None
    calendar_gives = settles_otherwise(posted)
    attach_url = reverse("placements:sale_attach", args=[slug, number])
    context = {
        "sale": posted,
        "status": then.status,
        "reversal": reversal,
        "delivery": delivery,
        "workings": commission_workings(posted) if posted.kind == "sale" else None,
        "adjustments": [] if posted.adjusts_id else adjustments_of(posted, request.as_of),
        "counted": counted_after_splits(posted, request.as_of),
        "days": posted.settlement_date
        and counted_days(
            posted.trade_date, max(posted.settlement_date, calendar_gives or date.min)
        ),
        "calendar_gives": calendar_gives,
        "may_deliver": may_deliver(request) and then.status in (UNSETTLED, OVERDUE),
        "asked": requests_about(REVERSAL, posted.pk),
        "notice": notice_of(posted, request.as_of) if posted.kind == "sale" else None,
        "failures": failures_of(posted, request.as_of),
        "deliver": _delivery_form(posted, request),
        "cash": cash_of(posted, request.as_of),
        **documents_on(request, attach_url, posted, delivery),
    }
    return render(request, "placements/sale.html", context)


def _delivery_form(posted: Sale, request: DatedRequest) -> DeliveryForm:
    form = DeliveryForm(initial={"delivered_on": request.today})
    if posted.adjusts_id is not None:
        form.fields["delivered_on"].label = "Paid on"
    return form


def sale_named(slug: str, number: int) -> Sale:
    """The entry at an address, with what its pages show of it."""
    rows = Sale.objects.select_related(
        *("agreement", "placement", "recorded_by", "delivery__recorded_by"),
        *("reverses", "reversal", "adjusts__agreement"),
    )
    return get_object_or_404(rows, agreement__slug=slug, number=number)


@write_view("placements.add_sale")
@require_http_methods(["GET", "HEAD", "POST"])
def sale_new(request: DatedRequest) -> HttpResponse:
    """Record a sale from the agent's notice; with `check`, only preview it."""
    if request.method != "POST":
        form = SaleForm(
            initial={"trade_date": request.today, "placement": _placement_in_url(request)}
        )
        return _sale_page(request, form, None)
    form = SaleForm(request.POST, request.FILES)
    notice, considered = _considered(form, request)
    if notice is None or not form.is_valid() or "check" in request.POST:
        form.add_reasons(considered.reasons if considered else ())
        return _sale_page(request, form, considered)
    posted = acted(
        form,
        lambda _: record_with_notice(
            notice,
            form.file(),
            received_on=form.cleaned_data["received_on"],
            by=request.user,
            today=request.today,
        ),
    )
    if posted is None:
        return _sale_page(request, form, considered)
    messages.success(
        request,
        f"{posted} of the {posted.agreement} is recorded: {of_shares(posted.shares)} for "
        f"{dollars(posted.gross)}.",
    )
    for warning in considered.warnings if considered else ():
        messages.warning(request, warning.sentence)
    if "another" in request.POST:
        same = f"agreement={posted.agreement.slug}&placement={posted.placement.number}"
        return redirect(f"{reverse('placements:sale_new')}?{same}")
    return redirect(posted)


@require_POST
@write_view("placements.add_sale")
def sale_preview(request: DatedRequest) -> HttpResponse:
    """A preview of the sale as far as the notice is typed; nothing is recorded."""
    form = SaleForm(request.POST)
    _, considered = _considered(form, request)
    form.add_reasons(considered.reasons if considered else ())
    form.forgive_blanks()
    context = {"form": form, "considered": considered}
    return render(request, "placements/parts/sale_preview.html", context)


def _considered(
    form: SaleForm, request: DatedRequest
) -> tuple[SaleNotice | None, Consideration | None]:
    form.full_clean()
    notice = form.notice()
    return notice, notice and consider_sale(notice, today=request.today)


def _sale_page(
    request: DatedRequest, form: SaleForm, considered: Consideration | None
) -> HttpResponse:
    # A request for part of the page leaves the cursor where it is.
    checked = "check" in request.POST
    in_order = checked and not form.errors
    if not in_order and "HX-Request" not in request.headers:
        form.focus()
    context = {"form": form, "considered": considered, "in_order": in_order}
    refused = form.errors and not checked
    return render(request, "placements/sale_form.html", context, status=422 if refused else 200)


def _placement_in_url(request: DatedRequest) -> int | None:
    """The key of the placement that the URL names by agreement and number."""
    number = read_key(request.GET.get("placement", ""))
    if number is None:
        return None
    named = Placement.objects.filter(agreement__slug=request.GET.get("agreement"), number=number)
    return named.values_list("pk", flat=True).first()
