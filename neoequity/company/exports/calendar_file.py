"""A calendar as a file of iCalendar (RFC 5545), which other programs subscribe to."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from neoequity.books.models import Issuer
from neoequity.company.selectors.calendar import WITH_MONEY, Item

_PROGRAM = "-//NeoEquity//Calendar//EN"
_ONE_DAY = timedelta(days=1)


def calendar_file(issuer: Issuer, items: Iterable[Item], moment: datetime) -> bytes:
    """The items as events of whole days, stamped with the moment of the books.

    The same items and moment give the same bytes. Amounts of money are left out: whoever has the
    address may read it, without signing in.
    """
    calendar = Calendar()
    calendar.add("prodid", _PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{issuer.name}: offering calendar")
    for kind, entry, _ in items:
        event = Event()
        event.add("uid", f"{entry.uid}@{issuer.slug}.neoequity")
        event.add("dtstamp", moment.astimezone(UTC))
        event.add("dtstart", entry.on)
        event.add("dtend", (entry.until or entry.on) + _ONE_DAY)  # the day after the last
        event.add("summary", entry.title)
        if kind not in WITH_MONEY:
            event.add("description", entry.text)
        event.add("transp", "TRANSPARENT")  # nobody is busy
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
