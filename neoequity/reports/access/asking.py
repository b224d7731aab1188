"""What an address of the access review asks for: the rights of a day, or a signed review."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from neoequity.books.exporting.query import parse_day, parse_moment
from neoequity.books.refusal import Reason, Refused
from neoequity.clock import real_day
from neoequity.company.models import AccessReview
from neoequity.reports.access.reading import Reading, last_moment, reading_at


def asked_reading(request: HttpRequest) -> Reading:
    """The rights of `day`, by default as they are; as known at `known_at`, if the address has it.

    Raises Refused.
    """
    query = request.GET
    try:
        day = parse_day(query["day"]) if query.get("day") else real_day()
        known_at = parse_moment(query["known_at"]) if query.get("known_at") else None
    except ValueError as fault:
        raise Refused([Reason(str(fault))]) from fault
    last = last_moment(day, timezone.now())
    return reading_at(day, last if known_at is None else min(known_at, last))


def review_or_404(pk: int) -> AccessReview:
    """A review that was signed off, with who signed it."""
    return get_object_or_404(AccessReview.objects.select_related("issuer", "recorded_by"), pk=pk)
