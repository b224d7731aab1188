"""What the database keeps of secret addresses of the calendar."""

from neoequity.books.triggers.tracking import history_guard

CALENDAR_FEED_TRIGGERS = [history_guard()]
