"""Pages of the holders: all of them, and one with what it has and what happened to it."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from neoequity.books.pages.request import DatedRequest
from warrants.models import Holder
from warrants.selectors.register import Holding, entries_as_of, holdings, prices_on
from warrants.views.warrant import told


@require_safe
def holders(request: DatedRequest) -> HttpResponse:
    """Everybody in the books, with what they have on the day."""
    has: dict[int, list[Holding]] = {}
    for holding in holdings(request.as_of):
        has.setdefault(holding.holder.pk, []).append(holding)
    rows = [
        _sums(has.get(holder.pk, [])) | {"holder": holder}
        for holder in Holder.objects.select_related("issuer")
    ]
    return render(request, "warrants/holders.html", {"rows": rows})


@require_safe
def holder(request: DatedRequest, slug: str) -> HttpResponse:
    """One holder as of the day."""
    found = get_object_or_404(Holder.objects.select_related("issuer"), slug=slug)
    held = holdings(request.as_of, holder=found)
    prices = prices_on([holding.warrant for holding in held], request.as_of)
    entries = entries_as_of(request.as_of).filter(Q(holder_from=found) | Q(holder_to=found))
    story = told(entries.order_by("-on", "-pk"), request.as_of)
    context = {
        "holder": found,
        "held": [(holding, prices[holding.warrant.pk]) for holding in held],
        "entries": story,
        "exercised": any(entry.exercise_price for entry in story),
        **_sums(held),
    }
    return render(request, "warrants/holder.html", context)


def _sums(held: list[Holding]) -> dict[str, Any]:
    return {
        "warrants": len(held),
        "shares": sum(holding.shares for holding in held),
        "exercisable": sum(holding.exercisable for holding in held),
        "cashless": sum(holding.cashless for holding in held),
        "transferable": sum(holding.transferable for holding in held),
    }
