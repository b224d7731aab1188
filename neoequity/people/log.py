"""The sign-in log: what axes keeps of those that succeeded and those that failed, as one list."""

from datetime import date, datetime, time, timedelta
from typing import Any

from axes.models import AccessFailureLog, AccessLog
from django.db.models import Case, DateTimeField, QuerySet, Value, When

from neoequity.clock import NEW_YORK

IN, FAILED, LOCKED = "signed in", "failed", "failed, then locked"
_COLUMNS = ("pk", "attempt_time", "username", "ip_address", "what", "logout_time")


def log_of_logins(
    person: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Any, Any]:
    """Rows of `_COLUMNS`, newest first; the days are New York's, both included."""
    narrowed: dict[str, Any] = {}
    if person:
        narrowed["username"] = person
    if since:
        narrowed["attempt_time__gte"] = _midnight(since)
    if until:
        narrowed["attempt_time__lt"] = _midnight(until + timedelta(days=1))
    entered = AccessLog.objects.filter(**narrowed).annotate(what=Value(IN))
    failed = AccessFailureLog.objects.filter(**narrowed).annotate(
        what=Case(When(locked_out=True, then=Value(LOCKED)), default=Value(FAILED)),
        logout_time=Value(None, output_field=DateTimeField()),
    )
    together: QuerySet[Any, Any]
    together = entered.values(*_COLUMNS).union(failed.values(*_COLUMNS), all=True)
    return together.order_by("-attempt_time", "-pk")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), NEW_YORK)
