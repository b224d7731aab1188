"""The pages of the share ledger and of the holders, each as of the day in the address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.books.pages.request import DatedRequest
from neoequity.company.selectors.share_ledger import share_ledger
from neoequity.company.views.charts import authorized_parts, height_of, stacked_bars
from neoequity.company.views.issuer import chosen_issuer


@require_safe
def shares(request: DatedRequest) -> HttpResponse:
    """`/company/shares/`: what is outstanding, what claims the rest, and what is left."""
    chosen = chosen_issuer(request)
    context: dict[str, object] = {"chosen": chosen, "asked": request.GET.get("issuer", "")}
    if chosen.issuer:
        ledger = share_ledger(chosen.issuer, request.as_of, request.GET.get("month", ""))
        bars = stacked_bars(ledger)
        context |= {
            "ledger": ledger,
            "books": ledger.books,
            "figures": ledger.books.figures,
            "parts": authorized_parts(ledger),
            "bars": bars,
            "height": height_of(bars),
            "total_claims": sum(claim.with_warrants for claim in ledger.claims),
            "may_enter": request.as_of == request.today
            and request.user.has_perm("company.add_shareevent"),
        }
    return render(request, "company/shares.html", context)
