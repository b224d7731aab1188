"""The calendar of an issuer: a month, the lock-ups behind it, and its feed for other programs."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from neoequity.books.models import Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.writing import write_view
from neoequity.books.refusal import Refused
from neoequity.books.seen import narrow
from neoequity.company.actions.calendar_address import (
    create_calendar_address,
    revoke_anyones_calendar_address,
    revoke_calendar_address,
)
from neoequity.company.exports.calendar_file import AN_HOUR, calendar_file
from neoequity.company.models import CalendarFeed
from neoequity.company.selectors.calendar import calendar_on
from neoequity.company.selectors.calendar_addresses import addresses, feed_of, revision_of
from neoequity.company.terms.calendar_kinds import KINDS, carries
from neoequity.company.views.issuer import chosen_issuer
from neoequity.company.views.lock_ups import consents_of, states_of, worked
from neoequity.company.views.month import Month, feed_days, month_asked

_SUBSCRIBE = "company.add_calendarfeed"
#: How long a program may keep the feed. Never for others, for it is under a secret.
_KEPT = f"private, max-age={AN_HOUR // timedelta(seconds=1)}"


@require_safe
def calendar(request: DatedRequest) -> HttpResponse:
    """`/company/calendar/`: the month of `?month=YYYY-MM`, else that of the page's day."""
    try:
        month = month_asked(request.GET.get("month", ""), request.as_of)
    except ValueError as error:
        return render(request, "400.html", {"sentence": str(error)}, status=400)
    chosen = chosen_issuer(request)
    context: dict[str, object] = {
        "chosen": chosen,
        "month": month,
        "asked": request.GET.get("issuer", ""),
        "may_enter": _may_enter(request),
        "writable": request.as_of == request.today,
        "addresses": addresses(request.user).filter(issuer=chosen.issuer),
        "kinds": KINDS,
    }
    if chosen.issuer is not None:
        context |= _found(chosen.issuer, request, month)
    return render(request, "company/calendar.html", context)


def _found(issuer: Issuer, request: DatedRequest, month: Month) -> dict[str, object]:
    found = calendar_on(issuer, request.as_of, month.first, month.last)
    situation = found.situation
    return {
        "weeks": month.weeks(found, request.as_of),
        "lock_ups": worked(situation),
        "unstated": situation.unstated,
        "clashes": states_of(situation),
        "consents": consents_of(situation),
    }


def _may_enter(request: DatedRequest) -> bool:
    return request.as_of == request.today and request.user.has_perm("company.add_consent")


@write_view(_SUBSCRIBE)
@require_POST
def create_address(request: DatedRequest, slug: str) -> HttpResponse:
    """`/company/calendar/<issuer>/address/`: create an address and show it, this once."""
    issuer = get_object_or_404(Issuer, slug=slug)
    chosen = request.POST.getlist("carries")
    try:
        made = create_calendar_address(issuer, carries=chosen, by=request.user)
    except Refused as refusal:
        return render(request, "400.html", {"sentence": str(refusal)}, status=422)
    address = reverse("company:calendar_feed", args=[made.token])
    context = {
        "issuer": issuer,
        "address": request.build_absolute_uri(address),
        "feed": made.feed,
    }
    return render(request, "company/calendar_address.html", context)


@write_view(_SUBSCRIBE)
@require_POST
def revoke_address(request: DatedRequest, pk: int) -> HttpResponse:
    """`/company/calendar/addresses/<pk>/revoke/`: end an address of one's own."""
    feed = get_object_or_404(CalendarFeed, pk=pk, revoked_at=None)
    if feed.created_by_id != request.user.pk:
        raise PermissionDenied
    revoke_calendar_address(feed, by=request.user)
    return redirect(f"{reverse('company:calendar')}#addresses")


@require_safe
def all_addresses(request: DatedRequest) -> HttpResponse:
    """`/people/calendar-addresses/`: everybody's addresses, for those who keep the accounts."""
    return render(request, "company/calendar_addresses.html", {"addresses": addresses()})


@write_view("people.change_user")
@require_POST
def revoke_anyones_address(request: DatedRequest, pk: int) -> HttpResponse:
    """`/people/calendar-addresses/<pk>/revoke/`: end anybody's address."""
    feed = get_object_or_404(CalendarFeed, pk=pk, revoked_at=None)
    revoke_anyones_calendar_address(feed, by=request.user)
    return redirect("calendar_addresses")


@login_not_required
@require_safe
def feed(request: DatedRequest, token: str) -> HttpResponse:
    """`/company/calendar/<token>.ics`, without signing in: the calendar around today.

    404 for any text that is not the secret of an address in use.
    """
    found = feed_of(token)
    if found is None:
        return HttpResponseNotFound("There is no calendar at this address.\n", "text/plain")
    narrow(frozenset([found.issuer_id]))
    revision = revision_of(found.issuer, found)  # before the items, which may be newer, not older
    first, last = feed_days(request.today)
    items = calendar_on(found.issuer, request.today, first, last).items
    carried = [item for item in items if carries(found.carries, item.kind)]
    page = request.build_absolute_uri(reverse("company:calendar"))
    content = calendar_file(found.issuer, carried, revision, page)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["Cache-Control"] = _KEPT
    return response
