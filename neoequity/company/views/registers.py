"""The pages of the registers, the filings and the figures, each as of the day in the address."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.books.pages.request import DatedRequest
from neoequity.company.selectors.figures import figures_in_force
from neoequity.company.selectors.filings import filings_on
from neoequity.company.selectors.registers import registers_on
from neoequity.company.terms.figures import Unit
from neoequity.company.views.issuer import chosen_issuer

_UNITS: Mapping[Unit, str] = {
    Unit.SHARES: "shares",
    Unit.DOLLARS: "dollars",
    Unit.PRICE: "dollars per share",
    Unit.RATE: "percent",
    Unit.COUNT: "stockholders",
}


@require_safe
def registers(request: DatedRequest) -> HttpResponse:
    """`/company/registers/`: every register, and the use of proceeds compared with its plan."""
    chosen = chosen_issuer(request)
    found = registers_on(chosen.issuer, request.as_of) if chosen.issuer else None
    context = {"chosen": chosen, "found": found, "may_enter": _may(request, "registerentry")}
    return render(request, "company/registers.html", context)


@require_safe
def filings(request: DatedRequest) -> HttpResponse:
    """`/company/filings/`: what is due, overdue and filed, and each placement's supplement."""
    chosen = chosen_issuer(request)
    found = filings_on(chosen.issuer, request.as_of) if chosen.issuer else None
    context = {"chosen": chosen, "found": found, "may_enter": _may(request, "filing")}
    return render(request, "company/filings.html", context)


@require_safe
def figures(request: DatedRequest) -> HttpResponse:
    """`/company/figures/`: every figure in force with its source, and what was stated before."""
    chosen = chosen_issuer(request)
    rows = figures_in_force(chosen.issuer, request.as_of) if chosen.issuer else []
    context = {
        "chosen": chosen,
        "rows": [(each, _UNITS[each.unit]) for each in rows],
        "may_enter": _may(request, "figure"),
    }
    return render(request, "company/figures.html", context)


def _may(request: DatedRequest, kind: str) -> bool:
    """Whether the reader may enter such a record on the page's day."""
    return request.as_of == request.today and request.user.has_perm(f"company.add_{kind}")
