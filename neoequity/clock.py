"""The clock, read only by the outermost layer: views, admin and commands."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

NEW_YORK = ZoneInfo("America/New_York")


def today() -> date:
    """The day set by NEOEQUITY_TODAY, else the current day in New York."""
    day: date | None = settings.NEOEQUITY_TODAY
    return day or real_day()


def real_day() -> date:
    """The current day in New York even if NEOEQUITY_TODAY is set, as access depends on it."""
    return timezone.localdate(timezone=NEW_YORK)


def day_is_set() -> bool:
    """Whether NEOEQUITY_TODAY sets the day; every page then says so in a banner."""
    return settings.NEOEQUITY_TODAY is not None
