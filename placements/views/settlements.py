"""The list of open settlements, where deliveries are recorded."""

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from neoequity.books.money import ZERO, dollars, of_shares
from neoequity.books.pages.form_fields import read_key
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.tables import CountedPaginator
from neoequity.books.pages.writing import acted, write_view
from placements.actions.delivery import deliver as record_deliveries
from placements.forms.sales import DeliveryForm
from placements.models import Sale
from placements.selectors.failures import awaiting_redelivery, failed_sales, last_failures
from placements.selectors.findings import moved_settlements
from placements.selectors.sale_aggregates import open_sales
from placements.selectors.settlements import group_of, groups, to_deliver
from placements.selectors.splits import splits_by
from placements.views.cash import cash_on

if TYPE_CHECKING:
    from placements.selectors.sales import DatedSale

_ROWS = 100
#: So many failed deliveries are told above the list; a list of their own has all.
_MOST_TOLD = 5
# The label of the day and of the button: for deliveries, payments, or both.
_LABELS = {
    "delivered": ("Delivered on", "Record delivery"),
    "paid": ("Paid on", "Record payment"),
    "both": ("Delivered or paid on", "Record deliveries and payments"),
}


@require_safe
def settlements(request: DatedRequest) -> HttpResponse:
    """Sales that await delivery on the day, and the cash that is open; or entries in one state.

    With `?failed=1` only the sales whose delivery failed.
    """
    if request.GET.get("cash"):
        return render(request, "placements/settlements.html", {"cash": cash_on(request)})
    form = DeliveryForm(initial={"delivered_on": request.today})
    return _failed(request, form) if request.GET.get("failed") else _list(request, form)


@require_POST
@write_view("placements.add_delivery")
def deliver(request: DatedRequest) -> HttpResponse:
    """Record the delivery of all chosen sales, or of none."""
    form = DeliveryForm(request.POST)
    recorded = acted(
        form,
        lambda cleaned: record_deliveries(
            cleaned["sale"],
            delivered_on=cleaned["delivered_on"],
            remark=cleaned["remark"],
            by=request.user,
            today=request.today,
        ),
    )
    if recorded is None:
        shown = _failed if request.POST.get("failed") else _list
        return shown(request, form, status=422)
    chosen = list(form.cleaned_data["sale"])
    messages.success(request, _confirmation(chosen, form.cleaned_data["delivered_on"]))
    if len(chosen) == 1 and "back" in request.POST:
        return redirect(chosen[0])
    return redirect("placements:settlements")


def _confirmation(chosen: list[Sale], on: date) -> str:
    """What was recorded, in a sentence: sales are delivered, adjustments are paid."""
    sales = [sale for sale in chosen if sale.adjusts_id is None]
    net = sum((sale.net for sale in chosen if sale.adjusts_id is not None), ZERO)
    shares = sum(count for _, count in to_deliver(sales, on, splits_by(on)))
    paid = len(chosen) - len(sales)
    done = []
    if sales:
        what = "1 sale" if len(sales) == 1 else f"{len(sales):,} sales"
        done.append(f"the delivery of {what} ({of_shares(shares)})")
    if paid:
        what = "1 adjustment" if paid == 1 else f"{paid:,} adjustments"
        done.append(f"the payment of {what} ({dollars(net)} net)")
    sentence = f"{' and '.join(done)} on {on} {'are' if len(done) > 1 else 'is'} recorded."
    return sentence[0].upper() + sentence[1:]


def may_deliver(request: DatedRequest) -> bool:
    """Whether the user may record deliveries now: with the right to, and on today's page."""
    return request.as_of == request.today and request.user.has_perm("placements.add_delivery")


def _list(request: DatedRequest, form: DeliveryForm, status: int = 200) -> HttpResponse:
    splits = splits_by(request.as_of)
    totals = {group.name: group for group in groups(request.as_of, splits)}
    count = sum(group.sales for group in totals.values())
    pages = CountedPaginator(open_sales(request.as_of), _ROWS, count=count)
    page: Page[DatedSale] = pages.get_page(request.GET.get("page"))
    shown = [
        (name, totals.get(name), list(rows))
        for name, rows in groupby(
            to_deliver(page, request.as_of, splits), lambda row: group_of(row[0], request.as_of)
        )
    ]
    kinds = {name == "adjustments" for name, _, _ in shown}
    labels = _LABELS["both" if len(kinds) > 1 else "paid" if True in kinds else "delivered"]
    form.fields["delivered_on"].label, record_what = labels
    context = {
        "record_what": record_what,
        "moved": moved_settlements() if request.as_of == request.today else [],
        "failed": awaiting_redelivery(request.as_of, _MOST_TOLD)
        if request.as_of == request.today
        else [],
        "splits": splits,
        "groups": shown,
        "page": page,
        "cash": cash_on(request),
        **_writing(request, form),
    }
    return render(request, "placements/settlements.html", context, status=status)


def _failed(request: DatedRequest, form: DeliveryForm, status: int = 200) -> HttpResponse:
    """The sales whose delivery failed and that still await it, the next to fall due again first."""
    splits = splits_by(request.as_of)
    page = Paginator(failed_sales(request.as_of), _ROWS).get_page(request.GET.get("page"))
    sales = list(page.object_list)
    last = last_failures(sales, request.as_of)
    rows = to_deliver(sales, request.as_of, splits)
    context = {
        "record_what": _LABELS["delivered"][1],
        "splits": splits,
        "redeliveries": [(sale, last[sale.pk], shares) for sale, shares in rows],
        "page": page,
        "cash": cash_on(request),
        **_writing(request, form),
    }
    return render(request, "placements/failed_deliveries.html", context, status=status)


def _writing(request: DatedRequest, form: DeliveryForm) -> dict[str, object]:
    """What a list needs in which deliveries and failures are recorded."""
    is_open = request.as_of == request.today
    return {
        "form": form,
        "chosen": {read_key(key) for key in form["sale"].value() or ()},
        "may_deliver": may_deliver(request),
        "may_fail": is_open and request.user.has_perm("placements.add_deliveryfailure"),
    }
