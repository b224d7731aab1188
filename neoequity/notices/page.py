"""The page of all notices, by kind."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from neoequity.books.pages.request import DatedRequest
from neoequity.notices.asking import notices_for
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Urgency, number_of

#: So many of a kind are listed; further ones are counted.
_A_PAGE = 100


@require_safe
def notices(request: DatedRequest) -> HttpResponse:
    """`/notices/?kind=`: what needs the person who asks, as of the day, the most urgent first."""
    found = notices_for(
        request.user, request.as_of, today=request.today, now=timezone.now(), most=_A_PAGE
    )
    asked = request.GET.get("kind", "")
    shown = [each for each in found if asked in ("", each.kind)]
    by_urgency = [(each, [row for row in shown if row.urgency is each]) for each in Urgency]
    context = {
        "asked": asked,
        "kinds": [
            (kind, number_of(row for row in found if row.kind is kind))
            for kind in Kind
            if kind == asked or any(row.kind is kind for row in found)
        ],
        "groups": [(urgency, rows, number_of(rows)) for urgency, rows in by_urgency if rows],
        "number": number_of(found),
    }
    return render(request, "neoequity/notices.html", context)
