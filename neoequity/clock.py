"""The clock. Only the outermost layer reads it: views, admin and commands."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

NEW_YORK = ZoneInfo("America/New_York")


def today() -> date:
    """The day set by NEOEQUITY_TODAY, else the day it now is in New York."""
    day: date | None = settings.NEOEQUITY_TODAY
    return day or real_day()


def real_day() -> date:
    """The day it now is in New York, whatever NEOEQUITY_TODAY says: access is about people now."""
    return timezone.localdate(timezone=NEW_YORK)


def day_is_set() -> bool:
    """Whether NEOEQUITY_TODAY sets the day, which every page then says in a banner."""
    return settings.NEOEQUITY_TODAY is not None
