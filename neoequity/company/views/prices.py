"""The page of the market prices, as of the day in the address."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.books.pages.request import DatedRequest
from neoequity.company.selectors.prices import AVERAGED_DAYS, prices_on
from neoequity.company.views.charts import line_of
from neoequity.company.views.issuer import chosen_issuer

#: About a quarter of trading days.
_ON_A_PAGE = 63
_MISSING_SHOWN = 20


@require_safe
def prices(request: DatedRequest) -> HttpResponse:
    """`/company/prices/`: closes with the minimum bid, days below it, volumes, missing days."""
    chosen = chosen_issuer(request)
    context: dict[str, object] = {"chosen": chosen, "asked": request.GET.get("issuer", "")}
    if chosen.issuer:
        found = prices_on(chosen.issuer, request.as_of)
        page = Paginator(found.rows, _ON_A_PAGE).get_page(request.GET.get("page"))
        context |= {
            "found": found,
            "averaged": AVERAGED_DAYS,
            "page": page,
            "line": line_of(found.closes, found.minimum.value if found.minimum else None),
            "missing": found.missing[-_MISSING_SHOWN:],
            "more_missing": max(len(found.missing) - _MISSING_SHOWN, 0),
            "may_enter": request.as_of == request.today
            and request.user.has_perm("company.add_marketprice"),
        }
    return render(request, "company/prices.html", context)
