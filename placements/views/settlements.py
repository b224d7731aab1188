"""The settlement list, where deliveries are recorded."""

from itertools import groupby

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from placements.actions.delivery import deliver as record_deliveries
from placements.forms.sales import DeliveryForm
from placements.models import Sale
from placements.selectors.findings import moved_settlements
from placements.selectors.lots import open_sales
from placements.selectors.settlements import group_of, groups, to_deliver
from placements.selectors.splits import splits_by
from placements.terms.money import of_shares
from placements.terms.refusal import Refused
from placements.views.request import DatedRequest
from placements.views.writing import writes

_ROWS = 100


@require_safe
def settlements(request: DatedRequest) -> HttpResponse:
    """Sales that wait for delivery on the day: overdue, due on it, coming."""
    return _list(request, DeliveryForm(initial={"delivered_on": request.today}))


@require_POST
@writes("add_delivery")
def deliver(request: DatedRequest) -> HttpResponse:
    """Record the delivery of the chosen sales, all or none."""
    form = DeliveryForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    chosen = list(form.cleaned_data["sale"])
    said = form.cleaned_data
    try:
        record_deliveries(
            chosen,
            delivered_on=said["delivered_on"],
            remark=said["remark"],
            by=request.user,
            today=request.today,
        )
    except Refused as refusal:
        form.add_reasons(refusal.reasons)
        return _list(request, form, status=422)
    on = said["delivered_on"]
    shares = sum(count for _, count in to_deliver(chosen, on, splits_by(on)))
    sales = "1 sale" if len(chosen) == 1 else f"{len(chosen):,} sales"
    messages.success(
        request,
        f"The delivery of {sales} ({of_shares(shares)}) on {on} is recorded.",
    )
    if len(chosen) == 1 and "back" in request.POST:
        return redirect(chosen[0])
    return redirect("placements:settlements")


def may_deliver(request: DatedRequest) -> bool:
    """Whether the page offers to record deliveries: to those who may, on the day itself."""
    return request.as_of == request.today and request.user.has_perm("placements.add_delivery")


def _list(request: DatedRequest, form: DeliveryForm, status: int = 200) -> HttpResponse:
    waiting = open_sales(request.as_of)
    page: Page[Sale] = Paginator(waiting, _ROWS).get_page(request.GET.get("page"))
    splits = splits_by(request.as_of)
    totals = {group.name: group for group in groups(request.as_of, splits)}
    shown = [
        (name, totals.get(name), list(rows))
        for name, rows in groupby(
            to_deliver(page, request.as_of, splits), lambda row: group_of(row[0], request.as_of)
        )
    ]
    context = {
        "moved": moved_settlements() if request.as_of == request.today else [],
        "form": form,
        "splits": splits,
        "groups": shown,
        "page": page,
        "chosen": {int(pk) for pk in form["sale"].value() or () if pk.isdecimal()},
        "may_deliver": may_deliver(request),
    }
    return render(request, "placements/settlements.html", context, status=status)
