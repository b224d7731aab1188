"""A calendar as a file of iCalendar (RFC 5545), which other programs subscribe to."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from urllib.parse import urljoin

from icalendar import Calendar, Event

from neoequity.books.models import Issuer
from neoequity.company.selectors.calendar import Item
from neoequity.company.selectors.calendar_addresses import Revision
from neoequity.company.terms.calendar_kinds import KINDS

_PROGRAM = "-//NeoEquity//Calendar//EN"
_ONE_DAY = timedelta(days=1)
#: How long a program may wait before it asks again.
AN_HOUR = timedelta(hours=1)


def calendar_file(issuer: Issuer, items: Iterable[Item], revision: Revision, page: str) -> bytes:
    """The items as events of whole days, each with a link; `page` is the calendar's own address.

    The same items and revision give the same bytes. A subscriber takes each file for the whole
    calendar: an event of the same UID is changed in place, for the later file has the higher
    SEQUENCE, and one that is missing is gone. Amounts of money are left out: whoever has the
    address may read it, without signing in.
    """
    calendar = Calendar()
    calendar.add("prodid", _PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{issuer.name}: offering calendar")
    calendar.add("refresh-interval", AN_HOUR, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", AN_HOUR)
    for kind, entry, url in items:
        event = Event()
        event.add("uid", f"{entry.uid}@{issuer.slug}.neoequity")
        event.add("dtstamp", revision.moment.astimezone(UTC))
        event.add("sequence", revision.number)
        event.add("dtstart", entry.on)
        event.add("dtend", (entry.until or entry.on) + _ONE_DAY)  # the day after the last
        event.add("summary", entry.title)
        event.add("description", entry.without_money or entry.text)
        event.add("categories", [KINDS[kind]])
        event.add("url", urljoin(f"{page}?month={entry.on:%Y-%m}", url))
        event.add("transp", "TRANSPARENT")  # nobody is busy
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
