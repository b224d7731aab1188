"""The page that records that a sale's delivery failed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from neoequity.books.calendar import LAST_DAY, settlement_date
from neoequity.books.days import written
from neoequity.books.models import ExceptionalDay
from neoequity.books.pages.form_fields import read_key
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import acted, submitted_data, write_view
from placements.actions.delivery_failure import fail_delivery
from placements.forms.failures import FailureForm
from placements.models import Sale
from placements.selectors.failures import failures_of


@write_view("placements.add_deliveryfailure")
@require_http_methods(["GET", "HEAD", "POST"])
def failure_new(request: DatedRequest) -> HttpResponse:
    """`/settlements/failed/?sale=…`: the form; without a sale, the open settlements."""
    key = read_key(request.GET.get("sale", ""))
    sales = Sale.objects.select_related("agreement")
    sale = None if key is None else sales.filter(pk=key).first()
    if sale is None:
        messages.info(request, "Choose the sale whose delivery failed.")
        return redirect("placements:settlements")
    form = FailureForm(submitted_data(request), initial=_proposed(request))
    failure = acted(
        form,
        lambda facts: fail_delivery(sale, **facts, by=request.user, today=request.today),
    )
    if failure is not None:
        messages.success(
            request, f"{failure} is recorded: {sale} falls due again on {written(failure.new_day)}."
        )
        return redirect(sale)
    context = {"form": form, "sale": sale, "failures": failures_of(sale, request.as_of)}
    status = 422 if form.errors else 200
    return render(request, "placements/failure_form.html", context, status=status)


def _proposed(request: DatedRequest) -> dict[str, object]:
    """Failed today, and due again on the next settlement day."""
    day = request.today
    try:
        again = settlement_date(day, 1, ExceptionalDay.exceptions())
    except ValueError:  # past the calendar
        again = LAST_DAY
    return {"failed_on": day, "new_day": again}
