"""The pages of the help, which everybody who has signed in may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.help.glossary import BY_SLUG, TERMS
from neoequity.read_access import for_whom


@for_whom(None)
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """`/help/`: what each group does in a day, with links."""
    return render(request, "neoequity/help.html")


@for_whom(None)
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """`/help/glossary/`: every term, each with an anchor of its own."""
    terms = [(term, [BY_SLUG[slug] for slug in term.see]) for term in TERMS]
    return render(request, "neoequity/glossary.html", {"terms": terms})
