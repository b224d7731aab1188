"""The page that records that the deliveries of sales failed."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from neoequity.books.calendar import LAST_DAY, settlement_date
from neoequity.books.days import written
from neoequity.books.models import ExceptionalDay
from neoequity.books.pages.form_fields import read_key
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from placements.actions.delivery_failure import fail_deliveries
from placements.forms.failures import FailureForm
from placements.models import DeliveryFailure, Sale
from placements.selectors.failures import failures_of


@write_view("placements.add_deliveryfailure")
@require_http_methods(["GET", "HEAD", "POST"])
def failure_new(request: DatedRequest) -> HttpResponse:
    """`/settlements/failed/?sale=…&sale=…`: the form; without a sale, the open settlements.

    The page of settlements sends the sales that are chosen there; the address then names them.
    """
    sales = _sales(request)
    if not sales:
        messages.info(request, "Choose the sales whose delivery failed.")
        return redirect("placements:settlements")
    if "choose" in request.POST:
        return HttpResponseRedirect(_address(sales))
    form = FailureForm(submitted_data(request), initial=_proposed(request))
    failures = acted(
        form,
        lambda facts: fail_deliveries(sales, **facts, by=request.user, today=request.today),
    )
    if failures is not None:
        messages.success(request, _confirmation(failures))
        return redirect(sales[0] if len(sales) == 1 else "placements:settlements")
    context = {
        "form": form,
        "sales": [(sale, failures_of(sale, request.as_of)) for sale in sales],
        "only": sales[0] if len(sales) == 1 else None,
    }
    status = 422 if form.errors else 200
    return render(request, "placements/failure_form.html", context, status=status)


def _sales(request: DatedRequest) -> Sequence[Sale]:
    chosen = request.POST if "choose" in request.POST else request.GET
    keys = [key for text in chosen.getlist("sale") if (key := read_key(text)) is not None]
    sales = Sale.objects.select_related("agreement").filter(pk__in=keys)
    return list(sales.order_by("settlement_date", "pk"))


def _address(sales: Sequence[Sale]) -> str:
    query = urlencode([("sale", sale.pk) for sale in sales])
    return f"{reverse('placements:failure_new')}?{query}"


def _confirmation(failures: Sequence[DeliveryFailure]) -> str:
    first = failures[0]
    again = written(first.new_day)
    if len(failures) == 1:
        return f"{first} is recorded: {first.sale} falls due again on {again}."
    return (
        f"{len(failures):,} failed deliveries are recorded: their sales fall due again on {again}."
    )


def _proposed(request: DatedRequest) -> dict[str, object]:
    """Failed today, and due again on the next settlement day."""
    day = request.today
    try:
        again = settlement_date(day, 1, ExceptionalDay.exceptions())
    except ValueError:  # past the calendar
        again = LAST_DAY
    return {"failed_on": day, "new_day": again}
