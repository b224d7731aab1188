"""Pages of the holders: the list, and one holder with holdings and register entries."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from neoequity.books.pages.request import DatedRequest
from warrants.models import Holder
from warrants.selectors.register import Holding, entries_as_of, holdings, prices_on
from warrants.views.warrant import shown_entries


@require_safe
def holders(request: DatedRequest) -> HttpResponse:
    """All holders with their totals on the day."""
    by_holder: dict[int, list[Holding]] = {}
    for holding in holdings(request.as_of):
        by_holder.setdefault(holding.holder.pk, []).append(holding)
    rows = [
        _sums(by_holder.get(holder.pk, [])) | {"holder": holder}
        for holder in Holder.objects.select_related("issuer")
    ]
    return render(request, "warrants/holders.html", {"rows": rows})


@require_safe
def holder(request: DatedRequest, slug: str) -> HttpResponse:
    """One holder as of the day."""
    holder = get_object_or_404(Holder.objects.select_related("issuer"), slug=slug)
    balances = holdings(request.as_of, holder=holder)
    prices = prices_on([holding.warrant for holding in balances], request.as_of)
    rows = entries_as_of(request.as_of).filter(Q(holder_from=holder) | Q(holder_to=holder))
    entries = shown_entries(rows.order_by("-on", "-pk"), request.as_of)
    context = {
        "holder": holder,
        "held": [(holding, prices[holding.warrant.pk]) for holding in balances],
        "entries": entries,
        "exercised": any(entry.exercise_price for entry in entries),
        **_sums(balances),
    }
    return render(request, "warrants/holder.html", context)


def _sums(balances: list[Holding]) -> dict[str, int]:
    return {
        "warrants": len(balances),
        "shares": sum(holding.shares for holding in balances),
        "exercisable": sum(holding.exercisable for holding in balances),
        "cashless": sum(holding.cashless for holding in balances),
        "transferable": sum(holding.transferable for holding in balances),
    }
