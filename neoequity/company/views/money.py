"""The page of other money and of the runway: `/company/money/`."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.books.models import Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.company.forms.money import ConversionForm, RunwayForm
from neoequity.company.models import Figure, Funding
from neoequity.company.models.standing import figures_on
from neoequity.company.selectors.debentures import Conversion, conversion
from neoequity.company.selectors.money import by_source, class_b, records_of_money, under_ceilings
from neoequity.company.selectors.quotes import Quote, last_close
from neoequity.company.selectors.receipts import Choice
from neoequity.company.selectors.runway import months, outlook
from neoequity.company.terms.conversion import APRIL_2001
from neoequity.company.views.issuer import chosen_issuer
from placements.selectors.positions import positions
from placements.selectors.splits import splits_by
from placements.terms.split import StockSplit

_RUNWAY = ("price", "participation", "count_on")
_CONVERSION = ("issued_on", "converted_on", "principal")


@require_safe
def money_page(request: DatedRequest) -> HttpResponse:
    """Other money of an issuer as of the day; `?issuer=` names another than the first.

    The forms only try figures: they are sent by GET, and a fault in them answers 400.
    """
    chosen = chosen_issuer(request)
    issuer = chosen.issuer
    if issuer is None:
        return render(request, "company/money.html", {"chosen": chosen})
    as_of, all_splits = request.as_of, splits_by(request.as_of)
    splits = all_splits.get(issuer.pk, ())
    figures, records = figures_on(issuer, as_of), records_of_money(issuer, as_of)
    series = class_b(issuer, as_of, splits)
    runway_form, choice = _choice(request, figures, last_close(issuer, as_of, splits))
    conversion_form, tried = _conversion(request, issuer, records, splits)
    own = [
        each
        for each in positions(as_of, splits=all_splits)
        if each.agreement.issuer_id == issuer.pk
    ]
    found = outlook(
        issuer,
        choice,
        figures=figures,
        positions=own,
        series=series,
        records=records,
        as_of=as_of,
        splits=splits,
    )
    context: dict[str, object] = {
        "chosen": chosen,
        "issuer": issuer,
        "sources": by_source(records),
        "series": series,
        "ceilings": under_ceilings(records, as_of),
        "positions": own,
        "runway_form": runway_form,
        "choice": choice,
        "outlook": found,
        "months": months(found),
        "conversion_form": conversion_form,
        "conversion": tried,
        "conversion_terms": APRIL_2001,
        "may_record": as_of == request.today and request.user.has_perm("company.add_funding"),
    }
    faults = runway_form.errors or conversion_form.errors
    return render(request, "company/money.html", context, status=400 if faults else 200)


def _choice(
    request: DatedRequest, figures: Mapping[str, Figure], close: Quote | None
) -> tuple[RunwayForm, Choice]:
    """What the form states; before it is sent, the last close and the stated participation."""
    rate = figures.get("participation_rate")
    stated = Choice(close.price if close else None, rate.value if rate else None)
    if not request.GET.keys() & {*_RUNWAY}:
        initial = {"price": stated.price, "participation": stated.participation}
        return RunwayForm(initial=initial), stated
    form = RunwayForm(request.GET)
    return form, form.choice() if form.is_valid() else stated


def _conversion(
    request: DatedRequest,
    issuer: Issuer,
    records: Sequence[Funding],
    splits: Sequence[StockSplit],
) -> tuple[ConversionForm, Conversion | None]:
    """What the form asks for; before it is sent, the next block on its expected day."""
    block = next(
        (row for row in records if row.kind == "debenture" and row.state == "expected"), None
    )
    if request.GET.keys() & {*_CONVERSION}:
        form = ConversionForm(request.GET)
        if not form.is_valid():
            return form, None
        said = form.cleaned_data
    else:
        said = {
            "issued_on": block.expected_on if block else None,
            "converted_on": None,
            "principal": block.amount if block else None,
        }
        form = ConversionForm(initial=said)
    if said["issued_on"] is None:
        return form, None
    tried = conversion(
        issuer,
        said["issued_on"],
        said["converted_on"],
        said["principal"],
        as_of=request.as_of,
        splits=splits,
    )
    return form, tried
