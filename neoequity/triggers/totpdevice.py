"""The triggers of second factors: every change leaves an event."""

from neoequity.books.triggers.tracking import history_guard

TOTPDEVICE_TRIGGERS = [history_guard()]
