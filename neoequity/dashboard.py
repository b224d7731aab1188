"""The first screen: what needs a person, how much can still be sold, and what was, over time."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from neoequity.blocked import blocks
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.unchanged import unless_changed
from neoequity.company.selectors.share_ledger import compact_ledger
from neoequity.database_roles import role_warning
from neoequity.notices.asking import notices_for
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency, number_of
from neoequity.reports.charts import ladder
from neoequity.reports.charts.pages import of_the_programme
from neoequity.reports.presets import Preset, periods_by_name
from neoequity.reports.sold_by_day import sold_in_period
from neoequity.roles import KEEP_PEOPLE
from placements.selectors.activity import recent_activity
from placements.selectors.cash import CashGroup, cash_groups
from placements.selectors.open_cash import CashSum, total_of
from placements.selectors.sale_aggregates import unpaid_adjustments
from placements.selectors.sales import sales_as_of
from placements.templatetags.figures import remember_names

_LATEST, _NEXT, _ACTS = 8, 8, 6
#: So many urgent notices fit above the fold of a phone; further ones are counted beside them.
_URGENT = 4
_TO_DATE = "to-date"


class Said(NamedTuple):
    """All that the page says below its heading, and the agreements' names, which its header has."""

    body: SafeString
    names: Mapping[int, str]


@require_safe
def dashboard(request: DatedRequest) -> HttpResponse:
    """`/?period=last-quarter`, as of the day in the address; its queries grow with no rows."""
    said = unless_changed(request, lambda: _said(request))
    remember_names(request, said.names)
    context = {"body": said.body, "has_agreements": bool(said.names)}
    return render(request, "neoequity/dashboard.html", context)


def _said(request: DatedRequest) -> Said:
    as_of = request.as_of
    books = Books(as_of, request.today)
    shown = books.positions
    remember_names(request, books.names)
    prefetch_related_objects([position.agreement for position in shown], "term_citations")
    latest = sales_as_of(as_of).select_related("agreement", "placement", "reverses", "reversal")
    context: dict[str, object] = {
        "positions": shown,
        "splits": books.splits,
        "due": books.due[:_NEXT],
        "further": len(books.due[_NEXT:]),
        "accrued": books.accruals,
        "shares": compact_ledger(as_of, books.accruals) if shown else None,
        "unpaid": unpaid_adjustments(as_of),
        "overdue": sum(row.sales for row in books.due if row.overdue),
        "cash": _cash(books),
        "blocks": blocks(shown, books.placements, as_of),
        "sales": latest.order_by("-trade_date", "-pk")[:_LATEST],
        "activity": recent_activity(_ACTS) if as_of == request.today else None,
        "role_warning": role_warning() if request.user.has_perm(KEEP_PEOPLE) else "",
        **_notices(request, books),
        **(_over_time(request, books) if shown else {}),
    }
    body = render_to_string("neoequity/parts/dashboard_body.html", context, request)
    return Said(body, books.names)


def _cash(books: Books) -> list[tuple[str, CashSum]]:
    """Where cash that was due by the day is open, by agreement; one query."""
    groups: dict[int, list[CashGroup]] = {}
    for group in cash_groups(books.as_of):
        if group.due_on <= books.as_of and group.open:
            groups.setdefault(group.agreement, []).append(group)
    return [(books.names[key], total_of(own)) for key, own in groups.items()]


def _notices(request: DatedRequest, books: Books) -> dict[str, object]:
    """The most urgent notices, how many more there are of them, and the others by urgency."""
    found = notices_for(
        request.user, books.as_of, today=request.today, now=timezone.now(), books=books
    )
    urgent = [each for each in found if each.is_urgent]
    # What blocks sales has a place of its own on this page.
    others = [each for each in found if not each.is_urgent and each.kind is not Kind.SALES_BLOCKED]
    return {
        "urgent": urgent[:_URGENT],
        "more_urgent": number_of(urgent[_URGENT:]),
        "others": others,
        "number_of_others": number_of(others),
        "by_urgency": _by_urgency(others),
    }


def _by_urgency(notices: Sequence[Notice]) -> list[tuple[Urgency, int]]:
    counts = [(each, number_of(row for row in notices if row.urgency is each)) for each in Urgency]
    return [(urgency, number) for urgency, number in counts if number]


def _over_time(request: DatedRequest, books: Books) -> dict[str, object]:
    """What was sold in the chosen period, and the charts of its days."""
    as_of = books.as_of
    signed = min(each.agreement.signed_on for each in books.positions)
    periods = periods_by_name(as_of, signed)
    chosen = request.GET.get("period", _TO_DATE)
    if chosen not in periods:
        raise Http404(f"There is no period “{chosen}”.")
    period = periods[chosen]
    return {
        "periods": periods,
        "chosen": chosen,
        "period": period,
        "sold": sold_in_period(books.positions, period.since, period.until, as_of, books.splits),
        "charts": of_the_programme(
            books.positions,
            [ladder.Due(row.day, row.sales, row.net) for row in books.due],
            as_of,
            books.exceptions,
            None if chosen == _TO_DATE else _days(period),
        ),
    }


def _days(period: Preset) -> tuple[date, date]:
    return period.since, period.until
