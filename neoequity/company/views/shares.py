"""The pages of the share ledger and of the holders, each as of the day in the address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.books.pages.request import DatedRequest
from neoequity.company.models.holders import holders_on, thresholds_on
from neoequity.company.models.share_ledger import share_books
from neoequity.company.selectors.share_ledger import share_ledger
from neoequity.company.views.charts import authorized_parts
from neoequity.company.views.issuer import chosen_issuer


@require_safe
def shares(request: DatedRequest) -> HttpResponse:
    """`/company/shares/`: what is outstanding, what claims the rest, and what is left."""
    chosen = chosen_issuer(request)
    context: dict[str, object] = {"chosen": chosen, "asked": request.GET.get("issuer", "")}
    if chosen.issuer:
        ledger = share_ledger(chosen.issuer, request.as_of, request.GET.get("month", ""))
        context |= {
            "ledger": ledger,
            "books": ledger.books,
            "figures": ledger.books.figures,
            "parts": authorized_parts(ledger),
            "total_claims": sum(claim.with_warrants for claim in ledger.claims),
            "may_enter": request.as_of == request.today
            and request.user.has_perm("company.add_shareevent"),
        }
    return render(request, "company/shares.html", context)


@require_safe
def holders(request: DatedRequest) -> HttpResponse:
    """`/company/holders/`: each holder or group against the ownership thresholds."""
    chosen = chosen_issuer(request)
    context: dict[str, object] = {"chosen": chosen, "asked": request.GET.get("issuer", "")}
    if chosen.issuer:
        books = share_books(chosen.issuer, request.as_of)
        thresholds = thresholds_on(books)
        context |= {
            "books": books,
            "thresholds": thresholds,
            "holders": [
                (each, [(figure, each.now.standings[name]) for name, figure in thresholds.items()])
                for each in holders_on(books)
            ],
            "may_enter": request.as_of == request.today
            and request.user.has_perm("company.add_position"),
        }
    return render(request, "company/holders.html", context)
